"""Taking back what was issued: by the head, on a ground of the law, with a decision, heard by those
it concerns.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from documents import issuing
from documents.models import Document
from documents.storage import read_pdf
from documents.verification import check
from notifications.models import Message
from organisations.models import User
from portal.demo.load import settle
from registers import lookup
from registers.models import Annotation
from tests.people import World, answers
from tests.procedures.diplomas import NEW_NAME, a_copy, corrected, diploma_world, document_of
from tests.procedures.walking import decide, filed, now, officer, paper
from tests.reading import pdf_text
from workflows import actions
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.journal import entries
from workflows.lifecycle import Status
from workflows.models import Dossier, DossierDocument, Entry


@pytest.fixture
def world() -> World:
    return diploma_world()


@pytest.fixture
def copied(world: World) -> Dossier:
    return a_copy(world)


def revoked(world: World, document: Document, ground: str = "issued_wrongly", **how: Any) -> Entry:
    entry = actions.revoke(document, world.dung, ground, **how)
    settle()
    return entry


def test_the_head_revokes_by_a_decision_and_the_check_says_since_when(
    world: World, copied: Dossier
) -> None:
    copy = document_of(copied, "copy")
    entry = revoked(world, copy, detail="Cấp trùng với bản ngày 05/02.")
    decision = document_of(copied, "revocation")
    assert (entry.act, entry.data["revoked"], entry.data["document"]) == (
        "revoke",
        copy.symbol,
        decision.symbol,
    )
    text = pdf_text(read_pdf(decision))
    for words in (
        "QUYẾT ĐỊNH",
        "/QĐ-SGDĐT",
        copy.symbol,
        "Nguyễn Thị Hường",
        "cấp trùng",
        "Trần Văn Dũng",
    ):
        assert words in text, words
    verdict = check(copy.code)
    assert verdict.result == "revoked" and verdict.revoked_on
    assert [(fact.kind, fact.decision) for fact in verdict.later] == [("REVOKED", decision.symbol)]
    page = Client().get(f"/k/{copy.code}").content.decode()
    assert "Văn bản đã bị thu hồi" in page and decision.symbol in page and "Cấp trùng" not in page
    assert check(decision.code).result == "genuine"
    assert now(copied).legal_status == Status.RETURNED and entries.verify() is None


def test_the_applicant_and_the_holder_are_told(world: World) -> None:
    """H'Lan files for Hường, who has an account of her own: both hear of it, each with a page that
    is theirs.
    """
    lan = User.objects.create_user(
        "hlan", "hlan@example.vn", "mat-khau-rat-dai", full_name="H'Lan Niê"
    )
    world.huong.identity_number = "066198001234"
    world.huong.save()
    person = answers()["applicant"]
    mother = {
        "name": "H'Lan Niê",
        "birth_date": "1978-09-14",
        "sex": "F",
        "identity": "066178004512",
    }
    asked = answers(
        relation="authorised",
        applicant=mother,
        holder=person,
        kinship="Mẹ",
        email="hlan@example.vn",
        proof=[paper(lan)],
    )
    dossier = filed(world.version, lan, asked)
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    decide(dossier, "seal", world.anh, "seal")
    entry = revoked(world, document_of(dossier, "copy"))
    told = Message.objects.filter(entry=entry).order_by("pk")
    assert {(message.recipient, message.channel) for message in told} == {
        (lan, "INBOX"), (lan, "EMAIL"), (world.huong, "INBOX"), (world.huong, "EMAIL"),
    }  # fmt: skip
    hers = told.get(recipient=world.huong, channel="INBOX").body
    assert dossier.code not in hers and "/kiem-tra/" in hers and "đã bị thu hồi" in hers


def test_nobody_but_the_head_of_who_issued_it(world: World, copied: Dossier) -> None:
    copy = document_of(copied, "copy")
    elsewhere = officer("giamdoc", "Giám Đốc Trung Tâm", "ttpvhcc-daklak", "head")
    for who in (world.huong, world.lan, world.binh, world.anh, elsewhere):
        with pytest.raises(NoRight):
            actions.revoke(copy, who, "issued_wrongly")
    assert check(copy.code).result == "genuine" and not Entry.objects.filter(act="revoke").exists()


def test_nobody_revokes_in_their_own_case(world: World) -> None:
    world.huong = world.dung
    dossier = filed(world.version, world.dung, answers())
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    other = officer("pho", "Phó Giám Đốc Khác", "sgddt-daklak", "head", position="PHÓ GIÁM ĐỐC")
    decide(dossier, "sign", other, "approve")
    decide(dossier, "seal", world.anh, "seal")
    with pytest.raises(NoRight):
        actions.revoke(document_of(dossier, "copy"), world.dung, "issued_wrongly")


def test_a_ground_of_the_list_and_a_result_that_was_issued(world: World, copied: Dossier) -> None:
    copy, receipt = document_of(copied, "copy"), document_of(copied, "receipt")
    with pytest.raises(Incomplete, match="căn cứ"):
        actions.revoke(copy, world.dung, "because")
    head = officer("truong", "Giám Đốc Trung Tâm", "ttpvhcc-daklak", "head")
    with pytest.raises(WrongState, match="kết quả giải quyết"):
        actions.revoke(receipt, head, "issued_wrongly")
    with pytest.raises(Incomplete, match="không cho thu hồi văn bằng"):
        actions.revoke(copy, world.dung, "issued_wrongly", with_diploma=True)


def test_what_is_still_being_produced_is_not_revoked(world: World) -> None:
    """Neither while it waits for its seal, nor sealed while its dossier has not been told."""
    dossier = filed(world.version, world.huong, answers())
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    item = dossier.items.get(finished=None)
    actions.decide(item, world.anh, "seal")
    copy = document_of(dossier, "copy")
    with pytest.raises(WrongState, match="chưa phát hành xong"):
        actions.revoke(copy, world.dung, "issued_wrongly")
    issuing.produce(copy.pk)
    with pytest.raises(WrongState, match="chưa phát hành xong"):
        actions.revoke(copy, world.dung, "issued_wrongly")
    settle()
    assert revoked(world, copy) and now(dossier).legal_status == Status.RETURNED


def test_once_and_the_second_is_told_who_was_first(world: World, copied: Dossier) -> None:
    copy = document_of(copied, "copy")
    first = revoked(world, copy, key="k" * 32)
    assert actions.revoke(copy, world.dung, "issued_wrongly", key="k" * 32) == first
    with pytest.raises(AlreadyDone, match="Trần Văn Dũng"):
        actions.revoke(copy, world.dung, "issued_wrongly")
    assert DossierDocument.objects.filter(kind="revocation").count() == 1


def test_the_diploma_goes_with_it_and_every_copy_says_so(world: World, copied: Dossier) -> None:
    other = document_of(a_copy(world), "copy")
    revoked(
        world,
        document_of(copied, "copy"),
        "fraud",
        with_diploma=True,
        detail="Theo kết luận thanh tra số 3.",
    )
    entry = lookup.whole(world.diploma.pk)
    (note,) = entry.annotations.all()
    decision = document_of(copied, "revocation")
    assert (entry.state, note.kind, note.decision) == ("REVOKED", "REVOKED", decision.symbol)
    assert "A 01234567" in pdf_text(read_pdf(decision))
    verdict = check(other.code)
    assert (verdict.result, verdict.since) == ("genuine", "REVOKED")
    assert "văn bằng gốc đã bị thu hồi" in Client().get(f"/k/{other.code}").content.decode()
    with pytest.raises(Incomplete, match="đã thu hồi"):
        a_copy(world)


def test_a_revoked_correction_gives_the_contents_back(world: World) -> None:
    dossier = corrected(world, NEW_NAME)
    copy = document_of(a_copy(world), "copy")
    revoked(world, document_of(dossier, "decision"), "issued_wrongly")
    told = lookup.facts(lookup.whole(world.diploma.pk))
    assert (
        told["holder_name"] == "Nguyễn Thị Hường"
        and "không còn hiệu lực" in told["annotations_text"]
    )
    assert [fact.kind for fact in check(copy.code).later] == ["CORRECTED"]
    assert Annotation.objects.count() == 2
    again = {**NEW_NAME, "new_text": "Nguyễn Thị Hồng Hường"}
    corrected(world, again)
    assert lookup.facts(lookup.whole(world.diploma.pk))["holder_name"] == "Nguyễn Thị Hồng Hường"


def test_the_page_shows_grounds_to_the_head_and_words_to_others(
    world: World, copied: Dossier
) -> None:
    copy, client = document_of(copied, "copy"), Client()
    page = reverse("portal:revoke", args=[copy.code])
    client.force_login(world.binh)
    assert "Chỉ thủ trưởng" in client.get(page).content.decode()
    client.force_login(world.dung)
    shown = client.get(page).content.decode()
    assert "Căn cứ thu hồi" in shown and "Thu hồi cả văn bằng" in shown
    answer = client.post(page, {"detail": "Giữ lại.", "key": "a" * 32})
    assert answer.status_code == 422 and "Hãy chọn căn cứ" in answer.content.decode()
    assert "Giữ lại." in answer.content.decode()
    sent = {"ground": "lent", "detail": "", "with_diploma": "yes", "key": "b" * 32}
    assert client.post(page, sent).status_code == 302
    assert client.post(page, sent).status_code == 302  # a double click
    assert Entry.objects.filter(act="revoke").count() == 1
    assert "đã bị thu hồi ngày" in client.get(page).content.decode()
    listed = client.get(
        reverse("portal:office_dossier", args=[copied.code]), {"xem": "van-ban"}
    ).content.decode()
    assert "đã thu hồi" in listed


def test_a_stranger_to_the_dossier_finds_no_page(world: World, copied: Dossier) -> None:
    client = Client()
    client.force_login(officer("la", "Người Lạ", "thpt-ngo-gia-tu", "head"))
    assert (
        client.get(reverse("portal:revoke", args=[document_of(copied, "copy").code])).status_code
        == 404
    )


def test_the_page_of_the_dossier_no_longer_offers_what_was_taken_back(
    world: World, copied: Dossier
) -> None:
    copy, client = document_of(copied, "copy"), Client()
    client.force_login(world.huong)
    page = reverse("portal:dossier", args=[copied.code])
    offer = f"Tải {copy.title}"
    assert offer in client.get(page).content.decode()
    revoked(world, copy)
    told = client.get(page).content.decode()
    assert offer not in told and "notice-good" not in told
    assert "Văn bản đã bị thu hồi" in told and document_of(copied, "revocation").symbol in told
    asked = {"code": copied.code, "fact": "0905123456"}
    assert (
        "Văn bản đã bị thu hồi" in Client().post(reverse("portal:follow"), asked).content.decode()
    )


def test_the_page_of_a_copy_says_that_the_diploma_was_corrected(
    world: World, copied: Dossier
) -> None:
    decision = document_of(corrected(world, NEW_NAME), "decision")
    client = Client()
    client.force_login(world.huong)
    told = client.get(reverse("portal:dossier", args=[copied.code])).content.decode()
    assert "Văn bằng đã được chỉnh sửa sau ngày cấp văn bản này" in told and decision.symbol in told
    assert reverse("portal:apply", args=[copied.version.procedure.slug]) in told
