"""What is typed into the editor may be anything: it gets a sentence, and the site goes on
meanwhile.
"""

from __future__ import annotations

import random
import time

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import User
from organisations.seed import seed_organisations
from tests.turns import Turns
from tests.workflows.procedures import FOLDER, TEXT, changed
from workflows.definition import Definition, DefinitionFaults, load
from workflows.procedure import definition_check, definition_check_apart, publishing
from workflows.procedure.inspection import from_text, inspect

pytestmark = pytest.mark.once

NOT_YAML = {
    "brackets": "[" * 900,
    "more brackets": "[" * 20_000,
    "braces": "{a: " * 900,
    "dashes": "- " * 900 + "x",
    "questions": "? " * 900 + "x",
    "a long list": "[" + "1," * 60_000 + "1]",
    "lines": "a:\n" * 20_000,
    "stairs": "".join(" " * step + f"k{step}:\n" for step in range(600)),
    "a nul": "a: \x00",
    "anchors": "&a " * 500,
    "an object": "!!python/object:os.system x",
    "a number": "9" * 4400,
    "documents": "---\n" * 500,
    "nothing": "",
}
NUMBERS = [
    "9" * 4400,
    "1e999",
    ".inf",
    ".nan",
    "-" + "9" * 4400,
    "0x" + "f" * 5000,
    "1_" + "0" * 4400,
    "9" * 30,
]
SNIPPETS = [
    "[" * 950,
    "{" * 950,
    "9" * 4400,
    "&a [*a]",
    "*b",
    "\t",
    "\x00",
    "!!binary x",
    "? ",
    "'",
    '"',
    ".nan",
    "-.inf",
    "\ud800",
    "\u2028",
    ": ",
    "- ",
    "\n",
    "#",
    "%",
    "@",
    "`",
    "null",
    "~",
    "2026-13-45",
]


@pytest.mark.parametrize("name", NOT_YAML)
def test_what_is_no_definition_gets_a_sentence(name: str) -> None:
    with pytest.raises(DefinitionFaults) as faults:
        load(NOT_YAML[name])
    assert all(finding.message_vi and finding.line for finding in faults.value.findings)


@pytest.mark.parametrize("number", NUMBERS, ids=range(len(NUMBERS)))
@pytest.mark.parametrize(
    "place", ["max_length: ", "valid_from: ", "hours: ", "title: ", "amount: ", "max: "]
)
def test_a_number_of_any_length_gets_a_sentence(place: str, number: str) -> None:
    before, _place, after = TEXT.partition(place)
    text = before + place + number + after[after.index("\n") :]
    try:
        definition_check.read(text, "procedure.yaml")
    except DefinitionFaults as faults:
        assert all(finding.message_vi for finding in faults.findings)


def test_the_reader_of_definitions_never_breaks() -> None:
    """A fuzz with a fixed seed: shipped text, cut, doubled, and with hostile pieces put in."""
    dice = random.Random(13)
    for _try in range(150):
        start, end = sorted(dice.sample(range(len(TEXT)), 2))
        piece = dice.choice([dice.choice(SNIPPETS), TEXT[start : start + 200], ""])
        text = TEXT[:start] + piece + TEXT[min(end, start + dice.choice([0, 5, 400])) :]
        try:
            definition_check.read(text, "procedure.yaml")
        except DefinitionFaults:
            continue


@pytest.fixture
def editor(db: None) -> str:
    seed_organisations()
    return reverse("admin:workflows_definition_edit", args=[publishing.publish(FOLDER).pk])


@pytest.fixture
def administrator(client: Client, db: None) -> Client:
    client.force_login(User.objects.create_superuser("quan-tri", "", "mat-khau-rat-dai"))
    return client


def test_a_costly_condition_is_refused_by_the_editor_and_not_tried_out(
    administrator: Client, editor: str
) -> None:
    costly = (
        "".join(f"[{','.join('0' * 10)}].all(x{level}, " for level in range(10)) + "true" + ")" * 10
    )
    text = TEXT.replace(
        "  sections:\n    - block:", f"  sections:\n    - show_when: '{costly}'\n      block:", 1
    )
    assert text != TEXT
    began = time.process_time()
    page = administrator.post(editor, {"the-source": text, "do-check": "1"}).content.decode()
    assert "có thể làm máy chủ đứng lại" in page and "show_when" in page
    assert time.process_time() - began < 5, "of this process's own time: the work was done apart"


def test_checking_what_bursts_leaves_others_their_time(
    administrator: Client, editor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(definition_check_apart, "SECONDS", 1)
    with Turns() as turns:
        page = administrator.post(
            editor, {"the-source": "[" + "1," * 240_000 + "1]", "do-check": "1"}
        )
    assert "nhiều thời gian hoặc bộ nhớ hơn mức một trang được dùng" in page.content.decode()
    assert turns.count > 50


def test_a_definition_of_too_many_parts_is_refused(administrator: Client, editor: str) -> None:
    many = "".join(
        f"        - {{id: q{number}, kind: text, label: {{vi: Câu hỏi}}}}\n"
        for number in range(600)
    )
    text = TEXT.replace("      fields:\n", f"      fields:\n{many}", 1)
    page = administrator.post(editor, {"the-source": text, "do-check": "1"}).content.decode()
    assert "một thủ tục có nhiều nhất 500" in page


@pytest.mark.django_db
def test_apart_and_here_find_the_same() -> None:
    seed_organisations()
    for text in (
        TEXT,
        changed(("role: clerk", "role: clark")),
        "title: [",
        TEXT.replace("kind: text", "kind: txt"),
    ):
        here, apart = inspect(from_text(text)), inspect(from_text(text), definition_check_apart)
        assert here.findings == apart.findings and here.definition == apart.definition
        assert isinstance(apart.definition, Definition | None)
