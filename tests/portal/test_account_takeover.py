"""Finding 4: an administrator who is no superuser becomes nobody else, by no door of the
administration.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import authenticate
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications import account_letters
from organisations.account_models import AccountLetter, RightRequest
from organisations.accounts import password_links
from organisations.models import Cover, RoleAssignment, User
from organisations.rights import requests
from tests.organisations.test_rights import administrator
from tests.people import World, person
from tests.portal.conftest import visiting

OLD = "mat-khau-rat-dai"
NEW = "cà phê Buôn Ma Thuột mùa hoa"
EVERYTHING = [
    f"{verb}_{what}"
    for verb in ("add", "change", "view", "delete")
    for what in (
        "user",
        "roleassignment",
        "role",
        "cover",
        "area",
        "authority",
        "group",
        "rightrequest",
    )
]


@pytest.fixture
def attacker(world: World) -> tuple[User, Client]:
    """Every right of the administration that a superuser could have given them, and no more."""
    user = administrator("quantri", *EVERYTHING)
    return user, visiting(user)


def page(name: str, *args: Any) -> str:
    return reverse(f"admin:organisations_{name}", args=args)


def in_row(row: dict[str, Any]) -> dict[str, Any]:
    """As the first row of the inline of roles."""
    return {f"assignments-0-{name}": value for name, value in row.items()}


def form_of(client: Client, who: User) -> dict[str, Any]:
    """What the page of the account would send back unchanged."""
    shown = client.get(page("user_change", who.pk))
    sent: dict[str, Any] = {}
    forms = [shown.context["adminform"].form]
    for inline in shown.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            sent |= (
                {} if value is None or value is False or value == "" else {field.html_name: value}
            )
    return sent


def test_nobody_sets_anothers_password_not_even_a_superuser(
    world: World, attacker: tuple[User, Client]
) -> None:
    root = visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))
    address = reverse("admin:auth_user_password_change", args=[world.dung.pk])
    sent = {"usable_password": "true", "password1": NEW, "password2": NEW, "password": NEW}
    for client in (attacker[1], root):
        assert (
            client.get(address).status_code == 403 and client.post(address, sent).status_code == 403
        )
        client.post(page("user_change", world.dung.pk), form_of(client, world.dung) | sent)
    assert authenticate(username="dung", password=OLD) and not authenticate(
        username="dung", password=NEW
    )
    assert root.get(reverse("admin:password_change")).url == reverse("portal:change_password")


@pytest.mark.parametrize("slug", ["head", "clerk", "expert", "administrator"])
def test_nobody_adds_a_role_on_the_pages_of_people_and_roles(
    world: World, attacker: tuple[User, Client], slug: str
) -> None:
    user, client = attacker
    row = {"role": slug, "authority": world.department.pk, "valid_from": "01/01/2026"}
    assert client.post(page("roleassignment_add"), {**row, "user": user.pk}).status_code == 403
    inline = {
        "assignments-TOTAL_FORMS": 1,
        "assignments-INITIAL_FORMS": 0,
        **{f"assignments-0-{k}": row[k] for k in row},
    }
    for target in (user, world.huong):
        client.post(page("user_change", target.pk), form_of(client, target) | inline)
    for way in ("roleassignment_add", "user_add"):
        client.post(page(way), {"username": f"moi{way}", "full_name": "M", **inline, **row})
    assert not RoleAssignment.objects.exclude(
        user__in=[world.lan, world.binh, world.dung, world.anh]
    ).exists()


@pytest.mark.parametrize("field", ["role", "authority", "user", "valid_from", "valid_to"])
def test_an_existing_role_becomes_no_other_one(
    world: World, attacker: tuple[User, Client], field: str
) -> None:
    user, client = attacker
    held = RoleAssignment.objects.get(user=world.binh)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    RoleAssignment.objects.filter(pk=held.pk).update(
        valid_to=yesterday if field == "valid_to" else None
    )
    before = RoleAssignment.objects.filter(pk=held.pk).values().get()
    wanted = {
        "role": "head",
        "authority": world.centre.pk,
        "user": user.pk,
        "valid_from": "01/01/2020",
        "valid_to": "31/12/2030",
    }
    address = page("roleassignment_change", held.pk)
    seen = client.get(address).context["adminform"].form["seen"].value()
    sent = {
        "valid_to": "" if field != "valid_to" else "31/12/2030",
        "seen": seen,
        field: wanted[field],
    }
    client.post(address, sent)
    client.post(
        page("user_change", world.binh.pk),
        form_of(client, world.binh) | {f"assignments-0-{field}": wanted[field]},
    )
    client.post(
        page("roleassignment_changelist"),
        {"form-0-id": held.pk, f"form-0-{field}": wanted[field], "_save": "1"},
    )
    assert RoleAssignment.objects.filter(pk=held.pk).values().get() == before


@pytest.mark.parametrize("name", ["email", "phone"])
def test_the_mailbox_of_somebody_with_a_role_is_not_changed_alone(
    world: World, attacker: tuple[User, Client], name: str
) -> None:
    _user, client = attacker
    refused = client.post(
        page("user_change", world.dung.pk),
        form_of(client, world.dung) | {name: "ke-gian@example.vn"},
    )
    assert (
        refused.status_code == 200
        and "người khác đồng ý" in refused.text
        and "ke-gian@example.vn" in refused.text
    )
    former = person("cu", "Cán Bộ Cũ")
    RoleAssignment.objects.create(
        user=former, role_id="head", authority=world.department, valid_to=dt.date(2026, 1, 1)
    )
    assert (
        client.post(
            page("user_change", former.pk), form_of(client, former) | {name: "x@example.vn"}
        ).status_code
        == 200
    )
    assert not User.objects.filter(email__in=["ke-gian@example.vn", "x@example.vn"]).exists()


def test_a_citizens_mailbox_is_changed_and_the_old_one_is_told(
    world: World, attacker: tuple[User, Client]
) -> None:
    _user, client = attacker
    link = password_links.password_link_of(world.huong).rstrip("/").rpartition("/")[2]
    changed = client.post(
        page("user_change", world.huong.pk),
        form_of(client, world.huong) | {"email": "moi@example.vn"},
    )
    assert changed.status_code == 302, changed.context["errors"]
    letter = AccountLetter.objects.get(person=world.huong)
    assert (letter.kind, letter.address) == ("CONTACT_CHANGED", "huong@example.vn")
    with pytest.raises(password_links.LinkIsDead):
        password_links.owner_of(link)


def test_a_cover_is_given_by_the_head_not_by_the_administration(
    world: World, attacker: tuple[User, Client]
) -> None:
    user, client = attacker
    held = RoleAssignment.objects.get(user=world.dung)
    days = {"valid_from": "01/01/2026", "valid_to": "31/12/2030"}
    sent = {"assignment": held.pk, "covering": user.pk, "form": "KT", **days}
    assert client.post(page("cover_add"), sent).status_code == 403
    today = timezone.localdate()
    cover = Cover.objects.create(
        assignment=held, covering=world.binh, form="KT", valid_from=today, valid_to=today
    )
    client.post(page("cover_change", cover.pk), sent)
    cover.refresh_from_db()
    assert (cover.covering_id, cover.valid_to) == (world.binh.pk, today)
    client.post(page("cover_changelist"), {"action": "end_now", "_selected_action": cover.pk})
    cover.refresh_from_db()
    assert cover.revoked_at is not None


def test_no_door_makes_an_administrator_or_a_demo_person(
    world: World, attacker: tuple[User, Client]
) -> None:
    user, client = attacker
    group, rights_of_all = (
        Group.objects.create(name="Mọi quyền"),
        list(Permission.objects.values_list("pk", flat=True)),
    )
    flags = {"is_superuser": "on", "is_staff": "on", "is_demo": "on"}
    wanted = {**flags, "groups": [group.pk], "user_permissions": rights_of_all[:9]}
    for target in (user, world.dung):
        client.post(page("user_change", target.pk), form_of(client, target) | wanted)
    client.post(page("user_add"), {"username": "riêng", "full_name": "R", **wanted})
    assert (
        client.post(reverse("admin:auth_group_add"), {"name": "x", "permissions": [1]}).status_code
        == 403
    )
    mine = set(user.user_permissions.values_list("codename", flat=True))
    assert (
        not User.objects.filter(is_superuser=True).exists()
        and not User.objects.filter(is_demo=True).exists()
    )
    assert User.objects.filter(is_staff=True).count() == 1
    assert mine == set(
        Permission.objects.filter(codename__in=EVERYTHING).values_list("codename", flat=True)
    )
    root = visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))
    saved = root.post(page("user_change", world.dung.pk), form_of(root, world.dung) | wanted)
    assert saved.status_code == 302  # the rest is saved, and only the rest
    world.dung.refresh_from_db()
    assert not (
        world.dung.is_staff
        or world.dung.is_superuser
        or world.dung.is_demo
        or world.dung.groups.exists()
    )


def test_second_factors_and_mail_addresses_of_allauth_have_no_page(
    attacker: tuple[User, Client],
) -> None:
    from django.contrib import admin

    assert not {one._meta.app_label for one in admin.site._registry} & {
        "mfa",
        "account",
        "sessions",
        "socialaccount",
    }


def test_asking_on_the_page_and_granting_by_the_other_administrator(
    world: World, attacker: tuple[User, Client]
) -> None:
    user, client = attacker
    sent = {
        "kind": "ROLE",
        "person": world.huong.pk,
        "role": "expert",
        "authority": world.department.pk,
    }
    refused = client.post(page("rightrequest_add"), {**sent, "person": user.pk, "reason": "QĐ 1"})
    assert (
        refused.status_code == 200 and "cho chính mình" in refused.text and "QĐ 1" in refused.text
    )
    late = client.post(
        page("rightrequest_add"), {**sent, "reason": "QĐ 1", "valid_from": "01/01/2026"}
    )
    assert "không lùi ngày" in late.text
    other = administrator("tri")
    assert client.post(page("rightrequest_add"), {**sent, "reason": "QĐ 1"}).status_code == 302
    asked = RightRequest.objects.get()
    press = {"action": "grant_chosen", "_selected_action": asked.pk}
    assert (
        "một người khác cấp"
        in client.post(page("rightrequest_changelist"), press, follow=True).text
    )
    assert client.post(page("rightrequest_change", asked.pk), sent).status_code == 403
    assert (
        "Đã cấp" in visiting(other).post(page("rightrequest_changelist"), press, follow=True).text
    )
    assert RoleAssignment.objects.filter(user=world.huong, role="expert").exists()
    assert LogEntry.objects.filter(change_message="grant_chosen", user=other).exists()


def test_the_head_reads_what_waits_and_says_yes_or_no(
    world: World, attacker: tuple[User, Client]
) -> None:
    user, _client = attacker
    first, second = (
        requests.ask(
            RightRequest(
                kind="ROLE", person=who, role_id="clerk", authority=world.department, reason="QĐ 7"
            ),
            user,
        )
        for who in (world.huong, world.binh)
    )
    head, address = visiting(world.dung), reverse("portal:granting")
    shown = head.get(address).text
    assert "Nguyễn Thị Hường" in shown and "QĐ 7" in shown and "Văn thư" in shown
    assert head.post(address, {"request": first.pk, "grant": "1"}).status_code == 302
    assert head.post(address, {"request": second.pk, "refuse": "1"}).status_code == 302
    assert head.post(address, {"request": second.pk, "grant": "1"}).status_code == 409
    assert RoleAssignment.objects.filter(user=world.huong, role="clerk").exists()
    assert not RoleAssignment.objects.filter(user=world.binh, role="clerk").exists()
    assert visiting(world.binh).get(address).status_code == 404


def test_the_heads_word_needs_their_telephone(
    world: World, attacker: tuple[User, Client], settings: Any
) -> None:
    asked = requests.ask(
        RightRequest(
            kind="ROLE",
            person=world.huong,
            role_id="clerk",
            authority=world.department,
            reason="QĐ 7",
        ),
        attacker[0],
    )
    settings.SECOND_FACTOR = True
    head = visiting(world.dung)
    session = head.session
    session["factor_confirmed_at"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.save()
    answer = head.post(reverse("portal:granting"), {"request": asked.pk, "grant": "1"})
    assert answer.status_code == 422 and 'name="factor_code"' in answer.text
    assert RightRequest.objects.get().state == "OPEN"


def letters_sent() -> list[mail.EmailMessage]:
    account_letters.sweep()
    return list(mail.outbox)


def test_who_forgot_their_password_is_sent_a_link_and_nobody_learns_who_has_an_account(
    world: World,
) -> None:
    address = reverse("portal:password_forgotten")
    known = Client().post(address, {"name": "huong"})
    unknown = Client().post(address, {"name": "khong-co-ai"})
    assert (known.status_code, plain(known)) == (unknown.status_code, plain(unknown))
    letter = letters_sent()[0]
    assert letter.to == ["huong@example.vn"] and "/mat-khau/dat/" in letter.body
    path = letter.body.split("/mat-khau/dat/")[1].split()[0]
    browser = Client()
    browser.get(f"/mat-khau/dat/{path}", follow=True)
    browser.post("/mat-khau/dat/", {"new_password1": NEW, "new_password2": NEW})
    assert authenticate(username="huong", password=NEW)
    assert any("đã đổi" in one.subject for one in letters_sent())
    assert Client().post(address, {"name": ""}).status_code == 422


def plain(answer: Any) -> str:
    return answer.text.split("<main")[1].split("</main")[0]


def test_links_by_mail_address_and_only_three_an_hour(world: World) -> None:
    for tried in range(5):
        asked = Client().post(reverse("portal:password_forgotten"), {"name": "DUNG@example.vn"})
        assert asked.status_code == (302 if tried < 4 else 429)
    assert AccountLetter.objects.filter(person=world.dung).count() == 3


def test_no_letter_keeps_a_link_or_an_address_in_clear(world: World) -> None:
    from django.db import connection

    Client().post(reverse("portal:password_forgotten"), {"name": "dung"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_accountletter")
        row = repr(cursor.fetchall())
    assert "mat-khau" not in row and "dung@example.vn" not in row


def test_everybody_changes_their_password_with_the_old_one(world: World) -> None:
    address = reverse("portal:change_password")
    for who in (
        world.huong,
        world.dung,
        User.objects.create_superuser("goc", "g@example.vn", OLD, full_name="Gốc"),
    ):
        here, elsewhere = visiting(who), visiting(who)
        wrong = here.post(
            address, {"old_password": "sai", "new_password1": NEW, "new_password2": NEW}
        )
        assert wrong.status_code == 422 and "Mật khẩu đang dùng không đúng." in wrong.text
        done = here.post(address, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW})
        assert done.status_code == 302 and authenticate(username=who.username, password=NEW)
        assert here.get(reverse("portal:account")).status_code == 200  # this session goes on
        assert elsewhere.get(reverse("portal:account")).status_code == 302
    assert AccountLetter.objects.filter(kind="PASSWORD_CHANGED").count() == 3


def test_the_old_password_is_not_guessed_in_an_open_session(world: World) -> None:
    client, address = visiting(world.huong), reverse("portal:change_password")
    for _ in range(10):
        client.post(address, {"old_password": "sai", "new_password1": NEW, "new_password2": NEW})
    refused = client.post(
        address, {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    )
    assert refused.status_code == 422 and "quá nhiều lần" in refused.text
    assert authenticate(username="huong", password=OLD)


def test_changing_it_asks_an_officer_for_their_code(world: World, settings: Any) -> None:
    settings.SECOND_FACTOR = True
    client = visiting(world.dung)
    session = client.session
    session["factor_confirmed_at"] = (timezone.now() - dt.timedelta(hours=1)).isoformat()
    session.save()
    sent = {"old_password": OLD, "new_password1": NEW, "new_password2": NEW}
    refused = client.post(reverse("portal:change_password"), sent)
    assert refused.status_code == 422 and 'name="factor_code"' in refused.text
    assert authenticate(username="dung", password=OLD)
