"""My dossiers: where each one stands, what was issued, and nobody else's."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from workflows import actions
from workflows.models import Dossier


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def test_the_list_says_status_date_and_who_has_it(
    world: World, huong: Client, dossier: Dossier
) -> None:
    accepted = decide(dossier, world.lan, "accept")
    page = words(huong.get("/ho-so/"))
    assert dossier.code in page
    assert "Được tiếp nhận" in page
    assert f"{accepted.due_at.astimezone():%d/%m/%Y}" in page
    assert "đang ở Sở Giáo dục và Đào tạo Đắk Lắk" in page


def test_a_list_of_many_stays_at_the_same_number_of_queries(
    world: World, huong: Client, django_assert_max_num_queries
) -> None:
    for _ in range(6):
        actions.submit(draft_of(world), world.huong)
    with django_assert_max_num_queries(12):
        huong.get("/ho-so/")


def test_the_timeline_is_the_journal_in_the_applicants_words(
    world: World, huong: Client, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    page = words(huong.get(f"/ho-so/{dossier.code}/"))
    timeline = page.split('class="timeline"')[1]
    assert timeline.index("Tiếp nhận hồ sơ") < timeline.index("Nộp hồ sơ")
    assert "Hoàng Thị Lan · Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk" in timeline


def test_notes_between_officers_are_not_shown(
    world: World, huong: Client, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    decide(
        dossier,
        world.binh,
        "not_found",
        reason="Trong sổ gốc không có thông tin của người được cấp văn bằng.",
    )
    decide(dossier, world.dung, "send_back", reason="Xem lại quyển 12 giúp tôi.")
    page = words(huong.get(f"/ho-so/{dossier.code}/"))
    assert "quyển 12" not in page
    assert "Trong sổ gốc không có" not in page


def test_the_diagram_shows_the_present_step(huong: Client, dossier: Dossier) -> None:
    page = words(huong.get(f"/ho-so/{dossier.code}/"))
    assert "<svg" in page
    assert " style=" not in page


def test_the_finished_copy_is_downloaded_as_it_was_sealed(
    world: World, huong: Client, dossier: Dossier
) -> None:
    issued = issue(world, dossier)
    page = words(huong.get(f"/ho-so/{dossier.code}/"))
    document = issued.documents.get(kind="copy").document
    assert f"/van-ban/{document.code}/" in page
    answer = huong.get(f"/van-ban/{document.code}/")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_strangers_document_and_dossier_do_not_exist(world: World, dossier: Dossier) -> None:
    issued = issue(world, dossier)
    code = issued.documents.get(kind="copy").document.code
    thief = visiting(
        type(world.huong).objects.create_user("ke-la", "x@example.vn", "x", full_name="Kẻ lạ")
    )
    for path in ("", "da-nop/", "bo-sung/", "bo-sung/who/", "rut/"):
        assert thief.get(f"/ho-so/{dossier.code}/{path}").status_code == 404, path
        assert thief.post(f"/ho-so/{dossier.code}/{path}").status_code in (404, 405), path
    assert thief.get(f"/van-ban/{code}/").status_code == 404


def issue(world: World, dossier: Dossier) -> Dossier:
    """The whole way to the sealed copy, the worker's part included."""
    from portal.demo.load import settle

    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    decide(dossier, world.anh, "seal")
    settle()
    return Dossier.objects.get(pk=dossier.pk)
