"""Closed dossiers run through a draft: no difference where there is none, and a reason for each
there is.
"""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organisations.models import User
from organisations.seed import seed_organisations
from portal.demo.load import settle
from tests.documents.conftest import demo_authority_seals, demo_seal_folder  # noqa: F401 - fixtures
from tests.people import World
from tests.procedures import walking
from tests.procedures.before import copy_without_way_back
from tests.procedures.schools import answers, make_schools
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.procedures import TEXT, changed
from tests.workflows.versions import administrator, filed, next_version
from workflows import actions
from workflows.definition import load
from workflows.models import Dossier, Entry
from workflows.versions.replay import Replay, replay

#: Two gates that lead to each other: nobody would be asked anything again.
ROUND = """  - {id: round, kind: gate, title: {vi: A}, when: office.check.note == "", then: again, otherwise: seal}
  - {id: again, kind: gate, title: {vi: B}, when: office.check.note != "", then: round, otherwise: return_gate}
"""


def granted(world: World, **answers: object) -> Dossier:
    dossier = ready_to_sign(world, filed(world, **answers))
    actions.decide(item_of(dossier), world.dung, "send_back", reason="Xem lại.")
    actions.decide(item_of(dossier), world.binh, "found", {"match": str(world.diploma.pk)})
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    settle()
    return reread(dossier)


def refused(world: World) -> Dossier:
    dossier = accepted(world, filed(world))
    actions.decide(item_of(dossier), world.binh, "supplement", reason="Thiếu ảnh.")
    actions.supply(dossier, world.huong, reread(dossier).answers)
    actions.decide(item_of(dossier), world.binh, "not_found", reason="Không có trong sổ.")
    actions.decide(item_of(dossier), world.dung, "refuse")
    actions.decide(item_of(dossier), world.anh, "seal")
    settle()
    return reread(dossier)


def not_received(world: World) -> Dossier:
    dossier = filed(world)
    actions.decide(item_of(dossier), world.lan, "refuse", reason="Không thuộc thẩm quyền.")
    return reread(dossier)


def stopped(world: World) -> Dossier:
    dossier = accepted(world, filed(world))
    actions.withdraw(dossier, world.huong)
    actions.stop(reread(dossier), world.lan)
    return reread(dossier)


def run(world: World, *changes: tuple[str, str]) -> Replay:
    return replay(world.version.procedure, load(changed(*changes)))


def only(found: Replay) -> tuple[str, str, str]:
    (row,) = found.different
    return row.kind, row.step, row.difference.text if row.difference else ""


def test_a_way_back_of_the_engine_is_no_difference(world: World) -> None:
    world.version = copy_without_way_back()
    dossier = ready_to_sign(world, filed(world))
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.bring_back(item_of(dossier), world.anh, "sign", "Sai chức danh.")
    actions.decide(item_of(dossier), world.dung, "approve")
    actions.decide(item_of(dossier), world.anh, "seal")
    settle()
    assert run(world).counts["SAME"] == 1
    found = run(world, ("act: approve, to: seal}", "act: approve, to: seal, when: copies > 100}"))
    assert found.counts["DECIDED"] == 1


def test_through_its_own_version_nothing_is_otherwise(world: World) -> None:
    for dossier in (
        granted(world),
        granted(world, delivery="COUNTER"),
        refused(world),
        not_received(world),
    ):
        assert dossier.legal_status in (3, 9, 10)
    stopped(world)
    entries = Entry.objects.count()
    found = replay(world.version.procedure, load(TEXT))
    assert found.counts == {"SAME": 5, "ASKED": 0, "ROUTED": 0, "DECIDED": 0, "TIMED": 0}
    assert Entry.objects.count() == entries


def test_a_gate_that_turns_the_other_way(world: World) -> None:
    granted(world)
    found = run(world, ('when: delivery == "ONLINE"', 'when: delivery == "COUNTER"'))
    assert only(found)[:2] == ("ROUTED", "Phát hành bản sao")
    assert only(found)[2] == "Hồ sơ còn phải qua “Trả kết quả”."


def test_a_new_gate_on_the_way(world: World) -> None:
    refused(world)
    gate = """  - {id: many, kind: gate, title: {vi: Nhiều bản?},
      when: copies > 1, then: check, otherwise: sign_refusal}
  - id: sign_refusal
"""
    found = run(
        world,
        ("  - id: sign_refusal\n", gate),
        ("act: forward, to: sign_refusal,", "act: forward, to: many,"),
    )
    assert only(found) == (
        "ROUTED",
        "Đối chiếu sổ gốc",
        "Qua chỗ rẽ “Nhiều bản?”, hồ sơ sẽ sang “Đối chiếu sổ gốc”.",
    )


