"""The applicant changes his mind while no result exists."""

from __future__ import annotations

from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from workflows import actions
from workflows.lifecycle import Status
from workflows.models import Dossier


def test_withdrawing_is_asked_once_more_and_then_done(world: World) -> None:
    huong, dossier = visiting(world.huong), actions.submit(draft_of(world), world.huong)
    address = f"/ho-so/{dossier.code}/rut/"
    assert address in words(huong.get(f"/ho-so/{dossier.code}/"))
    assert "Rút hồ sơ?" in words(huong.get(address))
    assert Dossier.objects.get().legal_status == Status.REGISTERED
    page = words(huong.post(address, {"reason": "Tôi đã tìm thấy bằng."}, follow=True))
    assert "Đã gửi yêu cầu rút hồ sơ." in page
    assert Dossier.objects.get().legal_status == Status.WITHDRAWAL_ASKED


def test_once_a_number_is_given_a_sentence_says_why_not(world: World) -> None:
    huong, dossier = visiting(world.huong), actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    decide(dossier, world.anh, "seal")
    answer = huong.post(f"/ho-so/{dossier.code}/rut/")
    assert answer.status_code == 409
    assert "không rút hồ sơ được nữa" in words(answer) or "không làm được việc này" in words(answer)
