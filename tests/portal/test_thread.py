"""The thread on both sides' pages: written, read, told apart, and nothing typed lost."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from conversation import questions, remarks
from conversation.models import Note, Remark, Thread
from portal.shared import thread as pages
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.portal.conftest import visiting
from tests.workflows.conftest import accepted
from workflows import actions
from workflows.models import Dossier

WORDS = "Bao giờ có kết quả ạ?"


@pytest.fixture
def dossier(world: World) -> Dossier:
    return accepted(world, actions.submit(draft_of(world), world.huong))


def test_a_question_and_its_answer(world: World, dossier: Dossier) -> None:
    huong, binh = visiting(world.huong), visiting(world.binh)
    page, desk = f"/ho-so/{dossier.code}/trao-doi/", f"/mot-cua/ho-so/{dossier.code}/?xem=trao-doi"
    file = SimpleUploadedFile("a.png", png(), "image/png")
    assert huong.post(page, {"text": WORDS, "do-attach": file}).status_code == 302
    assert "chưa đọc" in huong.get(page).text
    assert f"{dossier.code}/?xem=trao-doi" in binh.get("/mot-cua/tin-nhan/").text
    shown = binh.get(desk)
    assert WORDS in shown.text and "a.png" in shown.text
    assert "đã đọc lúc" in huong.get(page).text
    answered = binh.post(f"/mot-cua/ho-so/{dossier.code}/nhan/", {"text": "Ngày mai ạ."})
    assert answered.status_code == 302 and answered.url == desk
    assert "1 tin mới" in huong.get(f"/ho-so/{dossier.code}/").text
    answer = huong.get(page).text
    assert "Ngày mai ạ." in answer and "trả lời sau 0 phút làm việc" in answer
    assert "tin mới" not in huong.get(f"/ho-so/{dossier.code}/").text
    assert "Không có tin nào chờ" in binh.get("/mot-cua/tin-nhan/").text


def test_what_is_refused_keeps_what_was_typed(world: World, dossier: Dossier) -> None:
    huong, binh = visiting(world.huong), visiting(world.binh)
    bad = SimpleUploadedFile("a.exe", b"MZ", "application/x-msdownload")
    refused = huong.post(f"/ho-so/{dossier.code}/trao-doi/", {"text": WORDS, "do-attach": bad})
    assert refused.status_code == 422 and WORDS in refused.text
    empty = binh.post(f"/mot-cua/ho-so/{dossier.code}/nhan/", {"text": " "})
    assert empty.status_code == 422 and "Hãy viết nội dung" in empty.text
    long = "dài " * 1100
    told = binh.post(f"/mot-cua/ho-so/{dossier.code}/ghi-chu/", {"text": long})
    assert told.status_code == 422 and long.strip()[:200] in told.text
    assert not Remark.objects.exists() and not Note.objects.exists()


def test_a_flood_ends(world: World, dossier: Dossier) -> None:
    huong = visiting(world.huong)
    page = f"/ho-so/{dossier.code}/trao-doi/"
    for _each in range(pages.A_QUARTER.times):
        huong.post(page, {"text": " "})
    refused = huong.post(page, {"text": WORDS})
    assert refused.status_code == 429 and WORDS in refused.text and not Remark.objects.exists()


def test_asked_before_filing_and_linked_afterwards(world: World) -> None:
    huong, lan = visiting(world.huong), visiting(world.lan)
    assert "/thu-tuc/diploma-copy/hoi/" in huong.get("/thu-tuc/diploma-copy/").text
    ask = "/thu-tuc/diploma-copy/hoi/"
    assert world.centre.name in huong.get(ask).text
    assert huong.post(ask, {"text": WORDS, "office": "khong-co"}).status_code == 422
    sent = huong.post(ask, {"text": WORDS, "office": world.centre.slug})
    question = Thread.objects.get()
    assert sent.url == f"/cau-hoi/{question.pk}/" and WORDS in huong.get(sent.url).text
    assert "chờ trả lời" in huong.get("/cau-hoi/").text
    office = f"/mot-cua/cau-hoi/{question.pk}/"
    assert office in lan.get("/mot-cua/tin-nhan/").text and WORDS in lan.get(office).text
    assert visiting(world.binh).get(office).status_code == 404
    assert lan.post(office, {"text": "Một ngày ạ."}).status_code == 302
    dossier = actions.submit(draft_of(world), world.huong)
    thread = f"/ho-so/{dossier.code}/trao-doi/"
    assert "Gắn câu hỏi" in huong.get(thread).text
    link = f"/ho-so/{dossier.code}/gan-cau-hoi/"
    assert huong.post(link, {"question": question.pk}).status_code == 302
    assert "Một ngày ạ." in huong.get(thread).text
    assert huong.post(link, {"question": "9" * 30}).status_code == 409


def test_a_linked_question_leads_to_its_dossier(world: World, dossier: Dossier) -> None:
    question = questions.ask(world.huong, world.version.procedure, world.centre, WORDS)
    Thread.objects.filter(pk=question.pk).update(dossier=dossier)
    answer = visiting(world.huong).get(f"/cau-hoi/{question.pk}/")
    assert answer.status_code == 302 and answer.url == f"/ho-so/{dossier.code}/trao-doi/"


def test_who_has_no_account_is_not_written_to(world: World) -> None:
    dossier = accepted(world, actions.submit(draft_of(world), world.huong))
    Dossier.objects.filter(pk=dossier.pk).update(applicant=None)
    page = visiting(world.binh).get(f"/mot-cua/ho-so/{dossier.code}/?xem=trao-doi")
    assert "không có tài khoản" in page.text
    refused = visiting(world.binh).post(f"/mot-cua/ho-so/{dossier.code}/nhan/", {"text": WORDS})
    assert refused.status_code == 409 and not remarks.of_dossier(dossier)
