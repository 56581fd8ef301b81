"""Standing in for somebody: what it gives, how far it reaches, and that it is dead at once when it
ends.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from organisations import covers, roles
from organisations.models import Cover, RoleAssignment, User
from tests.people import World, make_world, officer

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db: Any) -> World:
    return make_world()


def cover(away: User, covering: User, **changes: Any) -> Cover:
    """`covering` stands in for the first role of `away`, today and tomorrow."""
    today = timezone.localdate()
    given = {"form": "KT", "valid_from": today, "valid_to": today + DAY, **changes}
    return covers.give(Cover(assignment=away.assignments.get(), covering=covering, **given), away)


def test_a_cover_gives_the_role_and_nothing_else(world: World) -> None:
    assert not roles.holds(world.binh, "head", world.department.pk)
    cover(world.dung, world.binh)
    assert roles.holds(world.binh, "head", world.department.pk) and roles.holds(
        world.binh, "expert", world.department.pk
    )
    assert not roles.holds(world.binh, "head", world.centre.pk) and not roles.holds(
        world.binh, "clerk", world.department.pk
    )
    assert [row.role_id for row in roles.held_assignments(world.binh).order_by("role_id")] == [
        "expert",
        "head",
    ]
    assert roles.present("head", world.department.pk) == [world.binh]  # the head is away


@pytest.mark.parametrize(
    "ends", ["revoked", "over", "not begun", "role ended", "covered left", "covering left"]
)
def test_it_is_dead_at_once(world: World, ends: str) -> None:
    today = timezone.localdate()
    given = cover(world.dung, world.binh)
    assert roles.holds(world.binh, "head", world.department.pk)
    moment = timezone.now()
    if ends == "revoked":
        covers.revoke(given, world.dung)
    elif ends == "over":
        moment += 2 * DAY
    elif ends == "not begun":
        moment -= DAY
    elif ends == "role ended":
        RoleAssignment.objects.filter(user=world.dung).update(valid_to=today - DAY)
    else:
        person = world.dung if ends == "covered left" else world.binh
        User.objects.filter(pk=person.pk).update(is_active=False)
    with time_machine.travel(moment):
        assert not roles.holds(world.binh, "head", world.department.pk)
        assert ("head", world.department.pk) not in roles.held_pairs(world.binh)
        assert (
            not roles.held_assignments(User.objects.get(pk=world.binh.pk))
            .filter(role_id="head")
            .exists()
        )


def test_nobody_passes_a_cover_on(world: World) -> None:
    """Anh covers Bình, who covers the head: she has his own role and not the head's."""
    cover(world.dung, world.binh)
    cover(world.binh, world.anh)
    assert roles.holds(world.anh, "expert", world.department.pk)
    assert not roles.holds(world.anh, "head", world.department.pk)


def test_a_cover_of_one_procedure_says_nothing_about_the_others(world: World) -> None:
    cover(world.dung, world.binh, procedures="diploma-copy school-transfer")
    reach = {
        name: roles.holds(world.binh, "head", world.department.pk, name)
        for name in ("diploma-copy", "other", "")
    }
    assert reach == {"diploma-copy": True, "other": False, "": False}
    assert roles.present("head", world.department.pk, "other") == [world.dung]


def test_ones_own_role_goes_before_a_cover_but_for_the_covered_persons_tasks(world: World) -> None:
    second = officer("hai", "Chuyên Viên Hai", "expert", world.department, "Chuyên viên")
    given = cover(world.binh, second, form="TL")
    place = ("expert", world.department.pk, "diploma-copy")
    own, other = (
        roles.post_for(second, *place),
        roles.post_for(second, *place, owner_id=world.binh.pk),
    )
    assert own is not None and own.cover_id is None
    assert other is not None and (other.cover_id, other.covered_id) == (given.pk, world.binh.pk)


@pytest.mark.parametrize(
    ("form", "lines"),
    [
        ("KT", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("TL", "TL. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("TUQ", "TUQ. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("Q", "Q. GIÁM ĐỐC"),
    ],
)
def test_the_lines_above_a_signature(world: World, form: str, lines: str) -> None:
    chief = officer("giamdoc", "Giám Đốc", "head", world.department, "GIÁM ĐỐC")
    given = cover(chief, world.dung, form=form, authorisation="12/UQ-SGDĐT")
    assert covers.signature_lines(world.dung, covers.stands_in(given.pk)) == lines
    assert covers.signature_lines(world.dung, None) == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"


@pytest.mark.parametrize(
    ("position", "lines"),
    [
        ("PHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("Phó Hiệu trưởng", "KT. Hiệu trưởng\nPhó Hiệu trưởng"),
        ("Phó Giám đốc phụ trách", "KT. Giám đốc\nPhó Giám đốc phụ trách"),
        ("Phó Chủ tịch thường trực", "KT. Chủ tịch\nPhó Chủ tịch thường trực"),
        ("P. Giám đốc", "KT. Giám đốc\nP. Giám đốc"),
        ("GIÁM ĐỐC", "GIÁM ĐỐC"),
        ("Q. GIÁM ĐỐC", "Q. GIÁM ĐỐC"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"),
        ("Phó Giáo sư, Hiệu trưởng", "Phó Giáo sư, Hiệu trưởng"),
        ("Chuyên viên", "Chuyên viên"),
        ("Phó", "Phó"),
        ("", ""),
    ],
)
def test_a_deputy_signs_for_the_head_on_their_own_post_too(position: str, lines: str) -> None:
    """NĐ 30/2020/NĐ-CP, Điều 13 khoản 1: also a deputy who is in charge signs as one who signs for
    the head.
    """
    assert covers.signature_lines(User(position=position), None) == lines


def test_whoever_stands_in_for_a_deputy_signs_for_the_head(world: World) -> None:
    second = officer("phohai", "Phó Hai", "expert", world.department, "PHÓ GIÁM ĐỐC")
    given = cover(world.dung, second, form="KT")
    assert (
        covers.signature_lines(second, covers.stands_in(given.pk)) == "KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC"
    )


@pytest.mark.parametrize(
    ("lines", "whose"),
    [
        ("GIÁM ĐỐC", "GIÁM ĐỐC Sở Tư pháp"),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC", "GIÁM ĐỐC Sở Tư pháp"),
        ("TL. GIÁM ĐỐC\nCHÁNH VĂN PHÒNG", "GIÁM ĐỐC Sở Tư pháp"),
        ("Q. Hiệu trưởng", "Hiệu trưởng Sở Tư pháp"),
        ("GIÁM ĐỐC SỞ TƯ PHÁP", "GIÁM ĐỐC Sở Tư pháp"),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH", "Sở Tư pháp"),
        ("CHUYÊN VIÊN", "Sở Tư pháp"),
        ("…", "Sở Tư pháp"),
        ("", "Sở Tư pháp"),
    ],
)
def test_whose_decision_it_is(lines: str, whose: str) -> None:
    assert covers.issuer(lines, "Sở Tư pháp") == whose


@pytest.mark.parametrize(
    "changes",
    [{"form": "TUQ"}, {"valid_to": dt.date(2020, 1, 1)}, {"covering": "himself"}, {"form": "XX"}],
)
def test_what_cannot_be_given(world: World, changes: dict[str, Any]) -> None:
    covering = world.dung if changes.pop("covering", None) else world.binh
    with pytest.raises(ValidationError):
        cover(world.dung, covering, **changes)
    assert not Cover.objects.exists()
