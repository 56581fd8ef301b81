"""A link invites; a code to the invited contact opens. Whoever has the link alone sees nothing, and
the owner hears of it.
"""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.files.uploads import store
from forms.models import StoredFile
from notifications import account_letters, contact_codes
from organisations.account_models import AccountLetter
from portal.account.asked_code import TO_CONTACT
from portal.account.own_data import people_facts
from portal.citizen import apply
from portal.http.access import SignedIn
from tests.forms.test_uploads import png
from tests.people import World, person
from tests.portal.conftest import visiting
from tests.reading import as_read
from tests.workflows.two_sign import EMAIL, link_in, newest, two_sign
from workflows import actions
from workflows.applicant import co_signing
from workflows.models import Dossier, Draft, Invitation
from workflows.published import definition_of

SECRET = "Trường THPT Bí Mật"


@pytest.fixture
def paper(world: World) -> StoredFile:
    sent = SimpleUploadedFile("bang-cu.png", png(), "image/png")
    stored = store(sent, world.huong, ["image"], 10**7)
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)
    return stored


@pytest.fixture
def draft(world: World, tmp_path: Path, paper: StoredFile) -> Draft:
    draft = two_sign(world, tmp_path)
    draft.answers = {**draft.answers, "school": SECRET, "old_copy": [str(paper.pk)]}
    draft.save()
    return draft


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


def invited(huong: Client, draft: Draft) -> str:
    """The owner invites; the path in the letter that came."""
    assert huong.post(f"/nhap/{draft.pk}/nguoi-thu-hai/").status_code == 302
    contact_codes.sweep()
    letter = mail.outbox[-1]
    assert letter.to == [EMAIL] and SECRET not in letter.body and "Hường" not in letter.body
    return link_in(letter.body)


def code_for(client: Client, link: str) -> str:
    """This browser asks for the code; the one in the letter."""
    assert client.post(link).url == "/ma-xac-nhan/"
    contact_codes.sweep()
    assert mail.outbox[-1].to == [EMAIL]
    found = re.search(r"\b\d{6}\b", mail.outbox[-1].subject)
    assert found
    return found[0]


def opened(client: Client, link: str) -> str:
    answer = client.post("/ma-xac-nhan/", {"code": code_for(client, link)})
    assert answer.url == link
    return client.get(link).text


def test_the_second_person_reads_all_and_confirms(
    huong: Client, draft: Draft, paper: StoredFile
) -> None:
    check = f"/nhap/{draft.pk}/kiem-tra/"
    assert huong.post(check).status_code == 409
    link, hai = invited(huong, draft), Client()
    assert "Chờ Trần Văn Hải xác nhận" in as_read(huong.get(check).text)
    page = opened(hai, link)
    assert SECRET in page and "Nguyễn Thị Hường" in page
    file = hai.get(f"{link}tep/{paper.pk}/")
    assert file.status_code == 200 and b"".join(file.streaming_content) == png()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown
    unread = hai.post(link, {"confirm": "1", "shown": shown[1]})
    assert unread.status_code == 422 and "Tôi đã đọc" in as_read(unread.text)
    done = hai.post(link, {"confirm": "1", "read": "1", "shown": shown[1]})
    assert "Bạn đã xác nhận hồ sơ" in as_read(done.text)
    assert AccountLetter.objects.get().kind == "CO_SIGNED"
    assert hai.get(link).status_code == 410  # once
    assert "đã xác nhận hồ sơ này" in as_read(huong.get(check).text)
    assert huong.post(check).status_code == 302
    dossier = Dossier.objects.get()
    own = as_read(huong.get(f"/ho-so/{dossier.code}/").text)
    assert "Trần Văn Hải xác nhận lúc" in own and "h***@example.vn" in own


def test_the_owner_signed_in_confirms_nothing(huong: Client, draft: Draft) -> None:
    link = invited(huong, draft)
    shown = re.search(r'name="shown" value="(\w+)"', opened(huong, link))
    assert shown
    answer = huong.post(link, {"confirm": "1", "read": "1", "shown": shown[1]})
    assert answer.status_code == 409 and "phải tự trả lời" in as_read(answer.text)
    assert newest().state == "OPEN"


