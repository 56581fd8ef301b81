"""1.012953 asks about a private school in parallel: two of three answers are enough, one of them in
confidence.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from notifications.models import Message
from portal.demo.load import settle
from tests.portal.conftest import visiting
from tests.procedures.licences import Licensing, asked, make_licensing, private
from tests.procedures.walking import now, open_items, paper
from workflows import actions
from workflows.background import due_timers
from workflows.errors import ActRefused, AlreadyDone
from workflows.journal import entries
from workflows.models import Dossier, WorkItem
from workflows.opinions import store
from workflows.reading_rights import Reader

MONDAY = dt.datetime(2026, 11, 16, 1, 30, tzinfo=dt.UTC)
SECRET = "Vốn góp mới chuyển vào một ngày trước khi xác nhận số dư."


@pytest.fixture
def site() -> Licensing:
    return make_licensing()


@pytest.fixture
def dossier(site: Licensing) -> Dossier:
    return asked(site, **private(site))


def answer(
    dossier: Dossier,
    who: Any,
    role: str,
    text: str,
    agrees: bool = True,
    files: tuple[str, ...] = (),
) -> None:
    task = next(
        one
        for one in WorkItem.objects.filter(process=dossier, step="ask_offices")
        if one.role == role
    )
    actions.give_opinion(task, who, text, values={"agrees": agrees}, files=files)


def steps(dossier: Dossier) -> list[str]:
    return [one.step for one in open_items(now(dossier))]


def test_about_a_private_school_three_are_asked_at_once(site: Licensing, dossier: Dossier) -> None:
    assert dossier.case == "private_school"
    asked_of = {(one.role, one.authority.slug) for one in open_items(dossier) if one.authority}
    assert asked_of == {
        ("head", "ubnd-ea-kar"),
        ("expert", "ubnd-daklak"),
        ("cashier", "sgddt-daklak"),
    }


def test_two_answers_are_enough_and_the_third_is_asked_no_longer(
    site: Licensing, dossier: Dossier
) -> None:
    answer(dossier, site.commune, "head", "Nhất trí.")
    assert steps(dossier) == ["ask_offices", "ask_offices"]
    answer(dossier, site.province, "expert", "Chưa phù hợp quy hoạch.", agrees=False)
    assert steps(dossier) == ["council"]
    with pytest.raises(AlreadyDone):
        answer(dossier, site.accountant, "cashier", "Muộn.")
    noted = now(dossier).office["ask_offices"]
    assert (noted["answered"], noted["all"]["agrees"]) == (2, [True, False])
    assert "/y-kien/" not in visiting(site.accountant).get("/mot-cua/").text


def test_after_five_days_it_goes_on_with_what_has_come(site: Licensing) -> None:
    with time_machine.travel(MONDAY, tick=False) as clock:
        dossier = asked(site, **private(site))
        answer(dossier, site.province, "expert", "Phù hợp quy hoạch.")
        clock.move_to(MONDAY + dt.timedelta(days=8))
        due_timers.fire()
    assert steps(dossier) == ["council"] and now(dossier).office["ask_offices"]["answered"] == 1


def test_about_a_public_school_only_the_commune_is_waited_for(site: Licensing) -> None:
    dossier = asked(site)
    assert [one.role for one in open_items(dossier)] == ["head"]
    answer(dossier, site.commune, "head", "Nhất trí.")
    assert steps(dossier) == ["council"]


def test_what_is_said_of_the_money_is_read_by_the_department_alone(
    site: Licensing, dossier: Dossier
) -> None:
    """The applicant, the commune and the province see neither the words, nor the answer, nor the
    paper.
    """
    sent = paper(site.accountant)
    answer(dossier, site.accountant, "cashier", SECRET, agrees=False, files=(sent,))
    answer(dossier, site.commune, "head", "Nhất trí.")
    settle()
    assert steps(dossier) == ["council"]
    noted = now(dossier).office["ask_offices"]
    assert (noted["answered"], noted["all"]["agrees"], noted["agrees"]) == (2, [True], True)
    assert SECRET in str(
        [one.text for one in store.readable(Reader(site.drafter).towards(dossier))]
    )
    office = visiting(site.drafter).get(f"/mot-cua/ho-so/{dossier.code}/?xem=y-kien").text
    assert SECRET in office and "Nội bộ" in office
    assert visiting(site.drafter).get(f"/tep/{sent}/").status_code == 200
    for stranger in (site.commune, site.province, site.receptionist, site.school):
        assert SECRET not in str(
            [one.text for one in store.readable(Reader(stranger).towards(dossier))]
        )
        assert visiting(stranger).get(f"/tep/{sent}/").status_code == 404
        for view in ("y-kien", "nhat-ky", "giay-to"):
            assert (
                SECRET
                not in visiting(stranger).get(f"/mot-cua/ho-so/{dossier.code}/?xem={view}").text
            )


def test_the_applicant_finds_it_nowhere(site: Licensing, dossier: Dossier) -> None:
    """Neither on their page, nor in the inbox, a message, the journal, or any paper they may
    open.
    """
    sent = paper(site.accountant)
    answer(dossier, site.accountant, "cashier", SECRET, agrees=False, files=(sent,))
    settle()
    client = visiting(site.school)
    pages = [
        client.get(address) for address in (f"/ho-so/{dossier.code}/", "/ho-so/", "/thong-bao/")
    ]
    assert [page.status_code for page in pages] == [200, 200, 200]
    for page in pages:
        assert SECRET not in page.text and sent not in page.text and "Lê Thị Thu" not in page.text
    assert SECRET not in " ".join(Message.objects.values_list("body", flat=True))
    assert SECRET not in str([(entry.reason, entry.data) for entry in entries.timeline(dossier)])


def test_nobody_else_answers_in_the_accountants_place(site: Licensing, dossier: Dossier) -> None:
    for stranger in (site.commune, site.province, site.drafter, site.director, site.school):
        with pytest.raises(ActRefused):
            answer(dossier, stranger, "cashier", "Thay mặt kế toán.")


def test_those_asked_read_the_school_and_not_how_to_reach_its_representative(
    site: Licensing, dossier: Dossier
) -> None:
    """Law 91/2025/QH15: the page promises to show what the answer needs, and does."""
    for reader, role in (
        (site.commune, "head"),
        (site.province, "expert"),
        (site.accountant, "cashier"),
    ):
        task = WorkItem.objects.get(process=dossier, step="ask_offices", role=role)
        page = visiting(reader).get(f"/mot-cua/y-kien/{task.pk}/").text
        assert "Chỉ hiện những gì cần để trả lời." in page and "Địa điểm trường" in page
        for secret in secrets_of(dossier):
            assert secret not in page, secret
        own = "Sở Giáo dục và Đào tạo Đắk Lắk hỏi ý kiến trong cơ quan" in page
        assert own == (role == "cashier") and "Đắk Lắk hỏi Sở Giáo dục" not in page


def secrets_of(dossier: Dossier) -> list[str]:
    given = dossier.answers
    return [
        given["representative"]["identity"],
        given["phone"],
        given["email"],
        given["address"]["detail"],
    ]


def test_the_school_does_not_read_whom_the_office_asked_in_confidence(
    site: Licensing, dossier: Dossier
) -> None:
    answer(dossier, site.accountant, "cashier", SECRET, agrees=False)
    answer(dossier, site.commune, "head", "Nhất trí.")
    timeline = (
        visiting(site.school).get(f"/ho-so/{dossier.code}/").text.split('class="timeline"')[1]
    )
    assert timeline.count("Hỏi ý kiến:") == 2 and timeline.count("đã trả lời") == 1
    assert (
        "Hỏi ý kiến: Sở Giáo dục" not in timeline
        and SECRET not in timeline
        and "Nhất trí." not in timeline
    )
