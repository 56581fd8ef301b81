"""2.002854: a pupil moves; the receiving principal decides, the present school is asked, the family
gets a paper.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Document
from documents.storage import read_pdf
from portal.office.dossier.papers import papers_of
from tests.portal.conftest import visiting
from tests.procedures.schools import NEW, OLD, Schools, answers, make_schools
from tests.procedures.walking import decide, filed, item, now, officer, open_items, paper
from tests.reading import as_read, pdf_text
from workflows import actions
from workflows.background import due_timers
from workflows.errors import ActRefused, Incomplete, NoRight
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Opinion
from workflows.reading_rights import Reader

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột


@pytest.fixture
def schools() -> Schools:
    return make_schools()


def asked(schools: Schools, **changes: Any) -> Dossier:
    """Filed and received."""
    return decide(
        filed(schools.version, schools.mother, answers(**changes)),
        "receive",
        schools.office,
        "accept",
    )


def released(schools: Schools, dossier: Dossier) -> Dossier:
    said = {"releases": True, "handed_over": "electronic"}
    principal, files = schools.old_principal, [paper(schools.old_principal)]
    actions.give_opinion(
        item(dossier, "ask_release"), principal, "Đồng ý cho chuyển.", values=said, files=files
    )
    return now(dossier)


def test_from_one_school_to_another_of_the_province(schools: Schools) -> None:
    dossier = released(schools, asked(schools))
    decide(dossier, "appraise", schools.teacher, "propose", note="Đủ điều kiện.")
    decide(dossier, "sign", schools.principal, "approve")
    decide(
        dossier,
        "place",
        schools.teacher,
        "placed",
        class_name="11A3",
        starts_on="2026-11-30",
        teacher="Cô Hoa",
    )
    dossier = decide(dossier, "seal", schools.office, "seal")
    assert dossier.legal_status == Status.RETURNED and dossier.decision == "GRANTED"
    assert dossier.deciding.slug == NEW and dossier.code.startswith("H15.50.01-")
    text = pdf_text(read_pdf(Document.objects.get(kind="TN-HS")))
    for words in (
        "Y Khoa Niê",
        "11A3",
        "30/11/2026",
        "Trường THPT Ngô Gia Tự",
        "Đặng Minh Trí",
        "HIỆU TRƯỞNG",
    ):
        assert words in text, words


def test_a_refusal_says_its_reason_on_paper(schools: Schools) -> None:
    dossier = released(schools, asked(schools))
    with pytest.raises(Incomplete):
        decide(dossier, "appraise", schools.teacher, "propose_refusal")
    reason = "Lớp học sinh xin vào đã đủ chỉ tiêu, không còn chỗ."
    decide(dossier, "appraise", schools.teacher, "propose_refusal", reason=reason)
    decide(dossier, "sign_refusal", schools.principal, "refuse")
    dossier = decide(dossier, "seal_refusal", schools.office, "seal")
    assert (dossier.legal_status, dossier.decision, dossier.decision_reason) == (
        Status.RETURNED,
        "REFUSED",
        reason,
    )
    assert reason in pdf_text(read_pdf(Document.objects.get(kind="TB")))


@pytest.mark.parametrize(
    ("changes", "case", "days"),
    [
        ({}, "in_province", 5),
        ({"origin": "other", "former_school": "THPT Pleiku, Gia Lai"}, "other_province", 8),
        ({"kind": "abroad", "former_school": "Berlin, Đức"}, "from_abroad", 8),
        ({"kind": "again", "former_school": "THPT Buôn Ma Thuột"}, "back_to_study", 5),
    ],
)
def test_each_case_has_its_own_time_limit(
    schools: Schools, changes: dict[str, Any], case: str, days: int
) -> None:
    """5 working days within the province and to return, 8 from elsewhere (QĐ 1130/QĐ-BGDĐT)."""
    sent = paper(schools.mother)
    needed = {"record": [sent]} if case != "in_province" else {}
    photo = {"photo": [sent]} if case == "from_abroad" else {}
    with time_machine.travel(MONDAY, tick=False):
        dossier = asked(schools, **changes, **needed, **photo)
    assert dossier.case == case and dossier.due_at is not None
    assert (
        timezone.localdate(dossier.due_at)
        == {5: dt.date(2026, 11, 23), 8: dt.date(2026, 11, 27)}[days]
    )
    steps = [one.step for one in open_items(dossier)]
    assert steps == (["ask_release"] if case == "in_province" else ["appraise"])


def test_a_silent_present_school_does_not_stop_the_family(schools: Schools) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(schools)
        assert [one.authority.slug for one in open_items(dossier) if one.authority] == [OLD]
        clock.shift(dt.timedelta(days=2))
        due_timers.fire()
        assert [one.step for one in open_items(now(dossier))] == ["appraise"]


def test_the_present_school_sees_the_dossier_and_decides_nothing(schools: Schools) -> None:
    dossier = released(schools, asked(schools))
    with pytest.raises(NoRight):
        decide(dossier, "appraise", schools.old_principal, "propose")
    decide(dossier, "appraise", schools.teacher, "propose")
    with pytest.raises(ActRefused):
        decide(dossier, "sign", schools.old_principal, "approve")


def test_nobody_approves_what_they_proposed(schools: Schools) -> None:
    """A principal of a small school who also looks at the records signs what somebody else looked
    at.
    """
    both = officer("kiem", "Lê Kiêm Nhiệm", NEW, "expert", "head")
    dossier = released(schools, asked(schools))
    decide(dossier, "appraise", both, "propose")
    with pytest.raises(NoRight):
        decide(dossier, "sign", both, "approve")


def test_no_class_no_paper(schools: Schools) -> None:
    dossier = released(schools, asked(schools))
    decide(dossier, "appraise", schools.teacher, "propose")
    decide(dossier, "sign", schools.principal, "approve")
    with pytest.raises(Incomplete, match="“Lớp”"):
        decide(dossier, "place", schools.teacher, "placed", class_name="", starts_on="")


def test_the_principal_sees_the_paper_with_dots_where_the_class_will_stand(
    schools: Schools,
) -> None:
    dossier = released(schools, asked(schools))
    decide(dossier, "appraise", schools.teacher, "propose")
    client = Client()
    client.force_login(schools.principal)
    answer = client.get(
        reverse("portal:preview", args=[item(dossier, "sign").pk]), {"outcome": "approve"}
    )
    assert answer["Content-Type"] == "application/pdf"
    text = pdf_text(answer.content)
    assert "Y Khoa Niê" in text and "Được xếp vào lớp …" in text


def test_a_paper_that_need_not_be_there_is_not_called_missing(schools: Schools) -> None:
    dossier = asked(schools)
    found = papers_of(Reader(schools.office).towards(dossier), dossier.flow_class.definition, "")
    assert {one.name.split()[0]: one.state for one in found.asked} == {
        "Đơn": "form",
        "Bảng": "optional",
        "Kế": "optional",
    }


def test_a_choice_that_decides_what_else_is_asked_draws_the_page_again(schools: Schools) -> None:
    """With JavaScript by itself, without by a button beside it."""
    client = Client()
    client.force_login(schools.mother)
    draft = Draft.objects.create(owner=schools.mother, version=schools.version)
    page = reverse("portal:draft", args=[draft.pk, "what"])
    first = as_read(client.get(page).text)
    assert 'name="origin"' not in first and 'value="transfer" data-reloads' in first
    drawn = as_read(client.post(page, {"kind": "transfer", "reload": "kind"}).text)
    assert 'name="origin"' in drawn and 'value="transfer" checked data-reloads' in drawn


def test_the_family_reads_that_the_present_school_was_asked_and_has_answered(
    schools: Schools,
) -> None:
    dossier = asked(schools)
    page = f"/ho-so/{dossier.code}/"
    timeline = visiting(schools.mother).get(page).text.split('class="timeline"')[1]
    assert timeline.index("Hỏi ý kiến: Trường THPT Ngô Gia Tự") < timeline.index("Tiếp nhận hồ sơ")
    assert "đã trả lời" not in timeline
    released(schools, dossier)
    timeline = visiting(schools.mother).get(page).text.split('class="timeline"')[1]
    assert timeline.index("Trường THPT Ngô Gia Tự đã trả lời") < timeline.index("Hỏi ý kiến")
    said = Opinion.objects.get(dossier=dossier)
    assert said.text not in timeline and schools.old_principal.full_name not in timeline


def test_what_the_principal_decided_is_called_as_it_is(schools: Schools) -> None:
    dossier = released(schools, asked(schools))
    decide(dossier, "appraise", schools.teacher, "propose")
    decide(dossier, "sign", schools.principal, "approve")
    page = visiting(schools.mother).get(f"/ho-so/{dossier.code}/").text
    assert "Tiếp nhận học sinh" in page.split('class="timeline"')[1] and "Ký duyệt" not in page
