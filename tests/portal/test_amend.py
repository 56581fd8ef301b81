"""The applicant corrects a dossier on its own page; the officer is shown what, and decides on that."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from notifications import recording
from notifications.models import Message
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.reading import as_read
from tests.workflows.conftest import item_of, ready_to_sign, reread
from workflows import actions
from workflows.models import Dossier, DossierFile, Draft, Effect

SENT = {"continue": "1", "key": "k" * 32}


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def address(dossier: Dossier) -> str:
    return f"/ho-so/{dossier.code}/tu-sua/"


def as_it_stands(dossier: Dossier, **changes: str) -> dict[str, str]:
    """The page's inputs as it draws them, with some typed anew."""
    answers = dossier.answers
    at = answers["address"]
    return {
        **SENT,
        "phone": answers["phone"],
        "email": answers["email"],
        "address.province": at["province"],
        "address.ward": at["ward"],
        "address.detail": at["detail"],
        "purpose": answers.get("purpose") or "",
        **changes,
    }


def test_the_dossier_page_leads_there_and_the_page_shows_what_stands(
    huong: Client, dossier: Dossier
) -> None:
    assert address(dossier) in huong.get(f"/ho-so/{dossier.code}/").text
    page = as_read(huong.get(address(dossier)).text)
    assert dossier.answers["phone"] in page and "đến trước bước" in page
    assert "copies" not in page  # not among what may be corrected


def test_a_correction_is_kept_and_told_to_the_officer(
    world: World, huong: Client, dossier: Dossier
) -> None:
    lan = visiting(world.lan)
    item = item_of(dossier)
    before = lan.get(f"/mot-cua/viec/{item.pk}/")
    answer = huong.post(address(dossier), as_it_stands(dossier, phone="0905 999 888"))
    assert answer.status_code == 302
    assert reread(dossier).applicant_phone == "0905999888"
    seen = before.context["dossier"].entry_count
    press = {"do-outcome": "accept", "do-decide": "", "do-seen": seen, "do-key": "a" * 32}
    refused = lan.post(f"/mot-cua/viec/{item.pk}/", press)
    assert refused.status_code == 409
    page = as_read(refused.text)
    assert "vừa tự sửa hồ sơ: Số điện thoại" in page and "Người nộp đã tự sửa hồ sơ" in page
    again = refused.context["dossier"].entry_count
    done = lan.post(f"/mot-cua/viec/{item.pk}/", {**press, "do-seen": again})
    assert done.status_code == 302 and reread(dossier).accepted_at


def test_the_officers_who_have_it_are_written_to(
    world: World, huong: Client, dossier: Dossier
) -> None:
    huong.post(address(dossier), as_it_stands(dossier, phone="0905 999 888"))
    recording.record(Effect.objects.get(kind="notify", entry__act="amend"))
    told = Message.objects.filter(entry__act="amend")
    assert {message.recipient for message in told} >= {world.lan}
    assert "0905" not in told.first().body and "Số điện thoại" in told.first().body


def test_a_paper_is_added(huong: Client, dossier: Dossier) -> None:
    picture = SimpleUploadedFile("ban-sao-cu.png", png(), "image/png")
    answer = huong.post(address(dossier), {**as_it_stands(dossier), "old_copy": picture})
    assert answer.status_code == 302, words(answer)
    assert DossierFile.objects.get(dossier=dossier).field == "old_copy"
    assert "ban-sao-cu.png" in huong.get(address(dossier)).text


def test_a_paper_outlasts_whatever_is_drawn_after_it(huong: Client, dossier: Dossier) -> None:
    form = as_it_stands(dossier)
    form.pop("continue")
    picture = SimpleUploadedFile("ban-sao-cu.png", png(), "image/png")
    huong.post(address(dossier), {**form, "old_copy": picture, "reload": "1"})
    assert "ban-sao-cu.png" in huong.post(address(dossier), {**form, "reload": "1"}).text
    assert huong.post(address(dossier), as_it_stands(dossier, phone="12")).status_code == 422
    assert huong.post(address(dossier), as_it_stands(dossier)).status_code == 302
    assert len(reread(dossier).answers["old_copy"]) == 1
    kept = reread(dossier).answers["old_copy"][0]
    gone = {**form, "key": "m" * 32, "remove": kept}
    assert "ban-sao-cu.png" not in huong.post(address(dossier), gone).text
    assert reread(dossier).answers["old_copy"] == [kept]  # until it is sent


