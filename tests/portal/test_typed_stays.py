"""Nothing typed is lost: a session, a token, a role or a second factor that ends at any request of
a form.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import lxml.html
import pytest
import time_machine
from django.conf import settings
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from organisations.models import RoleAssignment, User
from portal.http import held_form, second_factor
from portal.http.refilled_form import fill_in
from portal.http.typed_form import SECRET
from tests.people import World, draft_of, make_world
from tests.portal import filling
from tests.portal.conftest import decide, visiting
from tests.portal.filling import words
from tests.portal.test_office_opinion import asked  # noqa: F401 - a fixture
from workflows import actions
from workflows.models import Dossier, Draft, WorkItem

SCHOOL = "THPT Cư M'gar"


def browser(user: User) -> Client:
    """A browser whose forms need their token, as real ones do."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(user)
    return client


def token(page: str, name: str = "csrfmiddlewaretoken") -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', page)
    assert found, page[-2000:]
    return found[1]


def sent_from(client: Client, page: str, answers: dict[str, Any], to: str = "") -> Any:
    """Press a button of the form at `page`, as it stands there."""
    shown = client.get(page)
    return post(client, page, shown.text, answers, to)


def post(client: Client, page: str, form: str, answers: dict[str, Any], to: str = "") -> Any:
    data = {"csrfmiddlewaretoken": token(form), "typed-for": token(form, "typed-for"), **answers}
    return client.post(to or page, data, headers={"referer": f"http://testserver{page}"})


def lose_session(client: Client, user: User) -> None:
    del client.cookies[settings.SESSION_COOKIE_NAME]


def lose_cookies(client: Client, user: User) -> None:
    client.cookies.clear()


def renew_token(client: Client, user: User) -> None:
    """They sign in once more in a second tab of the same browser."""
    del client.cookies[settings.SESSION_COOKIE_NAME]
    come_back(client, user)


ENDS: list[Callable[[Client, User], None]] = [lose_session, lose_cookies, renew_token]


def come_back(client: Client, user: User) -> None:
    """Sign in again in this browser, by the site's own page."""
    User.objects.update(is_demo=True)
    form = client.get("/dang-nhap/").text
    answer = client.post(
        "/dung-thu/", {"csrfmiddlewaretoken": token(form), "username": user.username}
    )
    assert answer.status_code == 302


def is_in(client: Client) -> bool:
    return client.get("/ho-so/").status_code == 200


@pytest.fixture
def huong(world: World) -> Client:
    return browser(world.huong)


@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("button", ["continue", "back", "reload"])
def test_the_section_has_its_text_again(world: World, huong: Client, end: Any, button: str) -> None:
    draft = draft_of(world)
    address = f"/nhap/{draft.pk}/diploma/"
    form = huong.get(address).text
    end(huong, world.huong)
    answer = post(
        huong, address, form, {**filling.diploma(), "school": SCHOOL, "serial": "A 12", button: "1"}
    )
    assert answer.status_code in (302, 403), "nothing was taken"
    assert Draft.objects.get().answers["school"] != SCHOOL
    if not is_in(huong):
        assert "chưa được lưu" in huong.get("/dang-nhap/").text or answer.status_code == 403
        come_back(huong, world.huong)
    page = huong.get(address)
    assert page.status_code == 200 and "Cư M&#x27;gar" in page.text and 'value="A 12"' in page.text
    assert "đã có lại trong biểu mẫu" in page.text
    assert Draft.objects.get().answers["school"] == SCHOOL, (
        "an unfinished application keeps what it shows"
    )
    assert "đã có lại" not in huong.get(address).text


def test_nobody_else_gets_it(world: World, huong: Client) -> None:
    item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
    address = f"/mot-cua/viec/{item.pk}/"
    lan = browser(world.lan)
    form = lan.get(address).text
    lose_session(lan, world.lan)
    post(
        lan,
        address,
        form,
        {"do-outcome": "supplement", "reason-supplement": "Ảnh mờ quá", "do-decide": "1"},
    )
    key = lan.session.session_key
    assert "Ảnh mờ" not in str(dict(lan.session)), "encrypted where it waits"
    come_back(lan, world.binh)
    assert held_form.KEY not in lan.session or not lan.session[held_form.KEY]
    assert lan.session.session_key != key
    assert "Ảnh mờ" not in lan.get(address).text


