"""The inbox of those who are asked: who, about what, by when; and of the dossier no more than the
question shows.
"""

from __future__ import annotations

import datetime as dt
import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organisations.seed import seed_organisations
from tests.people import person
from tests.portal.conftest import visiting
from tests.procedures.schools import BORN, OLD, Schools, answers, make_schools
from tests.procedures.walking import decide, filed, item, officer, paper
from tests.reading import as_read
from workflows import actions
from workflows.background import due_timers
from workflows.background.claim_next import claim_next
from workflows.models import Dossier, DossierFile, WorkItem
from workflows.procedure import publishing
from workflows.procedure.inspection import from_folder, inspect
from workflows.reports import queues

LIST = "/mot-cua/y-kien/"
MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)  # 8:30 in Buôn Ma Thuột
ANSWER = {"opinion": "Đồng ý cho chuyển.", "releases": "yes", "handed_over": "paper"}


@pytest.fixture
def schools(db: None) -> Schools:
    seed_organisations()
    return make_schools()


def asked(schools: Schools, **changes: object) -> Dossier:
    sent = paper(schools.mother)
    dossier = filed(schools.version, schools.mother, answers(record=[sent], **changes))
    return decide(dossier, "receive", schools.office, "accept")


def page_of(dossier: Dossier) -> str:
    return f"{LIST}{item(dossier, 'ask_release').pk}/"


def test_the_present_school_finds_the_question_and_answers_it(schools: Schools) -> None:
    dossier = asked(schools)
    client = visiting(schools.old_principal)
    assert LIST in client.get("/mot-cua/").text
    found = client.get(LIST).text
    for words in (
        "Hỏi trường đang học",
        "Y Khoa Niê",
        dossier.code,
        "Trường THPT Buôn Ma Thuột",
        "còn ",
    ):
        assert words in found, words
    task = item(dossier, "ask_release")
    assert client.get(f"/mot-cua/viec/{task.pk}/").url == page_of(dossier)
    answer = client.post(f"/mot-cua/viec/{task.pk}/y-kien/", ANSWER)
    assert answer.url == LIST
    assert "Không có ai đang chờ" in client.get(LIST).text
    assert "Đã trả lời" in client.get(f"{LIST}?loc=da-tra-loi").text
    shown = client.get(f"{LIST}{task.pk}/").text
    assert (
        "Đồng ý cho chuyển." in shown
        and "Giao bản giấy cho gia đình" in shown
        and "<textarea" not in shown
    )


def test_no_more_of_the_dossier_than_the_question_needs(schools: Schools) -> None:
    """The pupil and where he goes; not the mother's identity number, phone, mail and house, and
    none of her papers.
    """
    dossier = asked(schools)
    client = visiting(schools.old_principal)
    page = client.get(page_of(dossier)).text
    for words in ("Y Khoa Niê", f"02/03/{BORN[:4]}", "Lớp 11"):
        assert words in page, words
    for secret in ("066178004512", "0905", "lan@example.vn", "H&#x27;Lan", "H'Lan"):
        assert secret not in page, secret
    file = DossierFile.objects.get(dossier=dossier, field="record").file_id
    assert client.get(f"/tep/{file}/").status_code == 404
    assert client.get(f"/mot-cua/ho-so/{dossier.code}/").url == page_of(dossier)
    assert (
        client.post(f"/mot-cua/ho-so/{dossier.code}/gia-han/", {"reason": "x"}).status_code == 404
    )
    assert client.post("/mot-cua/tim/", {"q": dossier.code}).url == page_of(dossier)
    assert visiting(schools.office).get(f"/tep/{file}/").status_code == 200
    # her step has not come
    assert visiting(schools.teacher).get(f"/tep/{file}/").status_code == 404


def test_the_search_finds_the_question_by_the_code_of_its_letter_and_by_nothing_else(
    schools: Schools,
) -> None:
    dossier, other = asked(schools), asked(schools)
    client = visiting(schools.old_principal)
    for words in (dossier.code, f" {dossier.code.lower()} "):
        assert client.post("/mot-cua/tim/", {"q": words}).url == page_of(dossier)
    known = (
        "Y Khoa Niê",
        "H'Lan",
        "066178004512",
        "0905123456",
        dossier.code[:-1],
        dossier.code[-4:],
        "chuyển trường",
    )
    for words in known:
        found = client.post("/mot-cua/tim/", {"q": words})
        assert found.status_code == 200 and "Không tìm thấy hồ sơ nào" in found.text, words
        assert other.code not in found.text and "/y-kien/" not in found.text.replace(
            f'href="{LIST}"', ""
        )
    visiting(schools.old_principal).post(
        f"/mot-cua/viec/{item(dossier, 'ask_release').pk}/y-kien/", ANSWER
    )
    answered = WorkItem.objects.get(process=dossier, step="ask_release")
    assert client.post("/mot-cua/tim/", {"q": dossier.code}).url == f"{LIST}{answered.pk}/"
    for stranger in (
        officer("khac", "Người Khác", OLD, "expert"),
        officer("thu", "Thư", OLD, "receptionist"),
    ):
        assert (
            "Không tìm thấy hồ sơ nào"
            in visiting(stranger).post("/mot-cua/tim/", {"q": dossier.code}).text
        )


def test_an_open_question_is_counted_once_in_the_menu_and_links_tell_apart(
    schools: Schools,
) -> None:
    first, second = asked(schools), asked(schools)
    client = visiting(schools.old_principal)
    page = client.get("/mot-cua/").text
    # own, asked, queue
    assert [int(one) for one in re.findall(r'<span class="count">(\d+)', page)] == [0, 2, 0]
    assert "Hàng chờ trống." in client.get("/mot-cua/hang-cho/thpt-ngo-gia-tu/head/").text
    names = re.findall(r"<h2><a[^>]*>(.*?)</a></h2>", as_read(client.get(LIST).text), re.S)
    assert len(set(names)) == 2 and all(
        any(one.code in name for name in names) for one in (first, second)
    )
    assert (
        queues.waiting(schools.old_principal, item(first, "ask_release").authority, "head").count()
        == 0
    )
    assert claim_next(schools.old_principal, item(first, "ask_release").authority, "head") is None


