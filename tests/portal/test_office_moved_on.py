"""When a colleague was faster: the page says who, with 409, and keeps what was typed; the queue
hands out the next.
"""

from __future__ import annotations

import re

import pytest

from organisations.models import RoleAssignment
from tests.people import World, draft_of, officer
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import Dossier, Entry, WorkItem

QUEUE = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def task(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)


def typed(reason: str) -> dict[str, str]:
    return {"do-key": "a" * 32, "do-outcome": "refuse", "reason-refuse": reason, "do-decide": "1"}


def test_whoever_decides_second_gets_409_with_the_name_and_their_words_back(
    world: World, dossier: Dossier
) -> None:
    mai = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Tiếp nhận")
    address = f"/mot-cua/viec/{task(dossier).pk}/"
    decide(dossier, world.lan, "accept")
    answer = visiting(mai).post(address, typed("Giấy ủy quyền đã hết hạn từ tháng trước."))
    assert answer.status_code == 409
    assert "Hoàng Thị Lan đã xử lý việc này trước bạn." in answer.text
    assert "Giấy ủy quyền đã hết hạn từ tháng trước." in answer.text


def test_a_task_that_the_citizen_closed_names_the_citizen_and_not_its_owner(
    world: World, dossier: Dossier
) -> None:
    item = task(dossier)
    actions.claim(item, world.lan)
    actions.withdraw(dossier, world.huong)
    answer = visiting(world.lan).post(f"/mot-cua/viec/{item.pk}/", typed("Lý do."))
    assert answer.status_code == 409
    assert "Nguyễn Thị Hường đã xử lý việc này trước bạn." in answer.text


def test_claiming_what_a_colleague_has_is_409_with_their_name_and_a_way_back(
    world: World, dossier: Dossier
) -> None:
    mai = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Tiếp nhận")
    item = task(dossier)
    actions.claim(item, mai)
    answer = visiting(world.lan).post(f"/mot-cua/viec/{item.pk}/nhan/", {"next": QUEUE})
    assert answer.status_code == 409
    assert (
        "Đỗ Thị Mai đã xử lý việc này trước bạn." in answer.text
        and f'href="{QUEUE}"' in answer.text
    )


def test_giving_a_task_twice_is_one_act(world: World, dossier: Dossier) -> None:
    RoleAssignment.objects.create(user=world.dung, role_id="head", authority=world.centre)
    item, head = task(dossier), visiting(world.dung)
    for _press in range(2):
        assert head.post(f"/mot-cua/viec/{item.pk}/giao/", {"to": world.lan.pk}).status_code == 302
    assert Entry.objects.filter(dossier=dossier, act="reassign").count() == 1


def test_the_button_of_a_queue_takes_what_is_due_first_and_opens_it(
    world: World, dossier: Dossier
) -> None:
    later = actions.submit(draft_of(world), world.huong)
    lan = visiting(world.lan)
    assert "Nhận việc tiếp theo" in lan.get(QUEUE).text
    for expected in (dossier, later):
        answer = lan.post(f"{QUEUE}nhan/")
        assert answer.url == f"/mot-cua/viec/{task(expected).pk}/"
        assert task(expected).owner_id == world.lan.pk
    answer = lan.post(f"{QUEUE}nhan/", follow=True)
    assert "Hàng chờ không còn việc nào bạn nhận được." in answer.text
    assert visiting(world.binh).post(f"{QUEUE}nhan/").status_code == 404


def test_withdrawing_twice_by_one_form_is_one_act(world: World, dossier: Dossier) -> None:
    huong, form = visiting(world.huong), {"key": "k" * 32, "reason": "Đổi ý."}
    for _press in range(2):
        assert huong.post(f"/ho-so/{dossier.code}/rut/", form).status_code == 302
    assert huong.post(f"/ho-so/{dossier.code}/rut/", {**form, "reason": "Khác."}).status_code == 409
    assert Entry.objects.filter(dossier=dossier, act="withdraw").count() == 1


def test_all_that_was_written_comes_back_with_what_it_was_written_for(
    world: World, dossier: Dossier
) -> None:
    mai = officer("mai", "Đỗ Thị Mai", "receptionist", world.centre, "Tiếp nhận")
    address = f"/mot-cua/viec/{task(dossier).pk}/"
    page = as_read(visiting(mai).get(address).text)
    item = re.search(r'name="item-([a-z_]+)" value="([^"]+)"', page)
    assert item
    decide(dossier, world.lan, "accept")
    asked = {
        "do-key": "b" * 32,
        "do-outcome": item[1],
        f"item-{item[1]}": item[2],
        f"why-{item[1]}-{item[2]}": "Chụp mờ mặt sau.",
        f"reason-{item[1]}": "Gọi lại trước 17 giờ.",
        "do-decide": "1",
    }
    answer = visiting(mai).post(address, asked)
    assert answer.status_code == 409
    kept = answer.text[answer.text.index("Nội dung bạn đã nhập") :]
    assert re.search(r"[^<>]+: Chụp mờ mặt sau\.", kept) and "Gọi lại trước 17 giờ." in kept
    assert kept.count("Chụp mờ mặt sau.") == 1


def test_the_opinion_of_an_expert_comes_back_too(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    other = officer("khac", "Chu Văn Khác", "expert", world.department, "Chuyên viên")
    address = f"/mot-cua/viec/{task(dossier).pk}/"
    decide(dossier, world.binh, "not_found", reason="Không có trong sổ.")
    sent = {
        "do-key": "c" * 32,
        "do-outcome": "found",
        "note": "Đã đối chiếu bản lưu.",
        "do-decide": "1",
    }
    answer = visiting(other).post(address, sent)
    assert answer.status_code == 404, "the dossier is no business of theirs any more"
    assert "Một đồng nghiệp đã nhận hoặc xử lý việc này trước bạn" in answer.text
    assert "Đã đối chiếu bản lưu." in answer.text and "Nguyễn Thị Hường" not in answer.text
    looked = visiting(other).get(address)
    assert (
        looked.status_code == 404
        and "Một đồng nghiệp đã nhận hoặc xử lý việc này trước bạn" in looked.text
    )
    stranger = visiting(world.anh).post(address, sent)
    assert stranger.status_code == 404 and "Một đồng nghiệp" not in stranger.text
