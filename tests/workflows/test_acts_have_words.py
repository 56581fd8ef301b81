"""Every act of the journal is said in plain Vietnamese, and it is decided who hears of it.

The acts are those that the code declares (`workflows.journal.act_kinds`): a new one makes this test
red until it has a place in HEARD below and, where it is told, a template in notifications/.
"""

from __future__ import annotations

import inspect
import re
import unicodedata
from pathlib import Path
from typing import TypedDict

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy

from notifications import wording
from workflows import actions
from workflows.journal import act_kinds
from workflows.journal.act_kinds import Told
from workflows.journal.entries import act_label

ROOT = Path(__file__).parents[2]

APPLICANT, OFFICERS, NOBODY = Told.APPLICANT, Told.OFFICERS, Told.NOBODY
#: Who is written to about an act. An act that is told to nobody is seen in the journal.
HEARD = {
    **dict.fromkeys(
        ("submit", "accept", "ask_supplement", "refuse_reception", "supply", "withdraw"), APPLICANT
    ),
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
    **dict.fromkeys(
        ("lengthen", "ask_payment", "paid", "exempt", "refund_due", "refund", "keep_payment"),
        APPLICANT,
    ),
    **dict.fromkeys(
        ("near_due", "overdue", "remind", "unheard", "step_late", "no_answer", "amend"), OFFICERS
    ),
    **dict.fromkeys(
        ("claim", "release", "give_back", "reassign", "forward", "send_back", "approve", "refuse"),
        NOBODY,
    ),
    **dict.fromkeys(("hold", "release_hold"), NOBODY),
    **dict.fromkeys(("opinion", "recompute", "allow_again", "reply"), NOBODY),
    **dict.fromkeys(("council_visit", "grant_ends_soon", "grant_ended"), APPLICANT),
    **dict.fromkeys(
        ("council_appoint", "council_vote", "council_close", "open_ex_officio"), NOBODY
    ),
    "ask_office": OFFICERS,
    "answer_applicant": APPLICANT,
    **dict.fromkeys(("ask_rating", "answer_rating"), APPLICANT),
    "rate_badly": OFFICERS,
    "rate": NOBODY,
    **dict.fromkeys(("link_question", "note"), NOBODY),
    **dict.fromkeys(("migrate", "migrate_back", "bring_back", "mandate_ended"), NOBODY),
}
#: What the applicant reads in their timeline; of all other acts they see nothing there.
IN_THE_TIMELINE = {act for act, who in HEARD.items() if who == APPLICANT} - {
    "answer_applicant",
    "ask_rating",
    "answer_rating",
} | {
    *("forward", "approve", "refuse", "recompute", "overdue", "reply", "amend", "mandate_ended"),
}


KINDS = {kind.name: kind for kind in act_kinds.declared()}


@pytest.mark.parametrize("act", sorted(KINDS))
def test_an_act_has_a_vietnamese_name(act: str) -> None:
    label = act_label(act)
    assert label[0].isupper() and "_" not in label and label.lower() != act
    assert re.search(r"[^\x00-\x7f]", label), f"“{label}” is not Vietnamese"
    assert unicodedata.is_normalized("NFC", label)


def test_it_is_decided_who_hears_of_each_act() -> None:
    assert {name: kind.told for name, kind in KINDS.items()} == HEARD
    assert {name for name, kind in KINDS.items() if kind.in_timeline} == IN_THE_TIMELINE


@pytest.mark.parametrize("act", sorted(name for name in KINDS if act_kinds.is_told(name)))
def test_what_is_told_has_its_letter(act: str) -> None:
    letter = (ROOT / f"notifications/templates/notifications/{act}.txt").read_text()
    assert len(letter.strip().splitlines()) >= 3, "a subject, a blank line, the text"


@pytest.fixture
def declared_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test declares is forgotten after it."""
    monkeypatch.setattr(act_kinds, "_DECLARED", dict(act_kinds._DECLARED))


@pytest.mark.usefixtures("declared_anew")
def test_a_site_does_not_start_with_an_act_that_is_told_without_words() -> None:
    act_kinds.declare("lend", gettext_lazy("Cho mượn hồ sơ"), told=Told.APPLICANT)
    with pytest.raises(
        ImproperlyConfigured, match=r"'lend' is told and has no notifications/lend\.txt"
    ):
        wording.refuse_without_letters()


@pytest.mark.usefixtures("declared_anew")
def test_two_acts_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="'submit' is declared twice"):
        act_kinds.declare("submit", gettext_lazy("Nộp"), told=Told.NOBODY)


@pytest.mark.usefixtures("declared_anew")
def test_an_entry_carries_what_its_act_declares_and_nothing_else() -> None:
    class Shelf(TypedDict):
        shelf: str

    lent = act_kinds.declare(
        "lend", gettext_lazy("Cho mượn hồ sơ"), told=Told.NOBODY, carries=(Shelf,)
    )
    lent.check(["shelf", "request", "instead_of", "timer"])
    with pytest.raises(act_kinds.UndeclaredAct, match=r"'lend' carries \['box'\]"):
        lent.check(["shelf", "box"])


def test_a_name_nobody_gave_is_never_shown_raw() -> None:
    assert act_label("some_new_act") == "Việc khác"


#: They do what they can, and are refused by nobody.
NEVER_REFUSED = {"give_back", "grant_day_has_come", "is_movable", "reorganise"}


@pytest.mark.parametrize("name", sorted(set(actions.__all__) - NEVER_REFUSED))
def test_an_act_says_what_it_raises(name: str) -> None:
    """Its docstring names each error that stands in its own body; those of the beats it knows from
    them.
    """
    act = getattr(actions, name)
    said = inspect.getdoc(act) or ""
    assert "aises " in said, f"{name}: say which of workflows.errors it raises"
    own = set(
        re.findall(r"raise (NoRight|WrongState|Incomplete|AlreadyDone)\b", inspect.getsource(act))
    )
    assert [error for error in sorted(own) if error not in said] == []