def test_officers_see_who_confirmed(world: World, huong: Client, draft: Draft) -> None:
    link, hai = invited(huong, draft), Client()
    page = opened(hai, link)
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown
    hai.post(link, {"confirm": "1", "read": "1", "shown": shown[1]})
    huong.post(f"/nhap/{draft.pk}/kiem-tra/")
    code = Dossier.objects.get().code
    page = as_read(visiting(world.lan).get(f"/mot-cua/ho-so/{code}/").text)
    assert "Hai người cùng ký:" in page and "Trần Văn Hải xác nhận lúc" in page


def test_a_forwarded_link_opens_nothing_and_the_owner_is_told(
    huong: Client, draft: Draft, paper: StoredFile
) -> None:
    link, thief = invited(huong, draft), Client()
    page = thief.get(link).text
    assert SECRET not in page and "Hường" not in page and "Hải" not in page and EMAIL not in page
    assert thief.get(f"{link}tep/{paper.pk}/").status_code == 410
    real = code_for(thief, link)
    wrong = "000000" if real != "000000" else "000001"
    assert thief.post("/ma-xac-nhan/", {"code": wrong}).status_code == 422
    assert SECRET not in thief.get(link).text
    answer = thief.post(link, {"confirm": "1", "read": "1", "shown": newest().content})
    assert answer.status_code == 302 and newest().state == "OPEN"
    letter = AccountLetter.objects.get()
    assert letter.kind == "INVITATION_TRIED" and letter.person.username == "huong"
    account_letters.sweep()
    assert mail.outbox[-1].to == ["huong@example.vn"] and "không có mã" in mail.outbox[-1].subject
    told = as_read(huong.get(f"/nhap/{draft.pk}/kiem-tra/").text)
    assert "có người mở lời mời mà không có mã" in told
    # the code that the thief had sent opens nothing in another browser
    assert Client().post("/ma-xac-nhan/", {"code": real}).status_code == 410


def test_the_owner_is_told_once_of_many_tries(huong: Client, draft: Draft) -> None:
    link, thief = invited(huong, draft), Client()
    real = code_for(thief, link)
    for _time in range(3):
        thief.post("/ma-xac-nhan/", {"code": "000000" if real != "000000" else "000001"})
    assert AccountLetter.objects.count() == 1 and newest().tries == 3


def test_signed_in_as_somebody_else_opens_nothing(
    world: World, huong: Client, draft: Draft
) -> None:
    link = invited(huong, draft)
    other = visiting(person("la", "Người Lạ"))
    assert SECRET not in other.get(link).text
    assert other.post(f"/nhap/{draft.pk}/nguoi-thu-hai/").status_code == 404


def test_a_code_of_another_invitation_opens_this_one_only_for_the_same_contact(
    world: World, huong: Client, draft: Draft
) -> None:
    link, hai = invited(huong, draft), Client()
    opened(hai, link)
    Invitation.objects.update(index="x" * 32)
    assert SECRET not in hai.get(link).text


def test_a_link_that_was_taken_back_cut_or_made_up_opens_nothing(
    huong: Client, draft: Draft
) -> None:
    link = invited(huong, draft)
    for changed in (link[:-3] + "/", link.replace("-", "-0"), "/moi/1-abc/", "/moi/x/"):
        assert Client().get(changed).status_code == 410, changed
    huong.post(f"/nhap/{draft.pk}/nguoi-thu-hai/", {"take_back": "1"})
    assert Client().get(link).status_code == 410


def test_no_further_code_is_sent_for_what_was_taken_back(huong: Client, draft: Draft) -> None:
    link, hai = invited(huong, draft), Client()
    code_for(hai, link)
    again = hai.post("/ma-xac-nhan/", {"again": "1"})
    assert again.url == "/ma-xac-nhan/"
    contact_codes.sweep()
    sent = len(mail.outbox)
    huong.post(f"/nhap/{draft.pk}/nguoi-thu-hai/", {"take_back": "1"})
    over = hai.post("/ma-xac-nhan/", {"again": "1"})
    contact_codes.sweep()
    assert len(mail.outbox) == sent and over.url == link and hai.get(link).status_code == 410


