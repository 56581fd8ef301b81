"""One answer for many tasks of a queue: chosen, confirmed with how many and what, and watched."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from organisations.models import RoleAssignment
from tests.people import World
from tests.portal.conftest import visiting
from tests.reading import as_read
from tests.workflows.many import at_step, settle
from workflows import actions
from workflows.bulk import orders
from workflows.models import BulkRun, WorkItem

QUEUE = "/mot-cua/hang-cho/ttpvhcc-daklak/receptionist/"
PAGE = f"{QUEUE}nhieu/"
HEADS = "/mot-cua/hang-cho/sgddt-daklak/head/nhieu/"
HIDDEN = re.compile(r'<input type="hidden"\s+name="([\w-]+)"\s+value="([^"]*)"')


def form_of(text: str) -> dict[str, list[str]]:
    """The hidden values of the page's own form."""
    found: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(text[text.index("<h1>") :]):
        found.setdefault(name, []).append(value)
    return found


def offered(world: World, step: str, outcome: str) -> str:
    return f"{world.version.pk}:{step}:{outcome}"


def test_chosen_confirmed_and_done_without_scripts(world: World) -> None:
    tasks = at_step(world, "receive", 3)
    lan = visiting(world.lan)
    assert PAGE in lan.get(QUEUE).text
    viec = offered(world, "receive", "accept")
    chosen = lan.get(PAGE, {"viec": viec}).text
    assert "Tiếp nhận (3)" in as_read(chosen) and "Yêu cầu bổ sung (" not in as_read(chosen)
    confirm = lan.post(
        PAGE, {"viec": viec, "do": "xem", "id": [tasks[0].pk, tasks[1].pk], "last": tasks[2].pk}
    ).text
    read = as_read(confirm)
    assert "Tiếp nhận: 2 hồ sơ" in read and "Phát hành “Giấy tiếp nhận" in read
    form = form_of(confirm)
    assert not BulkRun.objects.exists()
    answer = lan.post(PAGE, {**form, "do": "lam"})
    run = BulkRun.objects.get()
    assert answer.status_code == 302 and answer.url == f"/mot-cua/nhieu/{run.pk}/"
    waiting = lan.get(answer.url)
    assert waiting.headers["Refresh"] == "3" and "Đã xong 0 trên 2 hồ sơ" in as_read(waiting.text)
    settle()
    done = lan.get(answer.url)
    assert "Refresh" not in done.headers and "Đã xong 2 trên 2 hồ sơ" in as_read(done.text)
    assert WorkItem.objects.filter(step="receive", outcome="accept").count() == 2
    assert lan.post(PAGE, {**form, "do": "lam"}).url == answer.url  # pressed twice
    assert BulkRun.objects.count() == 1
    assert answer.url in lan.get(PAGE).text


def test_all_of_a_list_is_what_was_looked_at(world: World) -> None:
    tasks = at_step(world, "receive", 2)
    lan, viec = visiting(world.lan), offered(world, "receive", "accept")
    form = form_of(lan.get(PAGE, {"viec": viec}).text)
    at_step(world, "receive", 1)  # came since
    confirm = lan.post(PAGE, {**form, "all": "1", "do": "xem"}).text
    assert "Tiếp nhận: 2 hồ sơ" in as_read(confirm)
    actions.decide(tasks[0], world.lan, "accept")  # done meanwhile, in another window
    changed = lan.post(PAGE, {**form_of(confirm), "do": "lam"})
    assert changed.status_code == 409 and "Danh sách đã đổi" in changed.text
    assert "Tiếp nhận: 1 hồ sơ" in as_read(changed.text)
    assert lan.post(PAGE, {**form_of(changed.text), "do": "lam"}).status_code == 302
    assert list(BulkRun.objects.get().tasks.values_list("item", flat=True)) == [tasks[1].pk]


def test_whoever_is_refused_is_told_with_the_way_to_the_dossier(world: World) -> None:
    """Four eyes: who checked some of them may not sign those."""
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    tasks = at_step(world, "sign", 2)
    binh, viec = visiting(world.binh), offered(world, "sign", "approve")
    confirm = binh.post(HEADS, {"viec": viec, "do": "xem", "id": [one.pk for one in tasks]}).text
    answer = binh.post(HEADS, {**form_of(confirm), "do": "lam"}, follow=True)
    settle()
    page = binh.get(answer.redirect_chain[-1][0]).text
    assert as_read(page).count("không được tự quyết định hồ sơ đó.") == 2
    for one in tasks:
        assert f'href="/mot-cua/viec/{one.pk}/"' in page and one.process.code in page


