"""The school of the first wish checks a round's applications one after another on one screen; all
of it without scripts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from admissions import acts
from admissions.pages import check_queue
from organisations.models import User
from portal.demo.load import settle
from privacy.models import ReadEntry
from tests.admissions.area_rounds import AreaRound, later
from tests.procedures.walking import now, officer, open_items

HOME = {"residence": "permanent", "has_sibling": False, "hamlet": "Thôn 1"}
BOXES = {"priority": "none", "residence": "permanent", "hamlet": "Thôn 1", "has_sibling": "no"}


@pytest.fixture
def site(db: Any) -> Iterator[AreaRound]:
    """Three applications wait for their school; the second claims a priority group."""
    made = AreaRound("grade-1-admission", {})
    made.opened()
    made.applied("Y Một Niê", ["hoa-sen"], **HOME)
    made.applied("H Hai Êban", ["hoa-sen"], priority="2", **HOME)
    made.applied("Trần Ba", ["hoa-sen", "le-loi"], **HOME)
    with later(1.5):
        acts.move(made.round, "close", made.head)
        settle()
        yield made


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def follow(client: Client, address: str, posted: dict[str, Any] | None = None) -> Any:
    answer = (
        client.post(address, posted, follow=True) if posted else client.get(address, follow=True)
    )
    answer.text_said = answer.content.decode()
    return answer


def queue(site: AreaRound) -> str:
    return reverse("portal:round_check", args=[site.slug])


def sent(answer: Any, **more: Any) -> dict[str, Any]:
    """What the open panel would send."""
    hidden = dict(re.findall(r'name="(do-key|do-seen)" value="([^"]*)"', answer.text_said))
    return {**hidden, **BOXES, **more}


def here(answer: Any) -> str:
    return str(answer.redirect_chain[-1][0]) if answer.redirect_chain else ""


def test_one_after_another_and_a_second_officer_for_what_counts(site: AreaRound) -> None:
    first, second = site.teachers("tieu-hoc-hoa-sen")
    desk = at_desk(first)
    said = desk.get(reverse("portal:round_applicants", args=[site.slug])).content.decode()
    assert "Kiểm tra lần lượt 3 hồ sơ" in said
    page = follow(desk, queue(site))
    assert "Y Một Niê" in page.text_said and "Đã xong 0/3 hồ sơ" in page.text_said
    look = ReadEntry.objects.filter(reader=first).order_by("-id")[0]
    assert (look.dossier, look.what.split()[0]) == (site.dossiers[0], "round_check_one")
    assert "người thứ hai của trường phải xác nhận" not in page.text_said
    assert 'data-key="a"' in page.text_said and 'data-key="n"' in page.text_said
    page = follow(desk, here(page), sent(page, **{"do-accept": "sound"}))
    assert "H Hai Êban" in page.text_said, "the next one opens by itself"
    assert "Đã xong 1/3 hồ sơ" in page.text_said
    assert "người thứ hai của trường phải xác nhận" in page.text_said
    assert "giay-to.png" in page.text_said, "the paper lies beside the claim"
    page = follow(desk, here(page), sent(page, **{"do-accept": "sound", "priority": "2"}))
    page = follow(desk, here(page), sent(page, **{"do-accept": "sound"}))
    assert "Không còn hồ sơ nào chờ bạn kiểm tra" in page.text_said
    assert "Chờ người thứ hai: 1" in page.text_said
    waiting = open_items(now(site.dossiers[1]))[0]
    assert waiting.step == "second_check"
    own = reverse("portal:round_check_one", args=[site.slug, waiting.pk])
    refused = desk.post(own, {"do-accept": "agree", "do-key": "a" * 32})
    assert refused.status_code in (403, 409, 422)
    assert "người khác" in refused.content.decode()
    assert open_items(now(site.dossiers[1]))[0].step == "second_check"
    desk = at_desk(second)
    page = follow(desk, queue(site))
    assert "Người thứ nhất công nhận" in page.text_said and str(first) in page.text_said
    page = follow(desk, here(page), sent(page, **{"do-accept": "agree"}))
    assert "Đã xong 3/3 hồ sơ" in page.text_said
    assert site.steps() == ["result"] * 3


def test_what_is_missing_is_named_and_nothing_typed_is_lost(site: AreaRound) -> None:
    first, _second = site.teachers("tieu-hoc-hoa-sen")
    desk = at_desk(first)
    page = follow(desk, queue(site))
    address = here(page)
    asked = {"do-outcome": "supplement", "do-decide": "1", "reason-supplement": "Xin gửi lại sớm"}
    refused = desk.post(address, sent(page, **asked))
    assert refused.status_code == 422 and "Xin gửi lại sớm" in refused.content.decode()
    item = re.search(r'name="item-supplement"\s+value="([^"]+)"', page.text_said)
    assert item
    named = {"item-supplement": item[1], f"why-supplement-{item[1]}": "Ảnh mờ"}
    page = follow(desk, address, sent(page, **asked, **named))
    assert "H Hai Êban" in page.text_said and "Chờ gia đình bổ sung: 1" in page.text_said
    assert site.steps()[0] == "wait_check"
    later_on = reverse(
        "portal:round_check_one", args=[site.slug, open_items(site.dossiers[2])[0].pk]
    )
    skipped = re.search(r'href="([^"]+)"\s+data-key="n"', page.text_said)
    assert skipped and skipped[1] == later_on


def test_another_school_has_no_part_in_it(site: AreaRound) -> None:
    stranger = officer("la", "Người Lạ", "thpt-buon-ma-thuot", "expert")
    desk = at_desk(stranger)
    task = open_items(site.dossiers[0])[0]
    assert desk.get(queue(site)).status_code == 404
    assert desk.get(reverse("portal:round_check_one", args=[site.slug, task.pk])).status_code == 404
    other = officer("le", "Người Lê Lợi", "tieu-hoc-le-loi", "expert")
    assert not check_queue.tasks(site.round, other).exists(), (
        "their second wish is no task of theirs"
    )