def test_bad_input_gets_a_sentence_and_nothing_typed_is_lost(
    huong: Client, dossier: Dossier
) -> None:
    answer = huong.post(address(dossier), as_it_stands(dossier, phone="12", purpose="Du học"))
    assert answer.status_code == 422
    assert 'value="12"' in answer.text and "Du học" in answer.text
    nothing = huong.post(address(dossier), as_it_stands(dossier))
    assert nothing.status_code == 422 and "chưa sửa gì" in as_read(nothing.text)
    assert not dossier.entries.filter(act="amend").exists()


def test_a_button_that_sends_nothing_keeps_what_was_typed(huong: Client, dossier: Dossier) -> None:
    form = {**as_it_stands(dossier, phone="12"), "reload": "address.province"}
    form.pop("continue")
    answer = huong.post(address(dossier), form)
    assert answer.status_code == 200 and 'value="12"' in answer.text
    assert not dossier.entries.filter(act="amend").exists()


def test_the_same_press_twice_and_a_window_that_comes_too_late(
    world: World, huong: Client, dossier: Dossier
) -> None:
    form = as_it_stands(dossier, phone="0905 999 888")
    assert [huong.post(address(dossier), form).status_code for _ in range(2)] == [302, 302]
    assert dossier.entries.filter(act="amend").count() == 1
    ready_to_sign(world, reread(dossier))
    assert huong.post(address(dossier), form).status_code == 302
    late = huong.post(address(dossier), {**form, "key": "m" * 32})
    assert late.status_code == 409 and "qua bước" in as_read(late.text)
    assert address(dossier) not in huong.get(f"/ho-so/{dossier.code}/").text


def test_a_form_that_was_sent_and_is_changed_counts_at_the_second_press(
    huong: Client, dossier: Dossier
) -> None:
    huong.post(address(dossier), as_it_stands(dossier, phone="0905 999 888"))
    again = huong.post(address(dossier), as_it_stands(dossier, phone="0905 999 777"))
    assert again.status_code == 409 and 'value="0905 999 777"' in again.text
    key = again.context["key"]
    assert key != SENT["key"]
    form = {**as_it_stands(dossier, phone="0905 999 777"), "key": key}
    assert huong.post(address(dossier), form).status_code == 302
    assert reread(dossier).applicant_phone == "0905999777"


def test_a_paper_sent_twice_by_two_presses_is_one(huong: Client, dossier: Dossier) -> None:
    for _ in range(2):
        picture = SimpleUploadedFile("ban-sao-cu.png", png(), "image/png")
        sent = huong.post(address(dossier), {**as_it_stands(dossier), "old_copy": picture})
        assert sent.status_code == 302
    assert len(reread(dossier).answers["old_copy"]) == 1
    assert not Draft.objects.get(dossier=dossier).answers


def test_a_stranger_and_an_officer_find_no_such_page(world: World, dossier: Dossier) -> None:
    assert visiting(world.lan).get(address(dossier)).status_code == 404
    assert Client().get(address(dossier)).status_code == 302


def test_the_applicant_reads_it_in_their_timeline(huong: Client, dossier: Dossier) -> None:
    huong.post(address(dossier), as_it_stands(dossier, phone="0905 999 888"))
    assert "Người nộp tự sửa hồ sơ" in huong.get(f"/ho-so/{dossier.code}/").text


def test_at_the_counter_the_receptionist_corrects(world: World) -> None:
    found = actions.submit_at_counter(draft_of(world, world.lan), world.lan, world.centre)
    page = visiting(world.lan).post(address(found), as_it_stands(found, phone="0905 999 888"))
    assert page.status_code == 302 and reread(found).applicant_phone == "0905999888"