def test_a_form_of_a_person_who_left_is_not_kept_for_the_one_who_came(
    world: World, huong: Client
) -> None:
    form = huong.get(f"/nhap/{draft_of(world).pk}/diploma/").text
    lose_session(huong, world.huong)
    come_back(huong, world.lan)
    answer = post(
        huong, f"/nhap/{Draft.objects.get().pk}/diploma/", form, {"school": SCHOOL, "continue": "1"}
    )
    assert answer.status_code == 403 and not huong.session.get(held_form.KEY)


@pytest.mark.parametrize("end", ENDS)
def test_a_decision_has_its_words_again_and_is_not_made(world: World, end: Any) -> None:
    dossier = actions.submit(draft_of(world), world.huong)
    item = WorkItem.objects.get(process=dossier)
    lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
    form = lan.get(address).text
    end(lan, world.lan)
    post(
        lan,
        address,
        form,
        {"do-outcome": "supplement", "reason-supplement": 'Ảnh "mờ"\nlắm', "do-decide": "1"},
    )
    item.refresh_from_db()
    assert item.finished is None
    if not is_in(lan):
        come_back(lan, world.lan)
    page = lan.get(address).text
    assert "Ảnh &quot;mờ&quot;\nlắm</textarea>" in page and "đã có lại trong biểu mẫu" in page
    assert re.search(r'value="supplement"[^>]* checked', page)
    answer = post(lan, address, page, {"do-outcome": "accept", "do-decide": "1"})
    assert answer.status_code == 302, words(answer)
    item.refresh_from_db()
    assert item.finished is not None
    assert not lan.session.get(held_form.KEY), "it was sent: nothing waits any more"


def test_a_role_that_just_ended_gives_the_words_back(world: World) -> None:
    item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
    lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
    form = lan.get(address).text
    roles = list(RoleAssignment.objects.filter(user=world.lan))
    RoleAssignment.objects.filter(user=world.lan).delete()
    answer = post(
        lan,
        address,
        form,
        {"do-outcome": "supplement", "reason-supplement": "Ảnh mờ quá", "do-decide": "1"},
    )
    assert answer.status_code == 403 and "Ảnh mờ quá" in words(answer)
    RoleAssignment.objects.bulk_create(roles)
    assert "Ảnh mờ quá</textarea>" in lan.get(address).text, (
        "the role came back, and so do the words"
    )


def test_a_script_is_told_and_nothing_is_drawn(world: World, huong: Client) -> None:
    draft = draft_of(world)
    address = f"/nhap/{draft.pk}/diploma/"
    form = huong.get(address).text
    for header in ({"HX-Request": "true"}, {"X-Requested-With": "fetch"}):
        expired = huong.post(
            address, {"csrfmiddlewaretoken": "x" * 64, "autosave": "1"}, headers=header
        )
        assert (expired.status_code, expired.content) == (403, b"")
    lose_session(huong, world.huong)
    answer = huong.post(
        address,
        {"csrfmiddlewaretoken": token(form), "autosave": "1"},
        headers={"HX-Request": "true"},
    )
    assert (answer.status_code, answer.content) == (401, b"") and "X-Form" not in answer
    assert settings.SESSION_COOKIE_NAME not in huong.cookies, (
        "the page has it: nothing waits on the server"
    )


def test_only_answers_of_the_form_say_so(world: World, huong: Client) -> None:
    address = f"/nhap/{draft_of(world).pk}/diploma/"
    saved = sent_from(huong, address, {**filling.diploma(), "autosave": "1"})
    assert saved["X-Form"] == "saved" and "Đã lưu lúc" in saved.text
    assert sent_from(huong, address, {**filling.diploma(), "reload": "1"})["X-Form"] == "drawn"
    assert "X-Form" not in huong.get("/dang-nhap/") and "X-Form" not in huong.get("/nhap/")


def test_what_cannot_be_kept_is_said_and_the_old_value_does_not_come_back(
    world: World, huong: Client
) -> None:
    address = f"/nhap/{draft_of(world).pk}/contact/"
    half = {**filling.contact(), "phone": "0905 12", "autosave": "1"}
    answer = sent_from(huong, address, half)
    assert answer.text.strip().startswith("<strong>Chưa lưu được:</strong> Số điện thoại")
    assert "Đã lưu" not in answer.text
    assert 'value="0905' not in huong.get(address).text
    emptied = sent_from(huong, address, {**filling.contact(), "phone": "", "autosave": "1"})
    assert "Đã lưu lúc" in emptied.text, "an open question is no loss"
    drawn = sent_from(huong, address, {**filling.contact(), "phone": "0905 12", "reload": "1"})
    assert (
        'value="0905 12"' in drawn.text
        and "Chưa lưu được:" in drawn.text
        and "error-summary" not in drawn.text
    )


