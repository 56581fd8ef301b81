"""The settings of the tests fail a page that prints a name nobody gave it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.template import Context, engines
from django.template.base import Origin, Template

from tests.template_names import HOUSE, UnknownName

OURS, THEIRS = HOUSE / "portal/templates/page.html", HOUSE / ".venv/lib/django/page.html"


def drawn(text: str, at: Path = OURS) -> str:

    return Template(text, Origin(str(at)), engine=engines["django"].engine).render(
        Context({"person": {"name": "Hường"}})
    )


@pytest.mark.parametrize(
    "text", ["{{ persn.name }}", "{{ person.nam|upper }}", "{% if 1 %}{{ x }}{% endif %}"]
)
def test_a_name_that_nobody_gave_is_a_fault(text: str) -> None:
    with pytest.raises(UnknownName, match=r"portal/templates/page\.html"):
        drawn(text)


def test_what_is_given_asked_about_or_has_a_way_out_is_none() -> None:
    assert (
        drawn("{{ person.name }}{{ heading|default:'h2' }}{% if x %}a{% else %}b{% endif %}")
        == "Hườngh2b"
    )


def test_templates_of_others_may_leave_names_out() -> None:
    assert drawn("a{{ persn.name }}b", THEIRS) == "ab"
