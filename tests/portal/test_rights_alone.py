"""Nobody becomes the single administrator alone, and what a granted name stands for does not change
alone (D7).
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from notifications import account_letters
from organisations.account_models import AccountLetter, RightRequest
from organisations.models import Role, RoleAssignment, User
from organisations.rights import power_names, requests
from organisations.rights.giving import NotGranted
from tests.organisations.test_rights import administrator, role
from tests.people import World
from tests.portal.conftest import visiting
from tests.portal.test_account_takeover import form_of, page

Kind = RightRequest.Kind


def superuser(name: str) -> User:
    return User.objects.create_superuser(
        name, f"{name}@example.vn", "x" * 20, full_name=f"Gốc {name}"
    )


def powers_for(who: User, **powers: Any) -> RightRequest:
    return RightRequest(kind=Kind.POWERS, person=who, powers=powers, reason="QĐ 9")


def closed(by: User, who: User) -> None:
    """As the page of the account does it."""
    client = visiting(by)
    form = form_of(client, who)
    form.pop("is_active")
    assert client.post(page("user_change", who.pk), form).status_code == 302
    assert not User.objects.get(pk=who.pk).is_active


def test_who_closes_the_other_administrator_is_not_the_single_one(world: World) -> None:
    one, other = superuser("mot"), superuser("hai")
    asked = requests.ask(powers_for(world.huong, is_staff=True, is_superuser=True), one)
    closed(one, other)
    with pytest.raises(NotGranted, match="30 ngày"):
        requests.grant(asked, one)
    contact = RightRequest(
        kind=Kind.CONTACT, person=world.dung, email="ke-gian@example.vn", reason="Đổi máy"
    )
    with pytest.raises(NotGranted, match="30 ngày"):
        requests.grant(requests.ask(contact, one), one)
    assert not User.objects.get(pk=world.huong.pk).is_superuser


def test_the_other_counts_for_thirty_days_and_is_told(world: World, monkeypatch: Any) -> None:
    one, other = superuser("mot"), superuser("hai")
    closed(one, other)
    asked = requests.ask(powers_for(world.huong, is_staff=True), one)
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(days=29))
    with pytest.raises(NotGranted):
        requests.grant(asked, one)
    monkeypatch.setattr(timezone, "now", lambda: now + dt.timedelta(days=31))
    assert requests.grant(asked, one).alone
    assert AccountLetter.objects.filter(person=other, kind="ACCOUNT_CLOSED").exists()
    account_letters.sweep()
    assert any("hai@example.vn" in one.to and "đã đóng" in one.subject for one in mail.outbox)


def test_the_only_other_administrator_is_not_changed_by_the_first_alone(world: World) -> None:
    """Their powers taken, their mailbox led elsewhere: they are concerned, and nobody else is there
    to say yes.
    """
    one, other = superuser("mot"), superuser("hai")
    contact = RightRequest(
        kind=Kind.CONTACT, person=other, email="ke-gian@example.vn", reason="Đổi máy"
    )
    for wanted in (powers_for(other), contact):
        with pytest.raises(NotGranted, match="30 ngày"):
            requests.grant(requests.ask(wanted, one), one)
    other.refresh_from_db()
    assert other.is_superuser and other.email == "hai@example.vn"


def test_who_alone_may_take_powers_from_another_is_not_the_single_one_afterwards(
    world: World,
) -> None:
    """Of one superuser and one other administrator: powers are the superuser's alone to give, roles
    are for two.
    """
    one, other = superuser("mot"), administrator("quan")
    assert requests.grant(requests.ask(powers_for(other), one), one).alone
    contact = RightRequest(
        kind=Kind.CONTACT, person=world.dung, email="ke-gian@example.vn", reason="Đổi máy"
    )
    with pytest.raises(NotGranted):
        requests.grant(requests.ask(contact, one), one)
    with pytest.raises(NotGranted):
        requests.grant(requests.ask(role(world, world.huong), one), one)
    assert requests.is_guarded(User.objects.get(pk=other.pk))


def test_where_one_administrator_is_left_the_head_gives_the_roles(world: World) -> None:
    one, other = superuser("mot"), superuser("hai")
    closed(one, other)
    asked = requests.ask(role(world, world.huong), one)
    assert requests.waiting_for(world.dung) == [asked]
    shown = visiting(world.dung).post(
        reverse("portal:granting"), {"request": asked.pk, "grant": "1"}
    )
    assert (
        shown.status_code == 302
        and RoleAssignment.objects.filter(user=world.huong, role="expert").exists()
    )
    assert not RightRequest.objects.get().alone


@pytest.mark.parametrize("way", ["permissions", "delete", "delete_selected"])
def test_a_group_with_people_keeps_its_rights(world: World, way: str) -> None:
    """It neither gives them more (A3) nor takes away what makes the other one count (A2)."""
    one, other = superuser("mot"), administrator("quan", "view_user")
    group = Group.objects.create(name="lành")
    group.permissions.set(Permission.objects.filter(codename="add_roleassignment"))
    other.groups.add(group)
    client = visiting(one)
    if way == "permissions":
        everything = [one.pk for one in power_names.with_a_page()]
        for wanted in (everything, []):
            sent = {"name": "lành", "permissions": wanted}
            answer = client.post(reverse("admin:auth_group_change", args=[group.pk]), sent)
            assert answer.status_code == 200 and "Nhóm đang có người" in answer.text
    elif way == "delete":
        assert (
            client.post(
                reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"}
            ).status_code
            == 403
        )
    else:
        sent = {"action": "delete_selected", "_selected_action": group.pk, "post": "yes"}
        assert client.post(reverse("admin:auth_group_changelist"), sent).status_code == 403
    assert [one.codename for one in group.permissions.all()] == ["add_roleassignment"]


def test_a_group_with_people_may_be_renamed_and_an_empty_one_filled(world: World) -> None:
    one, other = superuser("mot"), administrator("quan", "view_user")
    shown, hidden = (
        Permission.objects.get(codename="change_authority"),
        Permission.objects.get(codename="add_session"),
    )
    group = Group.objects.create(name="lành")
    client, address = visiting(one), reverse("admin:auth_group_change", args=[group.pk])
    assert client.post(address, {"name": "lành", "permissions": [shown.pk]}).status_code == 302
    group.permissions.add(hidden)  # of no page: the form does not show it, and it stays
    other.groups.add(group)
    assert client.post(address, {"name": "danh mục", "permissions": [shown.pk]}).status_code == 302
    group.refresh_from_db()
    assert group.name == "danh mục" and set(group.permissions.all()) == {shown, hidden}


@pytest.mark.parametrize("after", ["filled", "deleted"])
def test_a_group_is_granted_as_it_was_when_it_was_asked_for(world: World, after: str) -> None:
    one, other = superuser("mot"), superuser("hai")
    group = Group.objects.create(name="lành")
    asked = requests.ask(powers_for(world.huong, is_staff=True, groups=[group.pk]), one)
    client = visiting(one)
    if after == "filled":
        wanted = {
            "name": "lành",
            "permissions": [Permission.objects.get(codename="change_authority").pk],
        }
        assert (
            client.post(reverse("admin:auth_group_change", args=[group.pk]), wanted).status_code
            == 302
        )
    else:
        client.post(reverse("admin:auth_group_delete", args=[group.pk]), {"post": "yes"})
    with pytest.raises(NotGranted, match="đã đổi sau khi đề nghị"):
        requests.grant(asked, other)
    assert not User.objects.get(pk=world.huong.pk).is_staff
    if after == "filled":
        anew = requests.ask(powers_for(world.huong, is_staff=True, groups=[group.pk]), one)
        seen = visiting(other).get(page("rightrequest_change", anew.pk)).text
        assert "lành (cơ quan: sửa)" in seen
        requests.grant(anew, other)
        assert User.objects.get(pk=world.huong.pk).has_perm("organisations.change_authority")


def test_a_role_that_somebody_holds_is_not_called_otherwise(world: World) -> None:
    """The head reads the name before granting: “Văn thư” must not be shown to them as something
    harmless.
    """
    client = visiting(superuser("mot"))
    address = page("role_change", "head")
    seen = client.get(address).context["adminform"].form.initial.get("seen", "")
    client.post(address, {"name": "Người xem", "name_en": "Reader", "seen": seen})
    assert Role.objects.get(slug="head").name != "Người xem"
