"""Which actions of a plan answer which findings of a report, and what is left over on either side."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

import numpy as np
from pydantic import BaseModel

from findings.identity import normalise
from findings.intake.document import Document
from findings.reason.actions import Action, read_actions
from findings.reason.likeness import likeness, why
from findings.reason.meaning import Vectors
from findings.reason.points import points
from findings.schemas import Finding, Label

ANSWERS = 0.22  # likeness from which an action answers a finding
BESIDE = 0.7  # of the action's best likeness that a further finding must reach
SAME = 0.9  # likeness from which a passage only repeats the finding
PLAN_WORDS = re.compile(
    r"\b(?:action|improvement|development|delivery|project|business|communications?|implementation) plan(?:s|ning)?\b",
    re.IGNORECASE,
)


class Answer(BaseModel):
    """That an action answers a finding: which action, by its place in `actions`, how alike they are, and why."""

    action: int
    score: float
    reasons: list[str]


class AnsweredFinding(BaseModel):
    """A finding of the report and the actions that answer it, the nearest first."""

    id: str
    text: str
    label: Label
    page: int
    answers: list[Answer]


class PlannedAction(BaseModel):
    """An action of the plan: owner, due and status as printed, `due_on` as a day, and the findings it answers."""

    text: str
    page: int
    start: int
    end: int
    owner: str | None
    due: str | None
    due_on: dt.date | None
    status: str | None
    answers: list[str]


class Coverage(BaseModel):
    """How a plan answers a report; `unanswered` are ids of findings, `idle` places of actions that answer none."""

    findings: list[AnsweredFinding]
    actions: list[PlannedAction]
    unanswered: list[str]
    idle: list[int]


def coverage(findings: Sequence[Finding], plan: Document) -> Coverage:
    """How the actions of `plan` answer what a report with these findings asks to be put right.

    Passages that only repeat a finding are no actions; nor is prose that answers nothing.
    """
    asked = points(list(findings))
    actions, scores = _answering(asked, read_actions(plan))
    answered = [_finding(each, at, actions, scores) for at, each in enumerate(asked)]
    planned = [_action(each, scores[at], asked) for at, each in enumerate(actions)]
    return Coverage(
        findings=answered,
        actions=planned,
        unanswered=[each.id for each in answered if not each.answers],
        idle=[at for at, each in enumerate(planned) if not each.answers],
    )


def _answering(asked: Sequence[Finding], read: Sequence[Action]) -> tuple[list[Action], Vectors]:
    """The actions that count, and their likeness to the findings, (actions, findings); zero where it is no answer."""
    texts = [point.text for point in asked]
    own = [action for action in read if not _repeats(action.text, texts)]
    scores = likeness([PLAN_WORDS.sub(" ", action.text) for action in own], texts)
    quoted = likeness([action.quoted or "" for action in own], texts)
    scores = np.maximum(scores, quoted)
    best = scores.max(axis=1, keepdims=True, initial=0)
    scores = np.where((scores >= ANSWERS) & (scores >= BESIDE * best), scores, 0)
    kept = [at for at, action in enumerate(own) if action.printed or scores[at].any()]
    return [own[at] for at in kept], scores[kept]


def _repeats(text: str, findings: Sequence[str]) -> bool:
    plain = normalise(text)
    if any(plain and plain in normalise(each) for each in findings):
        return True
    return bool((likeness([text], findings) >= SAME).any())


def _finding(point: Finding, at: int, actions: Sequence[Action], scores: Vectors) -> AnsweredFinding:
    order = [row for row in np.argsort(-scores[:, at], kind="stable") if scores[row, at] > 0]
    answers = [_answer(int(row), actions[row], point.text, float(scores[row, at])) for row in order]
    return AnsweredFinding(id=point.id, text=point.text, label=point.label, page=point.page, answers=answers)


def _answer(row: int, action: Action, finding: str, score: float) -> Answer:
    reasons = why(finding, action.text, score)
    if action.quoted and likeness([action.quoted], [finding])[0, 0] >= score - 1e-6:
        reasons = [f"printed beside “{action.quoted}”", *reasons]
    return Answer(action=row, score=round(score, 2), reasons=reasons)


def _action(action: Action, scores: Vectors, asked: Sequence[Finding]) -> PlannedAction:
    return PlannedAction(
        text=action.text,
        page=action.page,
        start=action.start,
        end=action.end,
        owner=action.fields.owner,
        due=action.fields.due,
        due_on=action.due,
        status=action.fields.status,
        answers=[point.id for point, score in zip(asked, scores, strict=True) if score > 0],
    )
