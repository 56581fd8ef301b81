"""A reform makes nobody a signer or an administrator, and turns no tree of authorities into a
ring.
"""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse

from organisations.models import Authority, RoleAssignment, User
from organisations.reform_models import Reform
from organisations.roles import holds
from tests.people import World, officer
from tests.portal.conftest import visiting
from tests.workflows.test_reforming import reform, today
from workflows import organisation_reforms


@pytest.fixture
def school(world: World) -> Authority:
    return Authority.objects.create(
        slug="truong", kind="SCHOOL", name="Trường", parent=world.department
    )


def merged(world: World, school: Authority) -> tuple[Reform, dict[str, User]]:
    """A school of five goes into the department, with its people."""
    slugs = ("head", "division_head", "clerk", "administrator", "receptionist")
    people = {slug: officer(f"t-{slug}", f"Người {slug}", slug, school, "") for slug in slugs}
    return reform("MERGE", (school, world.department, "")), people


def test_no_role_that_signs_or_administers_goes_with_a_merger(
    world: World, school: Authority
) -> None:
    done, people = merged(world, school)
    organisation_reforms.run(done)
    at_taker = {slug for slug, one in people.items() if holds(one, slug, world.department.pk)}
    assert at_taker == {"receptionist"}
    assert not any(holds(one, slug, school.pk) for slug, one in people.items())


def test_nor_what_a_published_procedure_lets_sign(
    world: World, school: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    from organisations import roles

    monkeypatch.setattr(roles, "further_signing", [lambda: frozenset({"receptionist"})])
    done, people = merged(world, school)
    organisation_reforms.run(done)
    assert not RoleAssignment.objects.filter(
        user__in=people.values(), authority=world.department
    ).exists()


def test_the_preview_lists_what_two_have_to_give_again(
    world: World, school: Authority, capsys: pytest.CaptureFixture[str]
) -> None:
    done, people = merged(world, school)
    plan = organisation_reforms.plan(done)
    assert len(plan.people) == 1 and len(plan.anew) == 4
    given = people["clerk"]
    RoleAssignment.objects.create(
        user=given, role_id="clerk", authority=world.department, valid_from=today()
    )
    page = visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))
    shown = page.get(reverse("admin:organisations_reform_preview", args=[done.pk])).content.decode()
    assert (
        "không được mang sang" in shown and "Người head: " in shown and "Người clerk: " not in shown
    )
    call_command("reform_organisation", done.pk, preview=True)
    assert "phải đề nghị cấp lại: Người administrator" in capsys.readouterr().out


def test_no_authority_stands_above_itself(world: World, school: Authority) -> None:
    class_room = Authority.objects.create(
        slug="phan-hieu", kind="SCHOOL", name="Phân hiệu", parent=school
    )
    for parent in (world.department, school, class_room):
        world.department.parent = parent
        with pytest.raises(ValidationError, match="chính cơ quan này"):
            world.department.clean()
    root = visiting(User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc"))
    address = reverse("admin:organisations_authority_change", args=[school.pk])
    form = root.get(address).context["adminform"].form
    sent = {field.html_name: field.value() or "" for field in form}
    answer = root.post(
        address, {**sent, "parent": class_room.pk, "symbol": "T", "code": "T.1", "place": "Đắk Lắk"}
    )
    assert "chính cơ quan này" in answer.content.decode()
    school.refresh_from_db()
    assert school.parent_id == world.department.pk


def test_who_lies_under_an_authority_does_not_follow_it(world: World, school: Authority) -> None:
    done = reform("ABOLISH", (world.department, school, ""))
    with pytest.raises(organisation_reforms.ReformRefused, match="trực thuộc cơ quan kết thúc"):
        organisation_reforms.run(done)
