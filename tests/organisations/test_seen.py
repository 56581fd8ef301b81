"""Two administrators edit the same record: the second is told both versions, nothing typed is lost
(B5).
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organisations.models import Authority, Role, RoleAssignment, User
from organisations.seed import seed_organisations

pytestmark = pytest.mark.django_db


def signed_in(username: str, name: str) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser(username, password="mot-cua-dak-lak", full_name=name)
    )
    return client


@pytest.fixture
def two() -> tuple[Client, Client]:
    seed_organisations()
    return signed_in("quan", "Phạm Thị Quản"), signed_in("tri", "Lê Văn Trị")


def address(row: Any) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def inputs(client: Client, row: Any) -> dict[str, str]:
    """What a browser would send back unchanged: every input of the main form and its inlines."""
    page = client.get(address(row))
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    sent = {}
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False and not isinstance(value, list):
                sent[field.html_name] = (
                    field.field.prepare_value(value)
                    if hasattr(field.field, "prepare_value")
                    else value
                )
    return {name: str(value) if value is not True else "on" for name, value in sent.items()}


def test_the_second_save_is_refused_with_both_versions_and_the_next_is_meant(
    two: tuple[Client, Client],
) -> None:
    first, second = two
    role = Role.objects.get(slug="expert")
    sent_first, sent_second = inputs(first, role), inputs(second, role)
    assert first.post(address(role), sent_first | {"name": "Chuyên viên Một"}).status_code == 302
    answer = second.post(address(role), sent_second | {"name": "Chuyên viên Hai"})
    assert answer.status_code == 200
    assert "Phạm Thị Quản vừa lưu “Chuyên viên Một”, bạn nhập “Chuyên viên Hai”" in answer.text
    assert Role.objects.get(slug="expert").name == "Chuyên viên Một"
    seen = re.search(r'name="seen" value="([0-9a-f]+)"', answer.text)
    assert seen and 'value="Chuyên viên Hai"' in answer.text
    again = sent_second | {"name": "Chuyên viên Hai", "seen": seen[1]}
    assert second.post(address(role), again).status_code == 302
    assert Role.objects.get(slug="expert").name == "Chuyên viên Hai"


def test_a_form_that_shows_nothing_overwrites_nothing(two: tuple[Client, Client]) -> None:
    role = Role.objects.get(slug="expert")
    two[0].post(address(role), {"name": "Khác", "name_en": "Other"})
    assert Role.objects.get(slug="expert").name != "Khác"


def test_a_role_given_meanwhile_is_not_undone_by_a_form_that_was_open(
    two: tuple[Client, Client],
) -> None:
    first, second = two
    user = User.objects.create_user("canbo", full_name="Nguyễn Văn Cán")
    row = RoleAssignment.objects.create(
        user=user, role_id="expert", authority=Authority.objects.all()[0]
    )
    sent_first, sent_second = inputs(first, user), inputs(second, user)
    ended = next(name for name in sent_first if name.endswith("0-seen")).replace("seen", "valid_to")
    assert first.post(address(user), sent_first | {ended: "31/12/2026"}).status_code == 302
    assert RoleAssignment.objects.get(pk=row.pk).valid_to is not None
    answer = second.post(address(user), sent_second)
    assert answer.status_code == 200 and "vừa" in answer.text
    assert RoleAssignment.objects.get(pk=row.pk).valid_to is not None


def test_signing_in_meanwhile_is_no_conflict_and_a_new_password_stays(
    two: tuple[Client, Client],
) -> None:
    user = User.objects.create_user("canbo", full_name="Nguyễn Văn Cán")
    sent = inputs(two[0], user)
    user.set_password("mat-khau-moi-rat-dai")
    user.save()
    Client().force_login(user)
    answer = two[0].post(address(user), sent | {"full_name": "Nguyễn Văn Can"})
    assert answer.status_code == 302, answer.context["errors"]
    user.refresh_from_db()
    assert user.full_name == "Nguyễn Văn Can" and user.check_password("mat-khau-moi-rat-dai")
