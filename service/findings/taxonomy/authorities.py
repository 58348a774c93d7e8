"""Local authorities, today's and those that are gone: canonical names, and where a text names one."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

DATA = Path(__file__).with_name("authorities.csv")

# What a formal name adds before and after the short one.
PREFIX = (
    r"(?:(?:London|Royal|Metropolitan) Borough of |(?:The )?Royal Borough of |Borough of |City of |County of |"
    r"City and County of |Council of the )"
)
SUFFIX = (
    r"(?:(?: City| County| Borough| Metropolitan| District| Unitary)*(?: Council| Authority\b(?! area))| MBC|"
    r" Metropolitan Borough)"
)
# Longer names of other places and bodies that begin or end with an authority's.
OTHER_BEFORE = r"(?<!Greater )(?<!New )(?<!University of )(?<!Royal )(?<!Port )(?<!Duke of )"
OTHER_AFTER = r"(?!\w|'\w{2}|[- ](?:St Edmunds|Coldfield|under[- ]Lyme|on Avon|Heath|Evening|Abbey)\b)"
# Words that make an ambiguous word ("Reading", "Sutton") the place: before it, or after it.
LEAD_IN = re.compile(
    r"(?:\b(?:of|in|to|for|at|from|across|within|by|with|and|throughout|between|outside|under|around|against|that|as)"
    r"|[,:(&/–-]) *$",
    re.IGNORECASE,
)
FOLLOW_ON = re.compile(
    r"(?:'s?)?,? (?:council|local|children|safeguarding|authority|borough|lscb|partnership|services?|multi|social|area"
    r"|send|scrutiny|cabinet|icb|ccg|youth|has|have)|\s*$",
    re.IGNORECASE,
)
# A capital after an ambiguous word: it is a first name, or part of a body's.
SURNAME = re.compile(r" [A-Z][a-z]")


@dataclass(frozen=True, slots=True)
class Authority:
    """A local authority: canonical short `name`, ONS code, region, type.

    `successors` are the names of those that took over from one that is gone. `contextual` are those of its names
    that are also words, surnames or other places.
    """

    name: str
    ons_code: str
    former_codes: tuple[str, ...]
    region: str
    type: str
    successors: tuple[str, ...]
    aliases: tuple[str, ...]
    contextual: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, the canonical one first."""
        return (self.name, *self.aliases)


@lru_cache
def authorities() -> tuple[Authority, ...]:
    """Every authority of the data file, by name."""
    with DATA.open(encoding="utf-8", newline="") as file:
        return tuple(_authority(row) for row in csv.DictReader(file))


@lru_cache(4096)
def canonical(name: str) -> Authority | None:
    """The authority that `name` ("hackney", "London Borough of Hackney", "Hull City Council") means, or None."""
    key = _key(name)
    return _by_key().get(key) or _by_key().get(_key(_short(name)))


def canonical_name(name: str) -> str:
    """The short name of the authority that `name` means; a name that is not known stays as it is."""
    authority = canonical(name)
    return authority.name if authority else name


def find(text: str) -> list[tuple[int, int, Authority]]:
    """Where `text` names an authority: (start, end, authority) in order, the longest name at each place.

    Formal parts ("London Borough of", "City Council") belong to the span; "'s" does not. Ambiguous names count
    only where the words around them say that a place is meant.
    """
    plain = text.replace("’", "'").replace("\u00a0", " ")
    return [
        (match.start(), match.end(), authority)
        for match in _pattern().finditer(plain)
        if (authority := _meant(plain, match)) is not None
    ]


def _authority(row: dict[str, str]) -> Authority:
    several = {
        column: tuple(filter(None, row[column].split("|")))
        for column in ("former_codes", "successors", "aliases", "contextual")
    }
    return Authority(name=row["name"], ons_code=row["ons_code"], region=row["region"], type=row["type"], **several)


def _key(name: str) -> str:
    name = name.replace("’", "'").replace("&", " and ").casefold()
    return " ".join(re.sub(r"[^a-z0-9']+", " ", name).split())


def _short(name: str) -> str:
    name = " ".join(name.split())
    name = re.sub(rf"^(?:the )?{PREFIX}", "", name, flags=re.IGNORECASE)
    return re.sub(
        rf"(?:'s|’s)?(?:{SUFFIX}| City| Borough| local authority.*| local area.*| children'?s (?:services|trust).*)$",
        "",
        name,
        flags=re.IGNORECASE,
    )


@lru_cache
def _by_key() -> dict[str, Authority]:
    return {_key(name): authority for authority in authorities() for name in authority.names}


@lru_cache
def _contextual() -> frozenset[str]:
    return frozenset(_key(name) for authority in authorities() for name in authority.contextual)


@lru_cache
def _pattern() -> re.Pattern[str]:
    names = sorted({name for authority in authorities() for name in authority.names}, key=len, reverse=True)
    written: dict[str, list[str]] = {}
    for form in dict.fromkeys(form for name in names for form in (name, name.upper())):
        written.setdefault(form[:2], []).append(_flexible(form[2:]))
    union = "|".join(f"{start}(?:{'|'.join(rest)})" for start, rest in written.items())
    prefix, suffix = PREFIX.replace(" ", r"\s"), SUFFIX.replace(" ", r"\s")
    name = rf"{OTHER_BEFORE}(?P<name>{union}){OTHER_AFTER}"
    return re.compile(rf"(?<!\w)(?=[A-Z])(?P<prefix>{prefix})?{name}(?P<suffix>{suffix})?\b")


def _flexible(name: str) -> str:
    escaped = re.sub(r"(?:\\ |\s)(?i:and)(?:\\ |\s)", lambda _: r"\s(?:and|AND|&)\s", re.escape(name))
    escaped = re.sub(r"\b(u|o)(pon|n)\b", lambda m: f"[{m[1]}{m[1].upper()}]{m[2]}", escaped)
    return re.sub(r"\\[ -]|(?<!\\) ", r"[\\s-]", escaped)


def _meant(text: str, match: re.Match[str]) -> Authority | None:
    name = " ".join(match["name"].split())
    authority = _by_key().get(_key(name))
    if authority is None or match["prefix"] or match["suffix"] or _key(name) not in _contextual():
        return authority
    before, after = text[max(0, match.start() - 14) : match.start()], text[match.end() : match.end() + 20]
    alone = not before.strip() or before.endswith("\n")
    if FOLLOW_ON.match(after) and (alone or after.strip()):
        return authority
    return authority if LEAD_IN.search(before) and not SURNAME.match(after) else None