def test_an_outcome_that_is_gone_and_one_that_needs_more(world: World) -> None:
    granted(world)
    found = run(world, ("{id: approve,", "{id: sign_it,"))
    assert only(found) == ("DECIDED", "Lãnh đạo ký duyệt", "Không còn chọn được “Ký duyệt”.")
    needs = 'needs: office.check.match != "" && office.check.note != ""'
    found = run(world, ('needs: office.check.match != ""', needs))
    kind, step, text = only(found)
    assert (kind, step) == ("DECIDED", "Đối chiếu sổ gốc") and text.startswith(
        "Chưa chọn được “Khớp sổ gốc, trình ký”"
    )


def test_another_limit_gives_another_due_time(world: World) -> None:
    granted(world)
    found = run(world, ("amount: 1, unit: SAME_DAY", "amount: 3, unit: SAME_DAY"))
    (row,) = found.different
    assert (
        row.kind == "TIMED"
        and row.due is not None
        and row.due[0] < row.due[1]
        and row.difference is None
    )


def test_silence_that_would_have_come_first(world: World) -> None:
    dossier = granted(world)
    from workflows.models import WorkItem

    old = WorkItem.objects.filter(process=dossier, step="sign").first()
    assert old is not None
    WorkItem.objects.filter(pk=old.pk).update(created=old.created.replace(year=2025))
    silence = (
        "    not_same_person_as: [check]\n    silence: {amount: 2, unit: WORKING_DAY, outcome:"
        " send_back}\n"
    )
    found = run(world, ("    not_same_person_as: [check]\n", silence))
    assert only(found)[:2] == ("TIMED", "Lãnh đạo ký duyệt")


def test_a_question_that_was_not_asked(world: World) -> None:
    granted(world)
    found = run(world, ("{id: serial, kind: text,", "{id: serial, kind: text, required: true,"))
    assert only(found)[0] == "ASKED" and "Số hiệu văn bằng" in only(found)[2]


def test_the_number_of_queries_does_not_grow_and_the_number_of_dossiers_has_an_end(
    world: World,
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            run(world, ('when: delivery == "ONLINE"', 'when: delivery == "COUNTER"'))
        return len(seen.captured_queries)

    granted(world)
    queries()
    few = queries()
    for _ in range(4):
        not_received(world)
    assert queries() == few <= 8
    found = replay(world.version.procedure, load(TEXT), most=2)
    assert (len(found.rows), found.closed) == (2, 5)


def test_the_editor_runs_them_and_keeps_the_text(world: World) -> None:
    dossier = granted(world)
    next_version(("title: {vi: Tiếp nhận hồ sơ", "title: {vi: Nhận hồ sơ"))
    client = Client()
    client.force_login(administrator())
    editor = reverse("admin:workflows_definition_edit", args=[world.version.pk])
    text = changed(("{id: approve,", "{id: sign_it,"))
    page = client.post(editor, {"the-source": text, "do-replay": "1"}).text
    assert (
        "Chạy thử trên 1 hồ sơ đã xong" in page and dossier.code in page and "{id: sign_it," in page
    )
    named = page.count("Nguyễn Thị Hường")
    assert named == text.count("Nguyễn Thị Hường"), "nobody but whom the text names"
    around = changed(
        ("to: return_gate", "to: round"),
        ("  - id: return_gate\n", ROUND + "  - id: return_gate\n"),
    )
    page = client.post(editor, {"the-source": around, "do-replay": "1"}).text
    assert "có hồ sơ có thể không bao giờ kết thúc" in page and "Chạy thử trên 1" not in page
    staff = User.objects.create_user("can-bo", is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="view_procedureversion"))
    client.force_login(staff)
    assert client.post(editor, {"the-source": text, "do-replay": "1"}).status_code == 403


def test_a_consultation_is_walked_too(db: None) -> None:
    seed_organisations()
    schools = make_schools()
    dossier = walking.decide(
        walking.filed(schools.version, schools.mother, answers()),
        "receive",
        schools.office,
        "accept",
    )
    said = {"releases": True, "handed_over": "electronic"}
    principal, task = schools.old_principal, walking.item(dossier, "ask_release")
    actions.give_opinion(
        task, principal, "Đồng ý cho chuyển.", values=said, files=[walking.paper(principal)]
    )
    walking.decide(
        dossier, "appraise", schools.teacher, "propose_refusal", reason="Lớp đã đủ chỉ tiêu."
    )
    walking.decide(dossier, "sign_refusal", schools.principal, "refuse")
    walking.decide(dossier, "seal_refusal", schools.office, "seal")
    text = schools.version.source
    assert replay(schools.version.procedure, load(text)).counts["SAME"] == 1
    place = 'at: "answer:present_school", when: '
    nobody = text.replace(place + '\'kind == "transfer"', place + '\'kind == "abroad"', 1)
    assert nobody != text
    assert only(replay(schools.version.procedure, load(nobody)))[0] == "ROUTED"
