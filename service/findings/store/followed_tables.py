"""The table of what was followed of authorities, made ahead of whoever asks for it."""

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel


class FollowedAuthority(SQLModel, table=True):
    """What was followed of one authority while its reports stood as `stamp` says, by the code that `made_by` names.

    Nothing is known by it that could not be found out anew: a row may go at any time.
    """

    __tablename__ = "followed_authority"

    authority: str = Field(primary_key=True)
    stamp: str
    made_by: str
    content: bytes = Field(sa_type=LargeBinary)
