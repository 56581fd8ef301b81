"""A round as everybody sees it, and as a family does: from the page of the round to three wishes,
another order, and why.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from admissions.models import AllocationRun, Application, Placement, Round
from organisations.models import RoleAssignment
from organisations.roles import RECEPTIONIST
from tests.admissions.site import Site, in_state, make_site
from tests.people import make_world, publish
from tests.procedures.admissions import answers
from workflows import actions
from workflows.errors import WrongState
from workflows.models import Dossier, Draft

APRIL = dt.datetime(2027, 4, 10, 3, 0, tzinfo=dt.UTC)
ROUND = "/tuyen-sinh/lop-10-2027/"


@pytest.fixture
def site(db: Any) -> Iterator[Site]:
    with time_machine.travel(APRIL, tick=False):
        world = make_world()
        world.version = publish("grade-10-admission")
        made = make_site(
            world,
            ("pupil_code: pupil_code\n", "pupil_code: pupil_code\npublished: {demand: true}\n"),
        )
        yield made


@pytest.fixture
def opened(site: Site) -> Site:
    in_state(site, Round.State.OPEN)
    return site


def as_(user: Any = None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client


def applied(site: Site, *wishes: str) -> Dossier:
    given = answers(wishes=list(wishes), round="lop-10-2027")
    given["applicant"]["name"] = site.world.huong.full_name
    draft = Draft.objects.create(owner=site.world.huong, version=site.world.version, answers=given)
    return actions.submit(draft, site.world.huong)


def test_a_round_is_public_once_it_is_open(site: Site) -> None:
    assert as_().get(ROUND).status_code == 404
    assert "lop-10-2027" not in as_().get("/tuyen-sinh/").content.decode()
    in_state(site, Round.State.OPEN)
    page = as_().get("/tuyen-sinh/").content.decode()
    assert ROUND in page and "Đăng ký dự tuyển: đến trước 17:00 01/05/2027" in page
    shown = as_().get(ROUND).content.decode()
    for words in (
        "THPT Chu Văn An",
        "Nguyện vọng 1",
        "Mỗi học sinh được chọn tối đa 3 nguyện vọng.",
        "Chỉ xét khi Toán lớn hơn 0.",
        "/thu-tuc/grade-10-admission/nop/?dot=lop-10-2027",
    ):
        assert words in shown, words


def test_the_first_page_announces_it_while_it_takes_applications(site: Site) -> None:
    assert ROUND not in as_().get("/").content.decode()
    in_state(site, Round.State.OPEN)
    page = as_().get("/").content.decode()
    assert f'href="{ROUND}"' in page and "Đến 17:00 01/05/2027" in page
    with time_machine.travel(APRIL + dt.timedelta(days=60), tick=False):
        assert ROUND not in as_().get("/").content.decode(), "its window is over"


def test_one_applies_from_the_page_of_the_round(opened: Site) -> None:
    parent = as_(opened.world.huong)
    page = parent.get("/thu-tuc/grade-10-admission/nop/?dot=lop-10-2027").content.decode()
    assert 'name="dot" value="lop-10-2027"' in page
    parent.post("/thu-tuc/grade-10-admission/nop/", {"dot": "lop-10-2027"})
    assert Draft.objects.get().answers["round"] == "lop-10-2027"


def test_outside_of_the_window_nobody_is_led_to_apply(site: Site) -> None:
    parent = as_(site.world.huong)
    page = parent.get("/thu-tuc/grade-10-admission/nop/").content.decode()
    assert "không có đợt tuyển sinh nào đang nhận hồ sơ" in page
    with pytest.raises(WrongState):
        applied(site, "bmt")


def test_wishes_are_seen_changed_and_counted(opened: Site) -> None:
    dossier = applied(opened, "bmt", "cvan")
    parent = as_(opened.world.huong)
    own = f"/ho-so/{dossier.code}/ket-qua-tuyen-sinh/"
    assert own in parent.get(f"/ho-so/{dossier.code}/").content.decode()
    page = parent.get(own).content.decode()
    assert "THPT Buôn Ma Thuột" in page and "Bạn đổi được nguyện vọng đến trước" not in page
    with time_machine.travel(dt.datetime(2027, 5, 3, 3, 0, tzinfo=dt.UTC), tick=False):
        parent = as_(opened.world.huong)
        assert "Đổi nguyện vọng" in parent.get(own).content.decode()
        address = f"/ho-so/{dossier.code}/tu-sua/"
        typed = {"wishes.1": "bmt", "wishes.2": "cvan", "wishes.add": ""}
        moved = parent.post(address, {**typed, "reload": "wishes.up.2"}).content.decode()
        assert moved.index('value="cvan"') < moved.index('value="bmt"')
        changed = {"wishes.1": "cvan", "wishes.2": "bmt", "phone": "0905123456"}
        answer = parent.post(address, {**_kept(dossier), **changed, "continue": "1"})
        assert answer.status_code == 302, answer.content.decode()
    assert Application.objects.get().wishes == ["cvan", "bmt"]
    assert Dossier.objects.get().answers["wishes"] == ["cvan", "bmt"]


def test_a_telephone_is_corrected_outside_of_the_window_and_wishes_are_not(opened: Site) -> None:
    dossier = applied(opened, "bmt", "cvan")
    actions.amend(dossier, opened.world.huong, {"phone": "0905123499"})
    with pytest.raises(WrongState, match="Ngoài thời gian đổi nguyện vọng"):
        actions.amend(dossier, opened.world.huong, {"phone": "0905123457", "wishes": ["cvan"]})
    assert Dossier.objects.get().answers["phone"] == "0905123499"
    assert Application.objects.get().wishes == ["bmt", "cvan"]


def test_a_counter_files_for_whoever_has_no_telephone(site: Site) -> None:
    offer = "grade-10-admission/ttpvhcc-daklak"
    in_state(site, Round.State.OPEN)
    lan, centre = site.world.lan, site.world.centre
    assert offer in as_(lan).get("/mot-cua/tai-quay/").content.decode()
    begun = as_(lan).post("/mot-cua/tai-quay/", {"offer": offer})
    assert begun.status_code == 302 and Draft.objects.get().counter == centre
    draft = Draft.objects.get()
    draft.answers = answers(wishes=["cvan"], round="lop-10-2027")
    draft.save()
    dossier = actions.submit_at_counter(draft, lan, centre)
    assert (dossier.receiving, dossier.applicant, dossier.channel) == (centre, None, "DIRECT")
    assert Application.objects.get(dossier=dossier).wishes == ["cvan"]


def test_an_office_with_a_round_of_its_own_takes_applications_while_it_is_open(site: Site) -> None:
    offer = "grade-10-admission/sgddt-daklak"
    RoleAssignment.objects.create(
        user=site.world.lan,
        role_id=RECEPTIONIST,
        authority=site.world.department,
        valid_from=dt.date(2026, 1, 1),
    )
    assert offer not in as_(site.world.lan).get("/mot-cua/tai-quay/").content.decode()
    in_state(site, Round.State.OPEN)
    assert offer in as_(site.world.lan).get("/mot-cua/tai-quay/").content.decode()


def _kept(dossier: Dossier) -> dict[str, str]:
    given = dossier.answers
    return {
        "email": given["email"],
        "present_class": given["present_class"],
        "pupil_code": given["pupil_code"],
        **{f"address.{part}": text for part, text in given["address"].items()},
    }


def test_a_stranger_sees_no_childs_round(opened: Site) -> None:
    dossier = applied(opened, "bmt")
    own = f"/ho-so/{dossier.code}/ket-qua-tuyen-sinh/"
    assert as_(opened.world.binh).get(own).status_code == 404
    assert as_(opened.world.binh).get(f"{own}chung-minh.json").status_code == 404
    assert as_().get(own).status_code == 302
    public = as_().get(ROUND).content.decode() + as_().get("/tuyen-sinh/").content.decode()
    for secret in ("Y Khoa", "Niê", dossier.code, "066210004512"):
        assert secret not in public


@pytest.fixture
def published(opened: Site) -> Dossier:
    """The result is public: a seat at the second wish."""
    dossier = applied(opened, "bmt", "cvan")
    application = Application.objects.get()
    run = AllocationRun.objects.create(
        round=opened.round,
        plan=opened.round.plan,
        by=opened.dung,
        is_dry=False,
        root="ab" * 32,
        state=AllocationRun.State.DONE,
        report={"programmes": {"bmt": {"placed": 2}, "cvan": {"placed": 1}}, "cut_offs": {}},
    )
    reasons = [
        {
            "programme": "bmt",
            "rank": 1,
            "why": "behind",
            "criterion": "score",
            "own": "25.5",
            "enough": "26",
        },
        {"programme": "cvan", "rank": 2, "why": "admitted"},
    ]
    Placement.objects.create(
        run=run, application=application, programme="cvan", rank=2, score="25.50", reasons=reasons
    )
    Round.objects.update(run=run, state=Round.State.PUBLISHED)
    return dossier


def test_a_family_reads_why_at_each_wish_and_what_to_do(opened: Site, published: Dossier) -> None:
    page = (
        as_(opened.world.huong).get(f"/ho-so/{published.code}/ket-qua-tuyen-sinh/").content.decode()
    )
    for words in (
        "Trúng tuyển nguyện vọng 2: THPT Chu Văn An",
        "điểm xét tuyển là 25.5, cần ít nhất 26",
        "25.50",
        Application.objects.get().pseudonym,
    ):
        assert words in page, words


def test_the_same_is_read_by_code_and_telephone(opened: Site, published: Dossier) -> None:
    fact = {"code": published.code, "fact": "0905123456"}
    page = as_().post("/tra-cuu/", fact).content.decode()
    assert "Trúng tuyển nguyện vọng 2: THPT Chu Văn An" in page
    wrong = as_().post("/tra-cuu/", {**fact, "fact": "0905000000"}).content.decode()
    assert "Trúng tuyển" not in wrong


def test_the_verifier_is_there_for_everybody(opened: Site) -> None:
    answer = as_().get(f"{ROUND}verify_allocation.py")
    assert answer.status_code == 200 and b"import json" in answer.content
    assert as_().get(f"{ROUND}round.json").headers["Location"] == ROUND
