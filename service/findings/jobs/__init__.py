"""Background work: rows of the job table, the processes that do it, and what each kind of job does.

No queue library is needed: jobs are few and long, and the table that people look at already takes each by one atomic
update and puts it back when its process ends, which a queue beside it could only repeat or contradict.
"""