def test_a_code_asked_for_something_else_leaves_the_invitation_open(
    huong: Client, draft: Draft
) -> None:
    link, hai = invited(huong, draft), Client()
    assert SECRET in opened(hai, link)
    assert hai.post("/dang-ky/", {"contact": "moi@example.vn"}).status_code == 302
    assert SECRET in hai.get(link).text
    assert hai.post("/ma-xac-nhan/", {"code": ""}).status_code == 422  # that code is asked still
    assert Client().get(link).status_code == 200 and SECRET not in Client().get(link).text


def test_a_refusal_with_its_reason(huong: Client, draft: Draft) -> None:
    link, hai = invited(huong, draft), Client()
    opened(hai, link)
    assert hai.post(link, {"decline": "1", "reason": " "}).status_code == 422
    hai.post(link, {"decline": "1", "reason": "Con chưa muốn."})
    page = as_read(huong.get(f"/nhap/{draft.pk}/kiem-tra/").text)
    assert "không xác nhận" in page and "Con chưa muốn." in page
    assert huong.post(f"/nhap/{draft.pk}/kiem-tra/").status_code == 409


def test_invitations_and_codes_to_a_contact_are_counted_together(
    huong: Client, draft: Draft
) -> None:
    link = invited(huong, draft)
    for _time in range(TO_CONTACT.times - 1):
        assert Client().post(link).status_code == 302
    refused = huong.post(f"/nhap/{draft.pk}/nguoi-thu-hai/")
    assert refused.status_code == 429 and "Đã gửi nhiều tin" in as_read(refused.text)
    assert f"/nhap/{draft.pk}/kiem-tra/" in refused.text and Invitation.objects.count() == 1
    assert Client().post(link).status_code == 429


def test_a_contact_that_nothing_reaches_is_said(huong: Client, draft: Draft) -> None:
    draft.answers = {**draft.answers, "second_email": None, "second_phone": "0912345678"}
    draft.save()
    answer = huong.post(f"/nhap/{draft.pk}/nguoi-thu-hai/", follow=True)
    assert "Chưa có liên hệ nào" in as_read(answer.text) and not Invitation.objects.exists()


def test_a_dropped_draft_takes_its_invitations_with_it(huong: Client, draft: Draft) -> None:
    link = invited(huong, draft)
    assert huong.post(f"/nhap/{draft.pk}/xoa/").status_code == 302
    assert Client().get(link).status_code == 410 and not Invitation.objects.exists()


def test_what_was_filed_in_another_window_keeps_who_confirmed_it(
    world: World, huong: Client, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Read as a draft, filed, then thrown away: nothing is."""
    invited(huong, draft)
    shown = co_signing.content_of(definition_of(draft.version), draft.answers)
    co_signing.answer(newest(), shown, confirms=True)
    found = apply.own_draft

    def find_and_file(request: SignedIn, pk: UUID) -> Draft:
        own = found(request, pk)
        actions.submit(Draft.objects.get(pk=draft.pk), world.huong)
        return own

    monkeypatch.setattr(apply, "own_draft", find_and_file)
    answer = huong.post(f"/nhap/{draft.pk}/xoa/")
    assert answer.status_code == 409 and Dossier.objects.get().code in answer.text
    assert Draft.objects.filter(pk=draft.pk).exists() and newest().dossier is not None


def test_a_row_that_the_journal_names_outlives_its_draft(huong: Client, draft: Draft) -> None:
    invited(huong, draft)
    draft.delete()
    assert Invitation.objects.exists()


def test_ones_copy_of_data_names_whom_one_invited(
    world: World, huong: Client, draft: Draft
) -> None:
    invited(huong, draft)
    (row,) = people_facts.invited(world.huong)
    assert (row["name"], row["contact"]) == ("Trần Văn Hải", EMAIL)
    assert people_facts.invited(world.lan) == []


def test_closing_the_account_ends_its_invitations(
    world: World, huong: Client, draft: Draft
) -> None:
    link = invited(huong, draft)
    world.huong.is_active = False
    world.huong.save()
    assert Client().get(link).status_code == 410
