"""Briefings as Word documents: an authority, or a theme across all public reports."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from findings.api.deps import Reading
from findings.api.routes.authorities import AuthorityName
from findings.reason.briefing import Briefing, of_authority, of_theme
from findings.reason.briefing_docx import to_docx

router = APIRouter(tags=["briefing"])

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ThemeName = Annotated[str, Path(max_length=200, pattern=r"^[^\x00]*$", examples=["planning"])]


class WordFile(Response):
    """A Word document."""

    media_type = WORD


@router.get("/authorities/{name}/briefing.docx", response_class=WordFile)
def brief_on_authority(request: Request, session: Reading, name: AuthorityName) -> Response:
    """A briefing on an authority: its reports, what they asked for, what became of it, with quotations and pages."""
    return _file(of_authority(session, name), request)


@router.get("/themes/{theme}/briefing.docx", response_class=WordFile)
def brief_on_theme(request: Request, session: Reading, theme: ThemeName) -> Response:
    """A briefing on a theme: how often it is found and where, and the newest findings of each label."""
    return _file(of_theme(session, theme), request)


def _file(briefing: Briefing, request: Request) -> Response:
    content = to_docx(briefing, str(request.base_url).rstrip("/"))
    return WordFile(content, headers={"Content-Disposition": 'attachment; filename="briefing.docx"'})
