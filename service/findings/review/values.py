"""What reviewers send and are told."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from findings.schemas import Label, Unit
from findings.store.values import Decision, FindingDetail, ReportBrief
from findings.taxonomy.loader import taxonomy

MAX_THEMES = 3
EDITS = ("label", "themes", "entities", "start", "end", "note")
WAYS = ("split", "merge", "undo")


def _known_themes(given: list[str]) -> list[str]:
    current, found = taxonomy(), list[str]()
    for name in given:
        now = current.now(name)
        if now not in current.themes:
            told = current.told(name).rstrip(".") or f"there is no theme {name!r}"
            raise ValueError(f"{told}; {' or '.join(current.became(name)) or '/themes lists those there are'}")
        found.append(now or name)
    if len(set(found)) < len(found):
        raise ValueError("a theme is named twice; name it once")
    return found


FindingId = Annotated[str, Field(max_length=64, pattern=r"^[0-9a-zA-Z_-]+$")]
Themes = Annotated[list[str], Field(max_length=MAX_THEMES), AfterValidator(_known_themes)]
Note = Annotated[str, Field(min_length=1, max_length=2_000, pattern=r"^[^\x00]*$")]
Seconds = Annotated[float, Field(ge=0, le=86_400, description="Time that the decision took.")]
Place = Annotated[int, Field(ge=0, le=2**31 - 1)]
Token = Annotated[
    str,
    Field(
        pattern=r"^[0-9a-f]{32}$",
        description="Drawn by the sender: sent again, because an answer was lost, nothing is decided twice.",
    ),
]


class Given(BaseModel):
    """Base of what is sent: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid")


class EntitySpan(Given):
    """An entity as characters of the finding's `text`."""

    start: Place
    end: Place
    type: str = Field(min_length=1, max_length=50, pattern=r"^[A-Z_]+$")


class CorrectionIn(Given):
    """A decision on a finding: some of its fields as they should be, or one of `split`, `merge` and `undo`."""

    label: Label | None = Field(default=None, description="The same label again says that it is right.")
    themes: Themes | None = Field(default=None, description="Theme ids, foremost first; an empty list says none.")
    entities: list[EntitySpan] | None = Field(default=None, max_length=200)
    start: Place | None = Field(default=None, description="First character in the report's text.")
    end: Place | None = Field(default=None, description="Character after the last in the report's text.")
    note: Note | None = Field(default=None, description="Alone it flags the finding and decides nothing.")
    seconds: Seconds | None = None
    adjudicates: bool = Field(default=False, description="Settles what reviewers disagree about.")
    split: Annotated[list[Place], Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="Characters of the report's text at which a new finding starts."
    )
    merge: Annotated[list[FindingId], Field(min_length=1, max_length=20)] | None = Field(
        default=None, description="Ids of the neighbouring findings to join with this one."
    )
    undo: bool = Field(default=False, description="Takes back the last decision on the finding.")
    own: bool = Field(default=False, description="With `undo`: only where the last decision is one's own.")
    token: Token | None = None

    @model_validator(mode="after")
    def _one_way(self) -> CorrectionIn:
        ways = [name for name in WAYS if getattr(self, name)]
        fields = [name for name in EDITS[:-1] if getattr(self, name) is not None]
        if len(ways) + bool(fields) > 1:
            raise ValueError(f"{' and '.join([*fields, *ways])} cannot be done at once; send one after the other")
        if not ways and not fields and self.note is None:
            raise ValueError(f"nothing is decided; give any of {', '.join((*EDITS, *WAYS))}")
        return self


class FindingIn(Given):
    """A finding that the machine missed: characters `start` to `end` of the report's text."""

    start: Place
    end: Place
    label: Label
    themes: Themes = []
    entities: list[EntitySpan] = Field(default=[], max_length=200)
    unit: Unit = Unit.SENTENCE
    note: Note | None = None
    seconds: Seconds | None = None
    token: Token | None = None


class Corrected(FindingDetail):
    """The finding as it now stands; `also` are the others of the same act, `stands` is false where none is left."""

    also: list[FindingDetail] = Field(default=[])
    stands: bool = True


class Orphan(BaseModel):
    """Decisions whose finding is in no reading of the report any more."""

    finding_id: str
    report: ReportBrief
    start: int
    end: int
    text: str
    history: list[Decision]


class Orphans(BaseModel):
    """All orphaned decisions."""

    items: list[Orphan]
