"""3.000181: wishes in order, checked by the school of the first, decided for the whole round at once,
confirmed by the family, moved up the waiting list, enrolled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from documents.models import Document
from documents.storage import read_pdf
from organisations.models import User
from portal.demo.load import settle
from tests.procedures.admissions import FIRST, OTHER, Admissions, admissions, answers
from tests.procedures.walking import decide, filed, item, now, open_items, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.applicant.supplements import Missing
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier


@pytest.fixture
def place(db: Any) -> Iterator[Admissions]:
    with admissions() as here:
        yield here


def applied(place: Admissions, **changes: Any) -> Dossier:
    return filed(place.version, place.mother, answers(**changes))


def together(dossier: Dossier, step: str, who: User, outcome: str, **values: Any) -> Dossier:
    """The act over all, on this one of them; what is owed is done."""
    actions.decide_together(item(dossier, step), who, outcome, values)
    settle()
    return now(dossier)


def checked(place: Admissions, dossier: Dossier) -> Dossier:
    dossier = together(dossier, "registered", place.director, "close")
    said = {name: dossier.answers[name] for name in ("priority", "prize", "direct")}
    return decide(dossier, "check", place.teacher, "sound", **said)


def seat(programme: str, name: str, rank: int) -> dict[str, Any]:
    return {"programme": programme, "programme_name": name, "rank": rank}


EAHLEO = seat("eahleo", "THPT Ea H'Leo", 2)
BMT = seat("bmt", "THPT Buôn Ma Thuột", 1)


def steps(dossier: Dossier) -> list[tuple[str, str]]:
    return [(one.step, one.authority.slug if one.authority else "") for one in open_items(dossier)]


def test_from_the_wishes_to_the_seat_by_way_of_the_waiting_list(place: Admissions) -> None:
    dossier = applied(place)
    assert dossier.deciding.slug == "sgddt-daklak"
    assert steps(dossier) == [("registered", "sgddt-daklak")]
    dossier = checked(place, dossier)
    assert steps(dossier) == [("result", "sgddt-daklak")]
    dossier = together(dossier, "result", place.director, "admit", **EAHLEO)
    text = pdf_text(read_pdf(Document.objects.get(kind="GBTT")))
    for words in ("Y Khoa Niê", "THPT Ea H'Leo", "Lê Văn Sơn", "Tuyển sinh lớp 10"):
        assert words in text, words
    actions.reply(dossier, place.mother, {"answer": "accept_wait"})
    assert steps(now(dossier)) == [("waiting", "sgddt-daklak")]
    dossier = together(dossier, "waiting", place.director, "move_up", **BMT)
    latest = Document.objects.filter(kind="GBTT").order_by("pk").last()
    assert latest is not None and "THPT Buôn Ma Thuột" in pdf_text(read_pdf(latest))
    actions.reply(now(dossier), place.mother, {"answer": "accept"})
    assert steps(now(dossier)) == [("enrol", FIRST)]
    with pytest.raises(NoRight):
        decide(dossier, "enrol", place.other_teacher, "enrolled")
    dossier = decide(dossier, "enrol", place.teacher, "enrolled")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "GRANTED")
    assert place.doors.heard == [("filed", dossier.code)]
    assert entries.verify(dossier) is None


def test_who_waits_in_vain_enrols_where_they_were_admitted(place: Admissions) -> None:
    dossier = together(checked(place, applied(place)), "result", place.director, "admit", **EAHLEO)
    actions.reply(dossier, place.mother, {"answer": "accept_wait"})
    dossier = together(dossier, "waiting", place.director, "end")
    assert steps(dossier) == [("enrol", OTHER)]


@pytest.mark.parametrize("later", [True, False])
def test_who_was_not_admitted_gets_a_seat_later_or_the_reason(
    place: Admissions, later: bool
) -> None:
    dossier = checked(place, applied(place))
    with pytest.raises(Incomplete, match="lý do"):
        together(dossier, "result", place.director, "not_admit")
    reason = "Điểm xét tuyển 21,50, thấp hơn điểm chuẩn của cả hai nguyện vọng."
    dossier = together(dossier, "result", place.director, "not_admit", reason=reason)
    if later:
        dossier = together(dossier, "unplaced", place.director, "admit", **EAHLEO)
        actions.reply(dossier, place.mother, {"answer": "accept"})
        assert steps(now(dossier)) == [("enrol", OTHER)]
        return
    dossier = together(dossier, "unplaced", place.director, "end")
    assert (dossier.legal_status, dossier.decision) == (Status.RETURNED, "REFUSED")
    text = " ".join(pdf_text(read_pdf(Document.objects.get(kind="TB"))).split())
    assert reason in text and "1. THPT Buôn Ma Thuột; 2. THPT Ea H'Leo" in text


def test_who_declines_is_done(place: Admissions) -> None:
    dossier = together(checked(place, applied(place)), "result", place.director, "admit", **BMT)
    actions.reply(dossier, place.mother, {"answer": "decline"})
    assert now(dossier).legal_status == Status.RETURNED and not open_items(dossier)


def test_wishes_change_until_the_window_closes_and_the_first_says_who_checks(
    place: Admissions,
) -> None:
    dossier = applied(place)
    actions.amend(dossier, place.mother, {"wishes": ["eahleo", "bmt"]})
    assert place.doors.heard[-1] == ("amended", dossier.code)
    place.doors.takes = {"submit"}
    with pytest.raises(WrongState, match="hết hạn"):
        actions.amend(now(dossier), place.mother, {"wishes": ["bmt"]})
    dossier = together(dossier, "registered", place.director, "close")
    assert steps(dossier) == [("check", OTHER)]
    with pytest.raises(WrongState, match="qua bước"):
        actions.amend(dossier, place.mother, {"phone": "0905999888"})


def test_nothing_is_filed_outside_of_the_window(place: Admissions) -> None:
    place.doors.takes = set()
    with pytest.raises(WrongState, match="hết hạn"):
        applied(place)
    assert not Dossier.objects.exists()


def test_points_are_checked_by_two_people(place: Admissions) -> None:
    file = paper(place.mother)
    dossier = applied(place, priority="3", priority_papers=[file])
    dossier = checked(place, dossier)
    assert steps(dossier) == [("second_check", FIRST)]
    with pytest.raises(NoRight, match="thẩm định"):
        decide(dossier, "second_check", place.teacher, "agree")
    dossier = decide(dossier, "second_check", place.second, "agree")
    assert steps(dossier) == [("result", "sgddt-daklak")]


def test_a_supplement_names_what_is_asked(place: Admissions) -> None:
    dossier = applied(place, priority="3", priority_papers=[paper(place.mother)])
    dossier = together(dossier, "registered", place.director, "close")
    values = {"priority": "3", "prize": "none", "direct": "none"}
    missing = [Missing("paper:priority_papers", "Ảnh mờ, không đọc được.")]
    actions.decide(item(dossier, "check"), place.teacher, "supplement", values, missing=missing)
    dossier = now(dossier)
    assert dossier.legal_status == Status.SUPPLEMENT_ASKED
    given = {**dossier.answers, "priority_papers": [paper(place.mother)]}
    with pytest.raises(WrongState, match="nguyện vọng"):
        actions.supply(dossier, place.mother, {**given, "wishes": ["eahleo"]})
    actions.supply(dossier, place.mother, given)
    assert steps(now(dossier)) == [("check", FIRST)]


def test_who_may_not_take_part_gets_the_reason_in_writing(place: Admissions) -> None:
    dossier = together(applied(place), "registered", place.director, "close")
    reason = "Học sinh chưa tốt nghiệp trung học cơ sở."
    said = {"priority": "none", "prize": "none", "direct": "none"}
    decide(dossier, "check", place.teacher, "not_eligible", reason, **said)
    dossier = decide(dossier, "sign_ineligible", place.director, "refuse")
    assert (dossier.legal_status, dossier.decision_reason) == (Status.RETURNED, reason)
    assert reason in pdf_text(read_pdf(Document.objects.get(kind="TB")))


def test_no_seat_no_notice(place: Admissions) -> None:
    dossier = checked(place, applied(place))
    with pytest.raises(Incomplete, match="nơi trúng tuyển"):
        together(dossier, "result", place.director, "admit")
