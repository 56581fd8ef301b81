"""Nobody files or pays a second time for one thing without being told; officers see it where they
decide.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations
from payments.models import Attempt, Refund
from tests.people import World, draft_of, person
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.procedures import diplomas_abroad as abroad
from tests.procedures.diplomas_abroad import Office
from workflows import actions
from workflows.applicant import twins
from workflows.models import Dossier, Draft, WorkItem

TOLD = "Bạn đã nộp hồ sơ cho cùng việc này"
TICK = re.compile(r'name="again" value="([0-9a-f]{16})"')


def check_page(draft: Draft) -> str:
    return reverse("portal:draft_check", args=[draft.pk])


def tick_on(answer: Any) -> str:
    found = TICK.search(answer.content.decode())
    assert found, words(answer)
    return found[1]


class TestFiling:
    def test_the_second_is_told_with_a_link_and_files_only_by_saying_so(self, world: World) -> None:
        first = actions.submit(draft_of(world), world.huong)
        client, draft = visiting(world.huong), draft_of(world)
        page = client.get(check_page(draft))
        text = words(page)
        assert TOLD in text and f'href="/ho-so/{first.code}/"' in text and "Mới đăng ký" in text
        assert "Sở Giáo dục và Đào tạo Đắk Lắk" in text
        refused = client.post(check_page(draft))
        assert (
            refused.status_code == 409 and TOLD in words(refused) and Dossier.objects.count() == 1
        )
        assert client.post(check_page(draft), {"again": "0" * 16}).status_code == 409
        filed = client.post(check_page(draft), {"again": tick_on(page)})
        assert filed.status_code == 302 and Dossier.objects.count() == 2
        # twice is once
        assert client.post(check_page(draft), {"again": tick_on(page)}).url == filed.url

    def test_the_first_hears_nothing_of_it(self, world: World) -> None:
        text = words(visiting(world.huong).get(check_page(draft_of(world))))
        assert TOLD not in text and "again" not in text

    def test_one_decided_earlier_is_mentioned_with_its_day_and_asks_for_no_tick(
        self, world: World
    ) -> None:
        first = actions.submit(draft_of(world), world.huong)
        Dossier.objects.filter(pk=first.pk).update(
            legal_status=10,
            decision="GRANTED",
            decided_at="2026-03-04T03:00:00Z",
            due_at=first.submitted_at,
            accepted_at=first.submitted_at,
        )
        client, draft = visiting(world.huong), draft_of(world)
        page = client.get(check_page(draft))
        assert first.code in words(page) and "đã giải quyết ngày 04/03/2026" in words(page)
        assert not TICK.search(words(page))
        assert client.post(check_page(draft)).status_code == 302

    def test_nobody_learns_of_a_strangers_dossier_by_typing_their_number(
        self, world: World
    ) -> None:
        first = actions.submit(draft_of(world), world.huong)
        stranger = person("la", "Người Lạ")
        draft = draft_of(world, stranger)
        client = visiting(stranger)
        page = words(client.get(check_page(draft)))
        assert first.code not in page and TOLD not in page
        assert client.post(check_page(draft)).status_code == 302

    def test_at_the_counter_the_receptionist_is_told(self, world: World) -> None:
        first = actions.submit(draft_of(world), world.huong)
        draft = draft_of(world, world.lan)
        Draft.objects.filter(pk=draft.pk).update(counter=world.centre)
        client = visiting(world.lan)
        page = client.get(check_page(draft))
        assert "Đã có hồ sơ của cùng người cho cùng việc này" in words(page)
        assert f'href="/mot-cua/ho-so/{first.code}/"' in words(page)
        assert client.post(check_page(draft)).status_code == 409
        assert client.post(check_page(draft), {"again": tick_on(page)}).status_code == 302

    def test_a_counter_that_may_not_see_it_hears_only_that_there_is_one(self, world: World) -> None:
        first = actions.submit(draft_of(world), world.huong)
        other = Authority.objects.get(slug="ubnd-ea-kar")
        Dossier.objects.filter(pk=first.pk).update(receiving=other, deciding=other)
        WorkItem.objects.filter(process=first).update(authority=other)
        draft = draft_of(world, world.lan)
        Draft.objects.filter(pk=draft.pk).update(counter=world.centre)
        client = visiting(world.lan)
        page = client.get(check_page(draft))
        assert "Một hồ sơ khác" in words(page) and first.code not in words(page)
        assert client.post(check_page(draft)).status_code == 409


class TestOfficers:
    def test_the_dossier_and_its_task_name_the_other_with_its_state(self, world: World) -> None:
        first = actions.submit(draft_of(world), world.huong)
        second = actions.submit(draft_of(world), world.huong)
        task = WorkItem.objects.get(process=second, finished__isnull=True)
        client = visiting(world.lan)
        for address in (f"/mot-cua/viec/{task.pk}/", f"/mot-cua/ho-so/{second.code}/"):
            text = words(client.get(address))
            assert "Có hồ sơ khác của cùng người cho cùng việc này" in text
            assert f'href="/mot-cua/ho-so/{first.code}/"' in text
        assert first.code in words(visiting(world.dung).get(f"/mot-cua/ho-so/{second.code}/"))

    def test_what_the_officer_may_not_see_is_not_named(self, world: World) -> None:
        first = actions.submit(draft_of(world), world.huong)
        second = actions.submit(draft_of(world), world.huong)
        other = Authority.objects.get(slug="ubnd-ea-kar")
        Dossier.objects.filter(pk=first.pk).update(receiving=other, deciding=other)
        text = words(visiting(world.dung).get(f"/mot-cua/ho-so/{second.code}/"))
        assert first.code not in text and "hồ sơ khác của cùng người" not in text

    def test_they_read_that_the_applicant_was_told(self, world: World) -> None:
        actions.submit(draft_of(world), world.huong)
        client, draft = visiting(world.huong), draft_of(world)
        client.post(check_page(draft), {"again": tick_on(client.get(check_page(draft)))})
        second = Dossier.objects.get(draft=draft)
        text = words(visiting(world.lan).get(f"/mot-cua/ho-so/{second.code}/"))
        assert "người nộp đã được báo trước khi nộp hồ sơ này" in text


@pytest.fixture
def office(db: Any) -> Office:
    seed_organisations()
    return abroad.make_office()


class TestPaying:
    def pair(self, office: Office) -> tuple[Dossier, Dossier]:
        return abroad.paid(office), abroad.received(office)

    def test_the_pay_page_says_so_first_and_shows_no_way_before_the_tick(
        self, office: Office
    ) -> None:
        first, second = self.pair(office)
        client, address = visiting(office.khoa), reverse("portal:pay", args=[second.code])
        page = client.get(address)
        text = words(page)
        assert (
            "Phí cho cùng việc này đã được nộp ở hồ sơ khác" in text
            and f'href="/ho-so/{first.code}/"' in text
        )
        assert "500.000 đồng" in text
        assert "0011001800879" not in text and "data:image" not in text and "VNPay" not in text
        refused = client.post(address)
        assert (
            refused.status_code == 409
            and not Attempt.objects.filter(request=abroad.fee_of(second)).exists()
        )
        tick = tick_on(page)
        shown = words(client.post(address, {"know": "1", "again": tick}))
        assert "0011001800879" in shown and first.code in shown
        assert client.post(address, {"know": "1"}).status_code == 200
        assert "0011001800879" not in words(client.post(address, {"know": "1"}))
        assert client.post(address, {"again": tick}).status_code == 302

    def test_without_an_account_too_and_without_a_code(self, office: Office) -> None:
        first, second = self.pair(office)
        client = Client()
        page = client.post("/tra-cuu/", {"code": second.code, "fact": "0905123456"})
        text = words(page)
        assert "Phí cho cùng việc này đã được nộp ở hồ sơ khác" in text
        assert first.code not in text and "0011001800879" not in text
        token = re.search(r'name="pay" value="([^"]+)"', text)
        assert token
        refused = client.post("/tra-cuu/", {"pay": token[1]})
        assert refused.status_code == 409 and second.code in words(refused)
        shown = client.post("/tra-cuu/", {"pay": token[1], "know": "1", "again": tick_on(page)})
        assert "0011001800879" in words(shown)
        assert (
            client.post("/tra-cuu/", {"pay": token[1], "again": tick_on(page)}).status_code == 302
        )

    def test_without_a_twin_nothing_is_asked(self, office: Office) -> None:
        dossier = abroad.received(office)
        client = visiting(office.khoa)
        text = words(client.get(reverse("portal:pay", args=[dossier.code])))
        assert "0011001800879" in text and "again" not in text
        assert client.post(reverse("portal:pay", args=[dossier.code])).status_code == 302

    def test_the_cashier_sees_it(self, office: Office) -> None:
        first, second = self.pair(office)
        fee = abroad.fee_of(second)
        text = words(
            visiting(office.cashier).get(reverse("portal:cashier_fee", args=[fee.reference]))
        )
        assert "Phí cho cùng việc này đã được nộp ở hồ sơ khác" in text
        # by its code; its page is not hers
        assert first.code in text and "/mot-cua/ho-so/" not in text
        rows = words(visiting(office.cashier).get("/mot-cua/ke-toan/"))
        assert second.code in rows and "trùng với hồ sơ đã nộp phí" in rows

    def test_money_given_back_is_no_reason_to_stop(self, office: Office) -> None:
        first, second = self.pair(office)
        actions.withdraw(first, office.khoa)
        refund = Refund.objects.get()
        assert twins.paid(second)
        actions.refund(refund, office.cashier, "CK 9", reason="Rút hồ sơ")
        assert twins.paid(second) == []

    def test_a_payment_that_came_twice_for_one_dossier_is_said_on_its_page(
        self, office: Office
    ) -> None:
        dossier = abroad.paid(office)
        abroad.pay(dossier, number="2")
        text = words(visiting(office.khoa).get(reverse("portal:pay", args=[dossier.code])))
        assert "Kế toán đang xem xét hoàn trả 500.000 đồng" in text and "Nộp hai lần" in text


def test_an_office_that_opens_the_same_again_is_told(db: Any, world: World) -> None:
    """Ex officio: the same measure on the same licence."""
    import datetime as dt

    from registers import grants
    from tests.people import publish

    version = publish("school-licence-change")
    decided = grants.Decision(
        world.department, world.department.name, "12/QĐ-SGDĐT", dt.date(2020, 1, 2)
    )
    licence = grants.enter(grants.What("school_licence", "Cho phép", "Trường THPT Lắk"), decided)
    expert: User = world.binh
    assert RoleAssignment.objects.filter(user=expert, role="expert").exists()
    answers = {
        "licence": str(licence.pk),
        "measure": "suspend",
        "reason": "x",
        "since": "2026-11-20",
        "until": "y",
    }

    def draft() -> Draft:
        return Draft.objects.create(
            owner=expert, version=version, office=world.department, answers=answers
        )

    first = actions.open_ex_officio(draft(), expert)
    client, second = visiting(expert), draft()
    page = client.get(check_page(second))
    assert first.code in words(page)
    assert client.post(check_page(second)).status_code == 409
    assert client.post(check_page(second), {"again": tick_on(page)}).status_code == 302
    resume = Draft.objects.create(
        owner=expert,
        version=version,
        office=world.department,
        answers={**answers, "measure": "revoke"},
    )
    assert client.post(check_page(resume)).status_code == 302
