"""The form is filled in before there is an account: the draft goes over whole, or is filed by a
code and a second fact (docs/decisions/0042-before-there-is-an-account.md).
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from forms.models import StoredFile
from organisations.accounts import codes
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from portal.http import writing
from portal.http.limits import Limit
from tests.forms.test_uploads import png
from tests.people import World, draft_of
from tests.portal import filling
from tests.portal.conftest import visiting
from tests.portal.filling import words
from tests.portal.test_sign_up import code_to, proved
from tests.workflows.countersigned import publish_text
from tests.workflows.procedures import changed
from workflows import actions
from workflows.applicant import strangers
from workflows.errors import NoRight
from workflows.models import Dossier, Draft, Entry
from workflows.procedure.inspection import from_text, inspect

APPLY = "/thu-tuc/diploma-copy/nop/"
MAIL = "huong@example.vn"
ALONE = changed(("amend: {until", "without_account: true\namend: {until"))


@pytest.fixture
def alone(world: World, tmp_path: Path) -> World:
    """The procedure is filed without an account too."""
    world.version = publish_text(tmp_path, ALONE)
    return world


def written(client: Client) -> str:
    """All pages filled in by somebody without an account; the address of the check page."""
    return filling.fill_in(client, filling.begin(client))


def signed_in_here(client: Client, user: User) -> None:
    """The password, in the browser as it is: its session and cookies stay."""
    form = {"username": user.username, "password": "mat-khau-rat-dai"}
    assert client.post("/dang-nhap/", form).status_code == 302


def test_the_start_page_asks_for_no_account(world: World, stranger: Client) -> None:
    page = words(stranger.get(APPLY))
    assert "Chưa cần tài khoản" in page and "7 ngày" in page
    assert f"/dang-nhap/?next={APPLY}" in page and not Draft.objects.exists()


def test_who_signs_up_at_the_end_files_what_they_wrote(world: World, stranger: Client) -> None:
    check = written(stranger)
    page = words(stranger.get(check))
    assert "Nguyễn Thị Hường" in page and ">Nộp hồ sơ</button>" not in page
    assert "không cần tài khoản" not in page
    over = check.replace("/kiem-tra/", "/nhan/")
    assert stranger.get(over).url == f"/dang-nhap/?next={over}"
    proved(stranger, "Huong.Moi@example.vn", next=over)
    made = stranger.post("/dang-ky/tai-khoan/", {"full_name": "Nguyễn Thị Hường"})
    assert made.url == over
    assert stranger.get(check).url == over, "nothing is filed before it is theirs"
    assert "là của bạn" in words(stranger.get(over))
    assert stranger.post(over).url == check
    assert stranger.post(over).url == check, "twice is once"
    filed = stranger.post(check, follow=True)
    dossier = Dossier.objects.get()
    assert dossier.code in words(filed)
    assert dossier.applicant == User.objects.latest("pk")
    assert dossier.answers["copies"] == 2


def test_it_is_kept_for_its_browser_alone(world: World, stranger: Client) -> None:
    first = filling.begin(stranger)
    filling.send(stranger, first, filling.who())
    check = first.replace("/who/", "/kiem-tra/")
    assert stranger.get(first)["Cache-Control"] == "no-store"
    for other in (Client(), visiting(world.huong)):
        for way in (first, check, check.replace("/kiem-tra/", "/nhan/")):
            answer = other.get(way)
            assert answer.status_code == 404 or answer.url.startswith("/dang-nhap/"), way
        assert other.post(first, {**filling.who(), "continue": "1"}).status_code in (302, 404)
    forged = Client()
    forged.cookies[site.WRITING_COOKIE_NAME] = "x" * 32
    assert forged.get(first).url.startswith("/dang-nhap/")
    assert Draft.objects.get().answers["applicant"]["name"] == "Nguyễn Thị Hường"


def test_another_account_in_the_same_browser_gets_it_only_by_a_press(
    world: World, stranger: Client
) -> None:
    """Computers of a school or a commune have many people at one browser."""
    first = filling.begin(stranger)
    filling.send(stranger, first, filling.who())
    signed_in_here(stranger, world.huong)
    assert Draft.objects.get().owner is None
    assert "Nguyễn Thị Hường" not in words(stranger.get("/ho-so/"))


def test_a_second_window_goes_on_after_the_sign_in(world: World, stranger: Client) -> None:
    """The page of before, by the back button or in another window, saves into the same draft."""
    first = filling.begin(stranger)
    second = filling.send(stranger, first, filling.who())
    signed_in_here(stranger, world.huong)
    third = filling.send(stranger, second, filling.contact())
    over = first.replace("/who/", "/nhan/")
    stranger.post(over)
    filling.send(stranger, third, filling.diploma())
    draft = Draft.objects.get()
    assert draft.owner == world.huong
    assert draft.answers["phone"] == "0905123456" and draft.answers["level"] == "THPT"


def test_what_is_typed_with_the_token_of_before_waits_for_them(world: World) -> None:
    """Signing in changes the token: the page of before is refused, and filled in again."""
    client = Client(enforce_csrf_checks=True)
    page = client.get(APPLY)
    token = page.text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
    first = client.post(APPLY, {"csrfmiddlewaretoken": token}).url
    typed_in = client.get(first).text
    mark = typed_in.partition('name="typed-for" value="')[2].partition('"')[0]
    assert mark
    old = client.cookies["csrftoken"].value
    client.force_login(world.huong)
    client.cookies["csrftoken"] = "b" * 32
    sent = {**filling.who(**{"applicant.name": "Gõ Dở"}), "csrfmiddlewaretoken": old}
    refused = client.post(
        first, {**sent, "typed-for": mark, "continue": "1"}, headers={"referer": first}
    )
    assert refused.status_code == 403
    assert 'value="Gõ Dở"' in client.get(first).text


def test_papers_go_over_with_it(world: World, stranger: Client) -> None:
    stored = with_a_paper(stranger)
    assert stored.uploaded_by is None
    draft = Draft.objects.get()
    signed_in_here(stranger, world.huong)
    stranger.post(f"/nhap/{draft.pk}/nhan/")
    stored.refresh_from_db()
    assert stored.uploaded_by == world.huong


def with_a_paper(client: Client) -> StoredFile:
    first = filling.begin(client)
    papers = first.replace("/who/", "/diploma/")
    client.post(papers, {"old_copy": SimpleUploadedFile("a.png", png()), "reload": "1"})
    return StoredFile.objects.get()


def test_files_without_an_account_are_few_a_day(
    world: World, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "FILES", Limit("few", times=0, seconds=86400))
    with pytest.raises(StoredFile.DoesNotExist):
        with_a_paper(stranger)


def test_few_are_begun_from_a_network(
    world: World, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "BEGUN", Limit("few", times=1, seconds=3600))
    filling.begin(stranger)
    again = Client().post(APPLY)
    assert again.status_code == 429 and "Mạng này" in words(again)
    assert Draft.objects.count() == 1


def test_a_browser_keeps_five_at_a_time(world: World, stranger: Client) -> None:
    for _each in range(strangers.MOST):
        filling.begin(stranger)
    refused = stranger.post(APPLY)
    assert refused.status_code == 409 and "5 hồ sơ viết dở" in words(refused)
    assert words(refused).count("Tiếp tục") == strangers.MOST


def test_it_is_deleted_with_its_papers_after_days(world: World, stranger: Client) -> None:
    with_a_paper(stranger)
    own = Client()
    filling.begin(own)
    signed_in_here(own, world.huong)
    own.post(f"/nhap/{Draft.objects.latest('created_at').pk}/nhan/")
    assert strangers.sweep(timezone.now() + dt.timedelta(days=6)) == 0
    assert strangers.sweep(timezone.now() + dt.timedelta(days=8)) == 1
    assert Draft.objects.get().owner == world.huong
    assert not StoredFile.objects.exists()


def test_it_is_thrown_away_by_who_wrote_it(world: World, stranger: Client) -> None:
    first = filling.begin(stranger)
    assert stranger.post(first.replace("/who/", "/xoa/")).url == "/"
    assert not Draft.objects.exists()


def test_cookie_session_and_rows_say_nothing_of_a_person(
    world: World, stranger: Client, caplog: pytest.LogCaptureFixture
) -> None:
    written(stranger)
    kept = [one.value for one in stranger.cookies.values()]
    kept += [str(one.get_decoded()) for one in Session.objects.all()] + [caplog.text]
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM workflows_draft")
        kept.append(repr(cursor.fetchall()))
    for secret in ("Hường", "066198001234", "0905123456", MAIL):
        assert secret not in "".join(kept)
    assert stranger.cookies[site.WRITING_COOKIE_NAME]["httponly"]


def coded(client: Client, check: str) -> str:
    """The code went to the mail that the application states, and came back."""
    page = words(client.get(check))
    assert f"Gửi mã tới {MAIL}" in page
    asked = client.post(check.replace("/kiem-tra/", "/gui-ma/"), {"kind": "EMAIL"})
    assert asked.url == "/ma-xac-nhan/"
    given = client.post("/ma-xac-nhan/", {"code": code_to(MAIL)})
    assert given.url == check.replace("/kiem-tra/", "/nop/")
    return str(given.url)


BORN = {"day": "5", "month": "2", "year": "1998"}


def test_filed_by_a_code_and_a_second_fact_and_followed_by_code_and_number(
    alone: World, stranger: Client
) -> None:
    last = coded(stranger, written(stranger))
    filed = stranger.post(last, BORN, follow=True)
    dossier = Dossier.objects.get()
    assert dossier.code in words(filed) and "không ở trong tài khoản nào" in words(filed)
    assert dossier.applicant is None and dossier.channel == "ONLINE"
    entry = Entry.objects.get(act="submit")
    assert entry.actor is None and entry.actor_name == "Người nộp, không có tài khoản"
    assert entry.data["proved_by"] == "EMAIL"
    again = stranger.post(last, BORN, follow=True)
    assert dossier.code in words(again) and Dossier.objects.count() == 1
    for way in (last, last.replace("/nop/", "/kiem-tra/")):
        assert dossier.code in words(stranger.get(way, follow=True)), way
    form = {"code": dossier.code, "fact": "0905 123 456"}
    assert "Tra cứu hồ sơ khác" in words(Client().post("/tra-cuu/", form))
    assert "Nộp không có tài khoản; xác nhận bằng mã gửi tới thư điện tử" in words(
        visiting(alone.lan).get(f"/mot-cua/ho-so/{dossier.code}/")
    )


@pytest.mark.parametrize(
    ("fact", "status"),
    [({"digits": "1234"}, 302), ({"digits": "1235"}, 422), ({}, 422), ({**BORN, "day": "6"}, 422)],
)
def test_the_second_fact_is_one_that_the_application_says(
    alone: World, stranger: Client, fact: dict[str, str], status: int
) -> None:
    last = coded(stranger, written(stranger))
    assert stranger.post(last, fact).status_code == status
    assert Dossier.objects.count() == (1 if status == 302 else 0)


def test_second_facts_are_guessed_five_times(alone: World, stranger: Client) -> None:
    last = coded(stranger, written(stranger))
    for _each in range(5):
        assert stranger.post(last, {"digits": "0000"}).status_code == 422
    assert stranger.post(last, BORN).status_code == 429
    assert not Dossier.objects.exists()


def test_without_the_code_nothing_is_filed(alone: World, stranger: Client) -> None:
    check = written(stranger)
    last = check.replace("/kiem-tra/", "/nop/")
    assert stranger.post(last, BORN).url == check
    stranger.post(check.replace("/kiem-tra/", "/gui-ma/"), {"kind": "EMAIL"})
    assert stranger.post(last, BORN).url == check
    assert not Dossier.objects.exists()


def test_a_contact_that_was_changed_after_the_code_files_nothing(
    alone: World, stranger: Client
) -> None:
    check = written(stranger)
    last = coded(stranger, check)
    contact = {**filling.contact(), "email": "nguoi.khac@example.vn"}
    filling.send(stranger, check.replace("/kiem-tra/", "/contact/"), contact)
    refused = stranger.post(last, BORN)
    assert refused.status_code == 409 and "đã đổi" in words(refused)


def test_a_code_counts_for_an_hour(alone: World, stranger: Client) -> None:
    last = coded(stranger, written(stranger))
    with time_machine.travel(timezone.now() + dt.timedelta(hours=2)):
        assert stranger.post(last, BORN).url.endswith("/kiem-tra/")
    assert not Dossier.objects.exists()


def test_who_signed_in_meanwhile_takes_it_over_first(alone: World, stranger: Client) -> None:
    last = coded(stranger, written(stranger))
    signed_in_here(stranger, alone.huong)
    assert stranger.post(last, BORN).url.endswith("/nhan/")
    assert not Dossier.objects.exists()


def test_where_the_procedure_does_not_allow_it_nobody_files_so(
    world: World, stranger: Client
) -> None:
    check = written(stranger)
    asked = stranger.post(check.replace("/kiem-tra/", "/gui-ma/"), {"kind": "EMAIL"})
    assert asked.url == check


def test_a_twin_is_told_to_the_office_alone(alone: World, stranger: Client) -> None:
    """Whoever types somebody's number does not learn that they have a dossier."""
    last = coded(stranger, written(stranger))
    stranger.post(last, BORN)
    other = Client()
    page = words(other.get(written(other)))
    assert Dossier.objects.get().code not in page and "đã nộp" not in page


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "rule"), [("assurance: level-2\n", "alone_unknown"), ("", "")])
def test_the_checker_says_where_it_cannot_be(more: str, rule: str) -> None:
    text = changed(("amend: {until", f"without_account: true\n{more}amend: {{until"))
    found = {one.rule for one in inspect(from_text(text, {})).findings}
    assert {one for one in found if one.startswith("alone_")} == ({rule} if rule else set())


def test_a_name_that_nobody_signed_is_none(world: World, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.COOKIES[site.WRITING_COOKIE_NAME] = "x" * 32
    assert writing.name_of(request) == ""


def test_the_act_itself_refuses(world: World) -> None:
    """Whatever page asked: the procedure does not allow it, or the code was for something else."""
    draft = draft_of(world)
    Draft.objects.update(owner=None, browser="b" * 64)
    draft.refresh_from_db()
    proof = codes.begin("FILE", Contact(ContactKind.EMAIL, MAIL), "CODE")
    codes.give(proof, codes.code_of(proof))
    with pytest.raises(NoRight):
        actions.submit_without_account(draft, proof)
    assert not Dossier.objects.exists()
