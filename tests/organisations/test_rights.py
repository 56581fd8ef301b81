"""A right is asked by one and granted by another, from today on, never one's own; what signs, with
the head's word.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from organisations.account_models import AccountLetter, RightRequest
from organisations.models import Authority, RoleAssignment, User
from organisations.rights import requests
from organisations.rights.giving import NotGranted
from organisations.roles import holds
from tests.people import World, make_world, officer, person, publish

Kind = RightRequest.Kind


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


def administrator(name: str, *permissions: str) -> User:
    user = person(name, f"Quản Trị {name}")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    wanted = permissions or ("add_roleassignment", "change_user", "view_user")
    user.user_permissions.set(Permission.objects.filter(codename__in=wanted))
    return User.objects.get(pk=user.pk)


def role(world: World, who: User, slug: str = "expert", **more: Any) -> RightRequest:
    return RightRequest(
        **{
            "kind": Kind.ROLE,
            "person": who,
            "role_id": slug,
            "authority": world.department,
            "reason": "QĐ 12/QĐ-SGDĐT",
            **more,
        }
    )


def test_one_asks_and_another_grants(world: World) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    asked = requests.ask(role(world, world.huong), quan)
    with pytest.raises(NotGranted):
        requests.grant(asked, quan)
    assert not holds(world.huong, "expert", world.department.pk)
    given = requests.grant(asked, tri)
    assert holds(world.huong, "expert", world.department.pk) and not given.alone
    assert given.given and given.given.valid_from == timezone.localdate()
    with pytest.raises(NotGranted, match="đã được quyết định"):
        requests.grant(asked, tri)


@pytest.mark.parametrize("slug", ["expert", "head", "clerk", "administrator"])
def test_nobody_asks_for_themselves_and_nobody_grants_themselves(world: World, slug: str) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    with pytest.raises(ValidationError, match="cho chính mình"):
        requests.ask(role(world, quan, slug), quan)
    asked = requests.ask(role(world, quan, slug), tri)
    with pytest.raises(NotGranted):
        requests.grant(asked, quan)
    assert not RoleAssignment.objects.filter(user=quan).exists()


@pytest.mark.parametrize("slug", ["head", "division_head", "clerk"])
def test_what_signs_is_granted_by_the_head_alone(world: World, slug: str) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    asked = requests.ask(role(world, world.huong, slug), quan)
    for who in (quan, tri, root, world.binh, world.lan, world.huong):
        with pytest.raises(NotGranted):
            requests.grant(asked, who)
    assert requests.waiting_for(world.dung) == [asked] and not requests.waiting_for(world.binh)
    requests.grant(asked, world.dung)
    assert holds(world.huong, slug, world.department.pk)


def test_a_role_that_a_published_procedure_lets_sign_needs_the_head_too(
    world: World, monkeypatch: Any
) -> None:
    from organisations import roles
    from workflows.procedure import publishing

    publish("school-licence-change")
    assert (
        "division_head" in publishing.roles_that_sign()
        and publishing.roles_that_sign in roles.further_signing
    )
    monkeypatch.setattr(roles, "further_signing", [lambda: frozenset({"expert"})])
    asked = requests.ask(role(world, world.huong), administrator("quan"))
    with pytest.raises(NotGranted):
        requests.grant(asked, administrator("tri"))


def test_where_an_authority_has_no_head_the_one_above_says_so_and_else_nobody(world: World) -> None:
    quan = administrator("quan")
    school = Authority.objects.create(
        kind="SCHOOL", slug="moi", name="Trường Mới", parent=world.department
    )
    asked = requests.ask(role(world, world.huong, "head", authority=school), quan)
    assert [one.pk for one in requests.deciders(asked)] == [world.dung.pk]
    alone = Authority.objects.create(kind="SCHOOL", slug="rieng", name="Trường Riêng")
    with pytest.raises(ValidationError, match="lệnh trên máy chủ"):
        requests.ask(role(world, world.huong, "head", authority=alone), quan)
    # a ring in the data ends the search
    Authority.objects.filter(pk=alone.pk).update(parent=alone.pk)
    with pytest.raises(ValidationError):
        requests.ask(
            role(world, world.huong, "head", authority=Authority.objects.get(pk=alone.pk)), quan
        )


def test_who_only_stands_in_for_a_head_grants_nothing(world: World) -> None:
    from organisations.models import Cover

    held = RoleAssignment.objects.get(user=world.dung)
    today = timezone.localdate()
    Cover.objects.create(
        assignment=held, covering=world.binh, form="TL", valid_from=today, valid_to=today
    )
    asked = requests.ask(role(world, world.huong, "clerk"), administrator("quan"))
    with pytest.raises(NotGranted):
        requests.grant(asked, world.binh)


@pytest.mark.parametrize("days", [-1, -365])
def test_a_role_is_never_given_backwards(world: World, days: int) -> None:
    past = timezone.localdate() + dt.timedelta(days=days)
    with pytest.raises(ValidationError, match="không lùi ngày"):
        requests.ask(role(world, world.huong, valid_from=past), administrator("quan"))


def test_what_is_granted_late_begins_on_the_day_of_the_word(world: World) -> None:
    asked = requests.ask(
        role(world, world.huong, valid_from=timezone.localdate()), administrator("quan")
    )
    RightRequest.objects.filter(pk=asked.pk).update(valid_from=dt.date(2026, 1, 1))
    given = requests.grant(asked, administrator("tri"))
    assert given.given and given.given.valid_from == timezone.localdate()
    over = requests.ask(role(world, world.lan), User.objects.get(username="quan"))
    RightRequest.objects.filter(pk=over.pk).update(valid_to=dt.date(2026, 1, 2))
    with pytest.raises(NotGranted, match="đã qua"):
        requests.grant(over, User.objects.get(username="tri"))


def test_a_single_administrator_has_a_way_that_is_told_to_the_heads(world: World) -> None:
    quan = administrator("quan")
    given = requests.grant(requests.ask(role(world, world.huong), quan), quan)
    assert given.alone and holds(world.huong, "expert", world.department.pk)
    told = AccountLetter.objects.filter(kind=AccountLetter.Kind.RIGHT_GRANTED_ALONE)
    assert {letter.person_id for letter in told} == {world.dung.pk, world.huong.pk}
    with pytest.raises(NotGranted):  # never what signs, nor their own
        requests.grant(requests.ask(role(world, world.lan, "clerk"), quan), quan)


def test_without_a_head_there_the_single_administrators_act_is_told_to_every_head(
    world: World,
) -> None:
    quan = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    asked = RightRequest(
        kind=Kind.POWERS, person=world.huong, powers={"is_staff": True}, reason="Thêm quản trị viên"
    )
    assert requests.grant(requests.ask(asked, quan), quan).alone
    told = AccountLetter.objects.filter(kind=AccountLetter.Kind.RIGHT_GRANTED_ALONE).values_list(
        "person", flat=True
    )
    assert world.dung.pk in told


def test_who_lost_the_right_to_decide_decides_no_more(world: World) -> None:
    asked = requests.ask(role(world, world.huong, "clerk"), administrator("quan"))
    RoleAssignment.objects.filter(user=world.dung).update(
        valid_to=timezone.localdate() - dt.timedelta(days=1)
    )
    with pytest.raises(NotGranted):
        requests.grant(asked, world.dung)
    other = requests.ask(role(world, world.huong), User.objects.get(username="quan"))
    tri = administrator("tri")
    User.objects.filter(pk=tri.pk).update(is_active=False)
    with pytest.raises(NotGranted):
        requests.grant(other, User.objects.get(pk=tri.pk))


def test_powers_are_for_superusers_and_for_two(world: World) -> None:
    root = User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    second = User.objects.create_superuser("goc2", "h@example.vn", "x" * 20, full_name="Gốc Hai")
    wanted = {"powers": {"is_superuser": True, "is_staff": True}, "reason": "QĐ 3"}
    with pytest.raises(ValidationError):
        requests.ask(
            RightRequest(kind=Kind.POWERS, person=world.huong, **wanted), administrator("quan")
        )
    asked = requests.ask(RightRequest(kind=Kind.POWERS, person=world.huong, **wanted), root)
    for who in (root, User.objects.get(username="quan")):
        with pytest.raises(NotGranted):
            requests.grant(asked, who)
    requests.grant(asked, second)
    assert User.objects.get(pk=world.huong.pk).is_superuser


def test_the_mailbox_of_somebody_with_rights_is_changed_by_two_and_the_old_one_is_told(
    world: World,
) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    wanted = RightRequest(
        kind=Kind.CONTACT, person=world.dung, email="moi@example.vn", phone="0905", reason="Đổi máy"
    )
    asked = requests.ask(wanted, quan)
    with pytest.raises(NotGranted):
        requests.grant(asked, quan)
    requests.grant(asked, tri)
    world.dung.refresh_from_db()
    assert (world.dung.email, world.dung.phone) == ("moi@example.vn", "0905")
    letters = AccountLetter.objects.filter(person=world.dung).order_by("pk")
    told = [(one.kind, one.address) for one in letters if one.kind.startswith("CONTACT")]
    assert told == [("CONTACT_ASKED", "dung@example.vn"), ("CONTACT_CHANGED", "dung@example.vn")]


def test_the_database_keeps_to_it_too(world: World) -> None:
    quan = administrator("quan")
    asked = requests.ask(role(world, world.huong), quan)
    rows = RightRequest.objects.filter(pk=asked.pk)
    for change in (
        {"state": "GRANTED", "decided_by": quan},
        {"state": "GRANTED", "decided_by": world.huong},
        {"state": "GRANTED", "decided_by": world.huong, "alone": True},
        {"person": quan},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)


def test_who_asked_may_take_it_back_and_a_closed_account_gets_nothing(world: World) -> None:
    quan, tri = administrator("quan"), administrator("tri")
    asked = requests.ask(role(world, world.huong), quan)
    assert requests.refuse(asked, quan).state == "REFUSED"
    other = requests.ask(role(world, world.huong), quan)
    User.objects.filter(pk=world.huong.pk).update(is_active=False)
    with pytest.raises(NotGranted):
        requests.grant(other, tri)


def test_a_role_is_ended_from_yesterday_on_and_never_lengthened(world: World) -> None:
    held = RoleAssignment.objects.get(user=world.binh)
    today = timezone.localdate()
    requests.check_ending(held, today - dt.timedelta(days=1))
    requests.check_ending(held, today + dt.timedelta(days=30))
    with pytest.raises(ValidationError, match="không lùi ngày"):
        requests.check_ending(held, today - dt.timedelta(days=2))
    held.valid_to = today
    with pytest.raises(ValidationError, match="kéo dài"):
        requests.check_ending(held, today + dt.timedelta(days=1))
    held.valid_to = today - dt.timedelta(days=9)
    with pytest.raises(ValidationError, match="đã kết thúc"):
        requests.check_ending(held, today - dt.timedelta(days=1))


def test_a_deputy_head_does_not_grant_what_is_their_own(world: World) -> None:
    deputy = officer("pho", "Phó Giám Đốc", "head", world.department, "PHÓ GIÁM ĐỐC")
    asked = requests.ask(role(world, deputy, "clerk"), administrator("quan"))
    with pytest.raises(NotGranted):
        requests.grant(asked, deputy)
    requests.grant(asked, world.dung)