def test_it_is_nobody_else_s_question(schools: Schools) -> None:
    address = page_of(asked(schools))
    others = [
        schools.teacher,
        schools.principal,
        officer("khac", "Người Khác", OLD, "expert"),
        schools.mother,
    ]
    assert [visiting(one).get(address).status_code for one in others] == [404, 404, 404, 403]
    assert visiting(person("la", "Người Lạ")).get(LIST).status_code == 403


def test_a_role_that_ended_closes_the_list_and_the_question(schools: Schools) -> None:
    dossier = asked(schools)
    address = page_of(dossier)
    officer("pho", "Phó Hiệu Trưởng", OLD, "clerk")
    schools.old_principal.assignments.update(valid_to=dt.date(2026, 1, 1))
    assert visiting(schools.old_principal).get(address).status_code == 403


def test_what_was_typed_is_kept_when_it_is_refused(schools: Schools) -> None:
    task = item(asked(schools), "ask_release")
    answer = visiting(schools.old_principal).post(
        f"/mot-cua/viec/{task.pk}/y-kien/", {"opinion": "Cháu học tốt."}
    )
    assert (
        answer.status_code == 422
        and "Cháu học tốt." in answer.text
        and 'name="releases"' in answer.text
    )


def test_a_reminder_and_a_closed_question_are_said(schools: Schools) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(schools)
        task = item(dossier, "ask_release")
        client = visiting(schools.old_principal)
        assert "đã nhắc" not in client.get(LIST).text
        assert task.due_at is not None
        clock.move_to(task.due_at - dt.timedelta(minutes=20))
        due_timers.fire()
        client = visiting(schools.old_principal)
        assert "đã nhắc" in client.get(LIST).text and "còn 20 phút" in client.get(LIST).text
        clock.move_to(task.due_at + dt.timedelta(minutes=1))
        due_timers.fire()
        client = visiting(schools.old_principal)
        assert "Hết hạn, hồ sơ đã được xử lý tiếp" in client.get(f"{LIST}?loc=da-dong").text
        page = client.get(f"{LIST}{task.pk}/").text
        assert "Hồ sơ không còn chờ ý kiến này." in page and "<textarea" not in page


def test_a_withdrawn_dossier_asks_no_more(schools: Schools) -> None:
    dossier = asked(schools)
    task = item(dossier, "ask_release")
    actions.withdraw(dossier, schools.mother)
    client = visiting(schools.old_principal)
    assert "Không cần trả lời nữa" in client.get(f"{LIST}?loc=da-dong").text
    assert client.post(f"/mot-cua/viec/{task.pk}/y-kien/", ANSWER).status_code in (403, 409)


def test_a_question_that_says_nothing_shows_the_whole_application_and_no_more(
    schools: Schools,
) -> None:
    """What was filed, on the page of the question; not the journal, nor what the office writes
    about it.
    """
    _says_nothing(schools)
    dossier = asked(schools)
    client = visiting(schools.old_principal)
    question = client.get(page_of(dossier)).text
    assert "066178004512" in question
    assert "toàn bộ đơn đã nộp" in question and "Chỉ hiện những gì cần" not in question
    assert client.get(f"/mot-cua/ho-so/{dossier.code}/?xem=nhat-ky").url == page_of(dossier)
    assert client.get(f"/mot-cua/ho-so/{dossier.code}/phieu-kiem-soat/").status_code == 404
    file = DossierFile.objects.get(dossier=dossier, field="record").file_id
    assert client.get(f"/tep/{file}/").status_code == 200


def _says_nothing(schools: Schools) -> None:
    folder = next(one for one in publishing.shipped_folders() if one.name == "school-transfer")
    proposal = from_folder(folder)
    text = proposal.text.replace(
        "    shows: [student, grade, new_school, present_school, ground]\n", ""
    )
    assert text != proposal.text
    schools.version = publishing.publish_proposal(
        proposal.__class__(**{**proposal.__dict__, "text": text})
    )


def test_the_checker_knows_what_may_be_shown(schools: Schools) -> None:
    folder = next(one for one in publishing.shipped_folders() if one.name == "school-transfer")
    proposal = from_folder(folder)
    text = proposal.text.replace("shows: [student,", "shows: [studnet,")
    found = inspect(proposal.__class__(**{**proposal.__dict__, "text": text})).findings
    assert any("studnet" in one.message and "student" in one.mend for one in found)


def test_the_list_costs_the_same_at_any_length(schools: Schools) -> None:
    def cost() -> int:
        client = visiting(schools.old_principal)
        client.get(LIST)
        with CaptureQueriesContext(connection) as seen:
            client.get(LIST)
        return len(seen.captured_queries)

    asked(schools)
    one = cost()
    for number in range(4):
        asked(
            schools, student={"name": f"Y {number}", "birth_date": BORN, "sex": "M", "identity": ""}
        )
    assert WorkItem.objects.filter(step="ask_release", finished=None).count() == 5
    assert cost() == one <= 16


def test_it_is_noted_who_looked(schools: Schools) -> None:
    from privacy.models import ReadEntry

    dossier = asked(schools)
    visiting(schools.old_principal).get(page_of(dossier))
    assert ReadEntry.objects.filter(dossier=dossier, reader=schools.old_principal).count() == 1
