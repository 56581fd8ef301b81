"""Every act of the journal is said in plain Vietnamese, and it is decided who hears of it.

The acts are read out of the source, so that a new one makes this test red until it has: a label in
`workflows.journal.ACT_LABELS`, a place in HEARD below, and, where it is told, a template in notifications/.
"""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest

from notifications import recording
from portal import standing
from workflows.actions.deciding import CONSEQUENCES
from workflows.journal import ACT_LABELS, act_label
from workflows.models import Timer

ROOT = Path(__file__).parents[2]
PRODUCT = ("workflows", "documents", "registers", "payments", "notifications", "privacy", "operation", "portal")

APPLICANT, OFFICERS, NOBODY = "the applicant", "the officers who have it before them", "nobody"
#: Who is written to about an act. An act that is told to nobody is seen in the journal.
HEARD = {
    **dict.fromkeys(("submit", "accept", "ask_supplement", "refuse_reception", "supply", "withdraw"), APPLICANT),
    **dict.fromkeys(
        (
            "issue",
            "return_result",
            "stop",
            "extend",
            "apologise",
            "hand_over",
            "reorganise",
            "revoke",
            "lapse",
            "no_reply",
        ),
        APPLICANT,
    ),
    **dict.fromkeys(("lengthen", "ask_payment", "paid", "exempt", "refund_due", "refund", "keep_payment"), APPLICANT),
    **dict.fromkeys(("near_due", "overdue", "remind", "unheard", "step_late", "no_answer"), OFFICERS),
    **dict.fromkeys(("claim", "release", "give_back", "reassign", "forward", "send_back", "approve", "refuse"), NOBODY),
    **dict.fromkeys(("hold", "release_hold"), NOBODY),
    **dict.fromkeys(("opinion", "recompute", "allow_again", "reply"), NOBODY),
    **dict.fromkeys(("council_visit", "grant_ends_soon", "grant_ended"), APPLICANT),
    **dict.fromkeys(("council_appoint", "council_vote", "council_close", "open_ex_officio"), NOBODY),
    **dict.fromkeys(("migrate", "migrate_back", "bring_back"), NOBODY),
}
#: What the applicant reads in his timeline; of all other acts he sees nothing there (portal.standing.INTERNAL).
IN_THE_TIMELINE = {act for act, who in HEARD.items() if who == APPLICANT} | {
    *("forward", "approve", "refuse", "recompute", "overdue", "reply"),
}


def written() -> Iterator[tuple[str, str]]:
    """(act, place) of every `….record("act", …)` and `journal.append(dossier, "act", …)` in the product's source."""
    for path in sorted(path for app in PRODUCT for path in (ROOT / app).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            given = _act_given(node) if isinstance(node, ast.Call) else None
            if isinstance(given, ast.Constant) and isinstance(given.value, str):
                yield given.value, f"{path.relative_to(ROOT)}:{node.lineno}"


def _act_given(call: ast.Call) -> ast.expr | None:
    """The argument that names the act, of a call that writes an entry."""
    if isinstance(call.func, ast.Name) and call.func.id == "go_on":
        return call.args[2]
    if not isinstance(call.func, ast.Attribute):
        return None
    if call.func.attr == "record" and call.args:
        return call.args[0]
    is_journal = isinstance(call.func.value, ast.Name) and call.func.value.id == "journal"
    return call.args[1] if is_journal and call.func.attr == "append" and len(call.args) > 1 else None


def all_acts() -> dict[str, str]:
    """Every act → where it is written."""
    warnings = {Timer.Kind.NEAR_DUE, Timer.Kind.OVERDUE}  # of a whole dossier: recorded under their own name
    found = {kind.lower(): "workflows/actions/by_itself.py" for kind in warnings}
    return {**found, **dict.fromkeys(CONSEQUENCES, "an outcome of a step"), **dict(written())}


ACTS = all_acts()


def test_the_source_is_read() -> None:
    assert {"submit", "accept", "opinion", "issue", "return_result", "recompute", "no_answer", "overdue"} <= set(ACTS)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_has_a_vietnamese_name(act: str) -> None:
    assert act in ACT_LABELS, f"{act} ({ACTS[act]}): give it a label in workflows/journal.py"
    label = act_label(act)
    assert label[0].isupper() and "_" not in label and label.lower() != act
    assert re.search(r"[^\x00-\x7f]", label), f"“{label}” is not Vietnamese"
    assert unicodedata.is_normalized("NFC", label)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_it_is_decided_who_hears_of_an_act(act: str) -> None:
    assert act in HEARD, f"{act} ({ACTS[act]}): say in HEARD who is written to, and in IN_THE_TIMELINE who reads it"
    told = {APPLICANT: recording.ACTS, OFFICERS: recording.OFFICE_ACTS}
    for who, acts in told.items():
        assert (act in acts) == (HEARD[act] == who), f"{act} is for {HEARD[act]}: see notifications/recording.py"
    assert (act in standing.INTERNAL) == (act not in IN_THE_TIMELINE), f"{act}: see portal/standing.py INTERNAL"


@pytest.mark.parametrize("act", sorted(recording.ACTS | recording.OFFICE_ACTS))
def test_what_is_told_has_its_letter(act: str) -> None:
    letter = (ROOT / f"notifications/templates/notifications/{act}.txt").read_text()
    assert len(letter.strip().splitlines()) >= 3, "a subject, a blank line, the text"


def test_a_name_nobody_gave_is_never_shown_raw() -> None:
    assert act_label("some_new_act") == "Việc khác"
