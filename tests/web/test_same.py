"""What pages say often is made once, escaped as ever, and anew when the themes are others."""

from __future__ import annotations

from findings.taxonomy import LabelInfo, Taxonomy, loader, taxonomy
from findings.web.templating import same, templates


def test_it_is_made_once_and_escaped() -> None:
    macro = templates().env.from_string("{% macro named(text) %}<b>{{ text }}</b>{% endmacro %}").module.named  # type: ignore[attr-defined]
    assert same(macro, "<i>") == "<b>&lt;i&gt;</b>"
    assert same(macro, "<i>") is same(macro, "<i>")
    shown = templates().env.from_string("{{ same(macro, text) }}").render(same=same, macro=macro, text="<i>")
    assert shown == "<b>&lt;i&gt;</b>"


def test_it_is_made_anew_under_other_themes() -> None:
    macro = templates().env.get_template("_macros.html").module.label_tag  # type: ignore[attr-defined]
    before, now = same(macro, "strength"), taxonomy()
    other = Taxonomy("next", {"strength": LabelInfo("Praise", "")}, now.themes)
    with loader.using(other):
        assert "Praise" in same(macro, "strength")
    assert same(macro, "strength") == before