def test_back_saves_like_go_on(world: World, huong: Client) -> None:
    base = f"/nhap/{draft_of(world).pk}/"
    answer = sent_from(
        huong, f"{base}diploma/", {**filling.diploma(), "school": SCHOOL, "back": "1"}
    )
    assert (answer.status_code, answer.url) == (302, f"{base}contact/")
    assert Draft.objects.get().answers["school"] == SCHOOL
    answer = sent_from(huong, f"{base}contact/", {**filling.contact(), "phone": "12", "back": "1"})
    assert (answer.status_code, answer.url) == (302, f"{base}who/")
    assert "Chưa lưu được: Số điện thoại" in huong.get(f"{base}who/").text
    assert Draft.objects.get().answers["phone"] is None


def test_a_draft_filed_elsewhere_says_so_and_leads_there(world: World, huong: Client) -> None:
    draft = draft_of(world)
    base = f"/nhap/{draft.pk}/"
    form = huong.get(f"{base}diploma/").text
    dossier = actions.submit(draft, world.huong)
    link = f'href="/ho-so/{dossier.code}/"'
    for path in ("diploma/", "xoa/", "no-such-page/"):
        page = huong.get(base + path)
        assert page.status_code == 409 and link in page.text, path
    for button in ("continue", "back", "reload"):
        answer = post(huong, f"{base}diploma/", form, {"school": SCHOOL, button: "1"})
        assert answer.status_code == 409 and link in answer.text and "Cư M&#x27;gar" in answer.text
    assert post(huong, f"{base}diploma/", form, {}, f"{base}xoa/").status_code == 409
    data = {"csrfmiddlewaretoken": token(form), "autosave": "1", "school": SCHOOL}
    told = huong.post(f"{base}diploma/", data, headers={"HX-Request": "true"})
    assert told["X-Form"] == "told" and link in told.text and "<html" not in told.text
    assert Draft.objects.get().answers == {}, "a filed draft takes no more answers"
    assert visiting(world.lan).get(f"{base}diploma/").status_code == 404


def test_deleting_a_draft_asks_first(world: World, huong: Client) -> None:
    address = f"/nhap/{draft_of(world).pk}/xoa/"
    assert f'href="{address}"' in huong.get(address.replace("xoa", "kiem-tra")).text
    page = huong.get(address)
    assert "Xóa bản nháp này?" in page.text and Draft.objects.exists()
    assert post(huong, address, page.text, {}).url == "/ho-so/"
    assert not Draft.objects.exists()


def test_a_supplement_goes_back_and_keeps(world: World, huong: Client) -> None:
    dossier = decide(
        actions.submit(draft_of(world), world.huong), world.lan, "supplement", reason="Ảnh mờ."
    )
    address = f"/ho-so/{dossier.code}/bo-sung/diploma/"
    answer = sent_from(huong, address, {**filling.diploma(), "school": SCHOOL, "back": "1"})
    assert answer.url == f"/ho-so/{dossier.code}/bo-sung/"
    form = huong.get(address).text
    assert "Cư M&#x27;gar" in form
    lose_session(huong, world.huong)
    post(huong, address, form, {**filling.diploma(), "school": "THPT Lắk", "continue": "1"})
    come_back(huong, world.huong)
    assert "THPT Lắk" in huong.get(address).text


NAMES = st.text("abcđêôơưạý", min_size=2, max_size=12).map(lambda text: f"THPT {text}")


