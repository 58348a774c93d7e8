"""What reviewers look at together: how far they agree, what to settle, likely slips, decisions without a finding."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from findings.api.deps import Actor, Reading, Store
from findings.errors import Code, FindingsError
from findings.review.agreement import agreement, disagreements
from findings.review.corrections import correct
from findings.review.orphans import orphans
from findings.review.slips import slips
from findings.review.values import CorrectionIn
from findings.schemas import Label
from findings.taxonomy import taxonomy
from findings.web.pages.review_form import Sent
from findings.web.templating import render

router = APIRouter(prefix="/ui/review")

# Landis and Koch (1977); a reader wants a word beside a coefficient, and this is the one that is known.
GRADES = ((0.8, "almost perfect"), (0.6, "substantial"), (0.4, "moderate"), (0.2, "fair"), (0.0, "slight"))


def in_a_word(coefficient: float | None) -> str:
    """What a coefficient of agreement is commonly called."""
    if coefficient is None:
        return "cannot be told yet"
    return next((word for least, word in GRADES if coefficient >= least), "worse than chance")


@router.get("/agreement")
def show_agreement(request: Request, session: Reading) -> Response:
    """How far reviewers agree, and how far the suggestion pulls them."""
    return render(request, "review_agreement.html", {"found": agreement(session), "in_a_word": in_a_word})


@router.get("/disagreements")
def show_disagreements(request: Request, session: Reading) -> Response:
    """What reviewers read differently, to be settled by key."""
    context = {"items": disagreements(session), "labels": taxonomy().labels}
    return render(request, "review_disagreements.html", context)


@router.get("/slips")
def show_slips(request: Request, session: Reading) -> Response:
    """Decisions that look like slips, to be settled by key."""
    return render(request, "review_slips.html", {"items": slips(session), "labels": taxonomy().labels})


@router.get("/orphans")
def show_orphans(request: Request, session: Reading) -> Response:
    """Decisions whose finding is in no reading of its report any more."""
    return render(request, "review_orphans.html", {"items": orphans(session)})


@router.post("/settle")
def settle(store: Store, actor: Actor, sent: Sent) -> Response:
    """Settle a finding's label without script, and go back to the list that it was on."""
    label, finding, back = (sent.get(name, [""])[0] for name in ("label", "finding", "back"))
    if label not in set(Label):
        raise FindingsError(Code.INVALID, f"There is no label {label[:80]!r}; go back and choose one.")
    correct(store, finding, CorrectionIn(label=Label(label), adjudicates=True), actor=actor)
    page = "slips" if back == "slips" else "disagreements"
    return RedirectResponse(f"/ui/review/{page}", status_code=303)