def test_a_signature_for_many_asks_for_the_code_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    from portal.office.bulk import choosing

    tasks = at_step(world, "sign", 1)
    dung, viec = visiting(world.dung), offered(world, "sign", "approve")
    form = form_of(dung.post(HEADS, {"viec": viec, "do": "xem", "id": tasks[0].pk}).text)
    monkeypatch.setattr(choosing, "step_up", lambda request: False)
    asked = dung.post(HEADS, {**form, "do": "lam"})
    assert asked.status_code == 422 and 'name="factor_code"' in asked.text
    assert not BulkRun.objects.exists()
    lan = visiting(world.lan)  # what binds nobody asks for none
    item = at_step(world, "receive", 1)[0]
    viec = offered(world, "receive", "accept")
    form = form_of(lan.post(PAGE, {"viec": viec, "do": "xem", "id": item.pk}).text)
    assert lan.post(PAGE, {**form, "do": "lam"}).status_code == 302


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "Hãy chọn việc cần làm."),
        ({"viec": "accept"}, "Hãy chọn ít nhất một hồ sơ."),
        ({"viec": "accept", "id": "x"}, "Hãy chọn ít nhất một hồ sơ."),
        ({"viec": "accept", "id": str(10**30)}, "Hãy chọn ít nhất một hồ sơ."),
        ({"viec": "supplement", "id": "1"}, "Hãy chọn việc cần làm."),
    ],
)
def test_nothing_chosen_is_said(world: World, sent: dict[str, str], said: str) -> None:
    at_step(world, "receive", 1)
    if "viec" in sent:
        sent = {**sent, "viec": offered(world, "receive", sent["viec"])}
    answer = visiting(world.lan).post(PAGE, {**sent, "do": "lam"})
    assert answer.status_code == 422 and said in answer.text
    assert not BulkRun.objects.exists()


def test_others_tasks_are_not_in_the_list_nor_taken_by_their_number(world: World) -> None:
    """A colleague's, one's own application, another queue's."""
    theirs, own, free = at_step(world, "receive", 3)
    from tests.people import officer

    hoa = officer("hoa", "Lê Thị Hoa", "receptionist", world.centre, "Tiếp nhận")
    actions.claim(theirs, hoa)
    own.process.applicant = world.lan
    own.process.save(update_fields=["applicant"])
    elsewhere = at_step(world, "check", 1)[0]
    lan, viec = visiting(world.lan), offered(world, "receive", "accept")
    page = lan.get(PAGE, {"viec": viec}).text
    assert free.process.code in page
    ids = [one.pk for one in (theirs, own, free, elsewhere)]
    for one in (theirs, own, elsewhere):
        assert f'id="id-{one.pk}"' not in page
    confirm = lan.post(PAGE, {"viec": viec, "do": "xem", "id": ids}).text
    assert "Tiếp nhận: 1 hồ sơ" in as_read(confirm)
    assert visiting(world.binh).get(PAGE).status_code == 404


def test_an_order_is_its_officers_alone_and_can_be_stopped(world: World) -> None:
    tasks = at_step(world, "receive", 2)
    wanted = orders.Wanted(
        "decide", {"outcome": "accept"}, world.version, "receive", world.centre, "receptionist"
    )
    run = orders.order(wanted, tasks, world.lan, "vi")
    address = f"/mot-cua/nhieu/{run.pk}/"
    for other in (world.binh, world.dung):
        assert visiting(other).get(address).status_code == 404
        assert visiting(other).post(f"{address}dung/").status_code == 404
    assert visiting(world.huong).get(address).status_code == 403
    assert Client().get(address).status_code == 302
    lan = visiting(world.lan)
    assert "Dừng, để nguyên" in lan.get(address).text
    stopped = lan.post(f"{address}dung/", follow=True)
    assert "Đã dừng: 2 hồ sơ chưa làm để nguyên." in as_read(stopped.text)
    settle()
    assert not WorkItem.objects.filter(step="receive", outcome="accept").exists()
    assert "Refresh" not in lan.get(address).headers


def test_late_tasks_alone(world: World) -> None:
    late, _other = at_step(world, "receive", 2)
    WorkItem.objects.filter(pk=late.pk).update(due_at=timezone.now() - dt.timedelta(hours=1))
    lan, viec = visiting(world.lan), offered(world, "receive", "accept")
    form = form_of(lan.get(PAGE, {"viec": viec, "loc": "qua-han"}).text)
    confirm = lan.post(PAGE, {**form, "all": "1", "do": "xem"}).text
    assert "Tiếp nhận: 1 hồ sơ" in as_read(confirm)
