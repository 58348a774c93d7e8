"""Background work: rows of the job table, the processes that do it, and what each kind of job does."""
