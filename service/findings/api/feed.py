"""Findings as an Atom feed, so that whoever follows a search hears of new ones."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement, tostring

from findings.store.saved import News
from findings.taxonomy import taxonomy

ATOM = "http://www.w3.org/2005/Atom"
NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def feed(news: Sequence[News], *, title: str, site: str, own: str) -> bytes:
    """The feed of `news`; `site` is the service's address without a slash at its end, `own` the feed's path."""
    root = Element("feed", xmlns=ATOM)
    _text(root, "id", site + own)
    _text(root, "title", title)
    _text(root, "updated", max((each.added for each in news), default=NEVER).isoformat())
    SubElement(root, "link", rel="self", href=site + own)
    SubElement(_child(root, "author"), "name").text = "Findings"
    for each in news:
        _entry(root, each, site)
    written: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def _entry(root: Element, news: News, site: str) -> None:
    finding, report, entry = news.finding, news.finding.report, _child(root, "entry")
    about = report.authority or report.title or "Unknown authority"
    _text(entry, "id", f"urn:findings:finding:{finding.id}")
    _text(entry, "title", f"{about}: {taxonomy().labels[finding.label].name.lower()}")
    _text(entry, "updated", news.added.isoformat())
    SubElement(entry, "link", href=f"{site}/ui/reports/{report.id}#f-{finding.id}")
    for tag in finding.themes:
        SubElement(entry, "category", term=tag.id, label=taxonomy().name_of(tag.id))
    _text(entry, "summary", f"{finding.text} (page {finding.page}, {finding.confidence:.0%} sure)")


def _child(parent: Element, name: str) -> Element:
    return SubElement(parent, name)


def _text(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = "".join(char for char in text if char.isprintable() or char == "\n")
