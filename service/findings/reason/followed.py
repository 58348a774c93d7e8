"""What was followed of authorities, kept in the database, so that the first to ask after a start does not wait."""

from __future__ import annotations

import hashlib
import zlib
from functools import cache
from pathlib import Path

import structlog
from pydantic import ValidationError
from sqlalchemy import delete, inspect, select
from sqlalchemy.orm import Session

import findings
from findings.reason.links import Followed
from findings.store.authority_kept import stamps
from findings.store.followed_tables import FollowedAuthority
from findings.store.tables import Report
from findings.taxonomy.authorities import canonical_name

PAGES = {"web", "__pycache__"}  # what of the package changes nothing of what is found out
FAST = 1  # the texts repeat one another so much that to look longer for it gains little
log = structlog.get_logger("findings.followed")


def made_ahead(session: Session, authority: str, stamp: str) -> Followed | None:
    """What this very code followed while all about an authority stood as it does now; None if that is not kept."""
    f = inspect(FollowedAuthority).c
    same = (f.authority == authority, f.stamp == stamp, f.made_by == code())
    content = session.scalar(select(f.content).where(*same))
    if content is None:
        return None
    try:
        return Followed.model_validate_json(zlib.decompress(content))
    except (zlib.error, ValidationError) as error:  # damaged: it is found out anew
        log.warning("what was followed cannot be read", authority=authority, error=repr(error))
        return None


def put_away(session: Session, authority: str, stamp: str, found: Followed) -> None:
    """Keep what was followed while all about an authority stood as `stamp` says, in the place of what was before."""
    content = zlib.compress(found.model_dump_json().encode(), FAST)
    session.merge(FollowedAuthority(authority=authority, stamp=stamp, made_by=code(), content=content))


def drop_others(session: Session) -> None:
    """Let go of what was followed of authorities that no report is about any more."""
    known = select(inspect(Report).c.authority).where(inspect(Report).c.authority.is_not(None))
    session.execute(delete(FollowedAuthority).where(inspect(FollowedAuthority).c.authority.not_in(known)))


def not_made(session: Session) -> list[str]:
    """The authorities of which nothing is kept that could be given to whoever asks now."""
    f = inspect(FollowedAuthority).c
    kept = {row[0]: row[1] for row in session.execute(select(f.authority, f.stamp).where(f.made_by == code()))}
    return [name for name, stamp in stamps(session).items() if kept.get(name) != stamp and canonical_name(name) == name]


@cache
def code() -> str:
    """What tells apart this code, with the models and lists in it, from any other that followed otherwise."""
    home = Path(findings.__file__).parent
    found = hashlib.sha256()
    for path in sorted(home.rglob("*")):
        if path.is_file() and not PAGES & set(path.relative_to(home).parts):
            found.update(str(path.relative_to(home)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()