@pytest.mark.slow
@trying(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_ends_at_whichever_request(db: Any, data: st.DataObject) -> None:
    """A walk through the form; before each request a session, the cookies or the token may end.
    Then they come back.
    """
    from django.db import transaction

    with transaction.atomic():
        world = make_world()
        _walk(world, data)
        transaction.set_rollback(True)


def _walk(world: World, data: st.DataObject) -> None:
    client, draft = browser(world.huong), draft_of(world)
    base = f"/nhap/{draft.pk}/"
    kept: dict[str, str] = {}
    for turn in range(data.draw(st.integers(1, 5))):
        section, name = data.draw(
            st.sampled_from([("diploma", "school"), ("contact", "address.detail")])
        )
        typed, address = data.draw(NAMES), f"{base}{section}/"
        form = client.get(address).text
        answers = {
            **filling.PAGES[section](),
            name: typed,
            data.draw(st.sampled_from(["continue", "back", "reload"])): "1",
        }
        end = data.draw(st.sampled_from([None, *ENDS]))
        if end:
            end(client, world.huong)
        answer = post(client, address, form, answers)
        assert (answer.status_code in (200, 302)) if not end else "Đã lưu" not in answer.text, turn
        if not is_in(client):
            come_back(client, world.huong)
        kept[name] = typed
        for part, text in kept.items():
            home = "diploma" if part == "school" else "contact"
            assert f'value="{text}"' in client.get(f"{base}{home}/").text, (turn, end, part)


def forms_of(page: str, address: str) -> list[Any]:
    """The forms of a page in which somebody may write."""
    found = lxml.html.document_fromstring(page)
    found.make_links_absolute(f"http://testserver{address}")
    return [one for one in found.forms if one.method == "POST" and written(one)]


def written(form: Any) -> dict[str, str]:
    """Each place to write, with something in it."""
    fields = [*form.xpath(".//textarea"), *form.xpath(".//input[not(@type) or @type='text']")]
    names = [one.get("name") for one in fields if one.get("name") not in SECRET]
    return {name: f"Lời của tôi về {name} & “việc này”" for name in names}


def check_forms(
    user: User, address: str, end: Callable[[Client, User], None] = lose_session
) -> int:
    """Fill each form of the page, lose the session, send it, come back: every word stands in its
    place again.
    """
    client = browser(user)
    forms = forms_of(client.get(address).text, address)
    for form in forms:
        typed, hidden = written(form), dict(form.form_values())
        if not is_in(client):
            come_back(client, user)
        end(client, user)
        to = urlsplit(form.action or address).path
        answer = client.post(
            to, {**hidden, **typed}, headers={"referer": f"http://testserver{address}"}
        )
        assert answer.status_code in (302, 403), (to, answer.status_code)
        if not is_in(client):
            come_back(client, user)
        again = [
            one
            for one in forms_of(client.get(address).text, address)
            if urlsplit(one.action or address).path == to
        ]
        values = {name: value for one in again for name, value in one.form_values()}
        assert typed.items() <= values.items(), (to, typed, values)
    return len(forms)


@pytest.mark.parametrize("end", [lose_session, lose_cookies])
def test_every_form_of_a_page_has_its_words_again(world: World, asked: Dossier, end: Any) -> None:  # noqa: F811
    question = WorkItem.objects.get(process=asked, role="expert", finished=None)
    assert check_forms(world.binh, f"/mot-cua/y-kien/{question.pk}/", end) == 1
    other = actions.submit(draft_of(world), world.huong)
    assert (
        check_forms(world.lan, f"/mot-cua/viec/{WorkItem.objects.get(process=other).pk}/", end) >= 1
    )
    assert check_forms(world.dung, f"/mot-cua/ho-so/{asked.code}/", end) >= 1
    assert check_forms(world.dung, "/mot-cua/lam-thay/", end) == 1
    assert check_forms(world.huong, f"/ho-so/{other.code}/rut/", end) == 1


def test_a_second_factor_that_lapsed_keeps_the_words(world: World, settings: Any) -> None:
    item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
    lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
    form = lan.get(address).text
    settings.SECOND_FACTOR = True
    answer = post(
        lan,
        address,
        form,
        {"do-outcome": "supplement", "reason-supplement": "Ảnh mờ quá", "do-decide": "1"},
    )
    assert answer.url.startswith("/dang-nhap/ma/?next=/mot-cua/viec/")
    session = lan.session
    session[second_factor.CONFIRMED_AT] = timezone.now().isoformat()
    session.save()
    assert "Ảnh mờ quá</textarea>" in lan.get(address).text


def test_who_was_away_too_long_has_their_words_again(world: World) -> None:
    with time_machine.travel("2026-11-23T10:00:00+07:00", tick=False) as clock:
        item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
        lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
        form = lan.get(address).text
        clock.shift(1860)
        post(
            lan,
            address,
            form,
            {"do-outcome": "supplement", "reason-supplement": "Ảnh mờ quá", "do-decide": "1"},
        )
        come_back(lan, world.lan)
        assert "Ảnh mờ quá</textarea>" in lan.get(address).text
        clock.shift(3601)
        lan.cookies.clear()
        come_back(lan, world.lan)
        assert "Ảnh mờ quá" not in lan.get(address).text, "nothing waits longer than an hour"


def test_a_counter_form_of_a_role_that_ended_gives_the_words_back(world: World) -> None:
    draft = draft_of(world, owner=world.lan)
    Draft.objects.filter(pk=draft.pk).update(counter=world.centre)
    lan, address = browser(world.lan), f"/nhap/{draft.pk}/diploma/"
    form = lan.get(address).text
    roles = list(RoleAssignment.objects.filter(user=world.lan))
    RoleAssignment.objects.filter(user=world.lan).delete()
    answer = post(lan, address, form, {**filling.diploma(), "school": SCHOOL, "continue": "1"})
    assert answer.status_code == 404 and "Cư M&#x27;gar" in words(answer)
    RoleAssignment.objects.bulk_create(roles)
    assert "Cư M&#x27;gar" in lan.get(address).text


@pytest.mark.parametrize(
    "referrer", ["http://testserver//evil.example/", "http://[", "http://evil.example/ho-so/", ""]
)
def test_the_way_back_to_a_form_leads_nowhere_else(
    world: World, huong: Client, referrer: str
) -> None:
    address = f"/nhap/{draft_of(world).pk}/diploma/"
    form = huong.get(address).text
    data = {
        "csrfmiddlewaretoken": "x" * 64,
        "typed-for": token(form, "typed-for"),
        "school": SCHOOL,
    }
    expired = huong.post(address, data, headers={"referer": referrer})
    assert (
        expired.status_code == 403
        and f'href="{address}"' in expired.text
        and "evil" not in expired.text
    )


def leave(client: Client, page: str, form: str, answers: dict[str, Any]) -> Any:
    """What a page's script sends when somebody goes away by a link."""
    data = {"csrfmiddlewaretoken": token(form), "typed-for": token(form, "typed-for"), **answers}
    return client.post(
        page, data, headers={"referer": f"http://testserver{page}", "x-requested-with": "leaving"}
    )


def test_who_leaves_by_a_link_has_their_words_again_and_nothing_is_done(world: World) -> None:
    item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
    lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
    form = lan.get(address).text
    typed = {"do-outcome": "refuse", "reason-refuse": "Sổ gốc ở nơi khác.", "do-decide": "1"}
    assert leave(lan, address, form, typed).status_code == 204
    item.refresh_from_db()
    assert item.finished is None
    page = lan.get(f"{address}?xem=nhat-ky").text
    assert "Sổ gốc ở nơi khác.</textarea>" in page and "đã có lại trong biểu mẫu" in page
    assert "Phiếu kiểm soát" in page, "the address says what is looked at"
    assert "data-typed" in page and "data-typed" not in lan.get("/mot-cua/").text


def test_a_form_of_another_site_leaves_nothing(world: World) -> None:
    item = WorkItem.objects.get(process=actions.submit(draft_of(world), world.huong))
    lan, address = browser(world.lan), f"/mot-cua/viec/{item.pk}/"
    data = {"reason-refuse": "Mua ngay", "typed-for": "a" * 32}
    lan.post(address, data, headers={"x-requested-with": "leaving"})
    assert not lan.session.get(held_form.KEY) and "Mua ngay" not in lan.get(address).text


def test_a_form_with_words_in_it_is_not_folded_away() -> None:
    page = (
        '<details class="a"><details class="b"><form method="post" action="/a/"><input'
        ' type="hidden" name="k"><textarea'
        ' name="why"></textarea></form></details></details><details class="c"><form method="post"'
        ' action="/b/"><textarea name="why"></textarea></form></details><details open'
        ' class="d"><form method="post" action="/a/"><input name="what"></form></details>'
    )
    told = fill_in(page, "/page/", "/a/", QueryDict("why=vì+thế&what=gì"))
    assert re.findall(r"<details[^>]*>", told) == [
        '<details open class="a">',
        '<details open class="b">',
        '<details class="c">',
        '<details open class="d">',
    ]
