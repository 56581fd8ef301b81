"""The applicant changes their mind while no result exists."""

from __future__ import annotations

from documents.issuing import produce
from documents.models import Document
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from workflows import actions, permissions
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


def test_what_the_page_says_of_a_withdrawn_dossier_agrees_with_itself(world: World) -> None:
    huong, dossier = visiting(world.huong), actions.submit(draft_of(world), world.huong)
    actions.withdraw(dossier, world.huong)
    page = words(huong.get(f"/ho-so/{dossier.code}/"))
    assert "Nơi tiếp nhận sẽ xác nhận việc dừng xử lý" in page
    assert f"{world.centre.name}: chờ xác nhận dừng xử lý" in page
    assert "Không còn ở cơ quan nào" not in page and "trong lúc chờ bạn" not in page
    actions.stop(Dossier.objects.get(), world.lan, "Theo yêu cầu của công dân.")
    after = words(huong.get(f"/ho-so/{dossier.code}/"))
    assert "Không còn ở cơ quan nào" in after and "Không còn, vì hồ sơ đã dừng" in after


def test_once_the_result_exists_nothing_says_that_it_is_being_worked_on(world: World) -> None:
    """Numbered and being sealed, then sealed and about to be handed over by the portal itself."""
    huong, dossier = visiting(world.huong), actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    assert "/rut/" in words(huong.get(f"/ho-so/{dossier.code}/"))
    decide(dossier, world.anh, "seal")
    for is_sealed, said in ((False, "đang đóng dấu"), (True, "Kết quả đã có")):
        if is_sealed:
            produce(Document.objects.get(kind="BS").pk)  # the worker is about to tell the dossier
        page = words(huong.get(f"/ho-so/{dossier.code}/"))
        assert Dossier.objects.get().legal_status == Status.PROCESSING and said in page
        assert ("Tải " in page) == is_sealed
        for untrue in ("Cơ quan giải quyết đang xử lý hồ sơ", "/rut/"):
            assert untrue not in page, untrue
        assert not permissions.may_withdraw(world.huong, Dossier.objects.get())
        refused = huong.get(f"/ho-so/{dossier.code}/rut/")
        assert refused.status_code == 409 and "không rút được nữa" in words(refused)
