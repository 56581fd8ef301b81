"""The first administrator and the first head are named on the server: journalled, and nobody types
their passwords.
"""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command
from django.test import Client

from operation.shell import account
from organisations import roles
from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations

pytestmark = pytest.mark.django_db

AN = ("an.nguyen", "--name", "Nguyễn Văn  An", "--email", "an@so.example")
BINH = ("binh.tran", "--name", "Trần Thị Bình", "--email", "binh@so.example")


def appoint(*words: str) -> str:
    out = StringIO()
    call_command("appoint", *words, stdout=out)
    return out.getvalue()


def test_the_first_administrator_gets_a_link_and_sets_their_own_password(client: Client) -> None:
    said = appoint("administrator", *AN)
    person = User.objects.get()
    assert person.is_superuser and person.is_staff and not person.has_usable_password()
    assert person.full_name == "Nguyễn Văn An"
    (address,) = re.findall(r"https?://\S+", said)
    page = client.get(re.sub(r"https?://[^/]+", "", address), follow=True)
    assert page.status_code == 200 and b'type="password"' in page.content
    written = LogEntry.objects.order_by("pk").values_list("change_message", flat=True)
    assert len(written) == 2 and all(account() in message for message in written)
    assert "quản trị viên" in written[1]


def test_the_same_again_gives_another_link_and_changes_nothing() -> None:
    appoint("administrator", *AN)
    assert "http" in appoint("administrator", *AN)
    assert LogEntry.objects.count() == 2
    person = User.objects.get()
    person.set_password("x" * 20)
    person.save()
    assert "http" not in appoint("administrator", *AN), (
        "whoever sits at the machine takes no account over by it"
    )


def test_the_first_head_stands_in_the_log_as_a_role_given_today() -> None:
    seed_organisations()
    appoint("head", *BINH, "--authority", "sgddt-daklak")
    given = RoleAssignment.objects.get()
    assert (given.role_id, given.authority.slug, given.user.username) == (
        roles.HEAD,
        "sgddt-daklak",
        "binh.tran",
    )
    assert LogEntry.objects.filter(
        object_id=str(given.pk), content_type__model="roleassignment"
    ).exists()
    appoint("head", *BINH, "--authority", "sgddt-daklak")
    assert RoleAssignment.objects.count() == 1


def test_who_comes_later_needs_a_reason_and_it_is_written_down() -> None:
    seed_organisations()
    appoint("administrator", *AN)
    with pytest.raises(CommandError, match="Đã có quản trị viên"):
        appoint("administrator", *BINH)
    assert not User.objects.filter(username="binh.tran").exists()
    appoint("administrator", *BINH, "--reason", "QĐ 12")
    assert LogEntry.objects.filter(change_message__endswith="QĐ 12").exists()
    appoint("head", *AN, "--authority", "sgddt-daklak")
    with pytest.raises(CommandError, match="đã có lãnh đạo"):
        appoint("head", *BINH, "--authority", "sgddt-daklak")
    appoint("head", *BINH, "--authority", "ttpvhcc-daklak")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("administrator", "an.nguyen", "--name", "An", "--email", "an"), "Nhập địa chỉ email"),
        (("administrator", "an nguyen", "--name", "An", "--email", "an@so.example"), "hợp lệ"),
        (
            ("administrator", "an.nguyen", "--name", "Khác", "--email", "an@so.example"),
            "người khác",
        ),
        (("head", *AN), "--authority SLUG: one of"),
        (("head", *AN, "--authority", "nowhere"), "--authority SLUG: one of"),
    ],
)
def test_what_cannot_be_is_said(words: tuple[str, ...], said: str) -> None:
    seed_organisations()
    User.objects.create(username="an.nguyen", full_name="Nguyễn Văn An", email="an@so.example")
    with pytest.raises(CommandError, match=said):
        appoint(*words)
    assert (
        not User.objects.filter(is_superuser=True).exists() and not RoleAssignment.objects.exists()
    )


def test_nobody_of_the_demo_and_no_closed_account_is_named() -> None:
    person = User.objects.create(
        username="an.nguyen", full_name="Nguyễn Văn An", email="an@so.example", is_demo=True
    )
    for change in ({}, {"is_demo": False, "is_active": False}):
        User.objects.filter(pk=person.pk).update(**change)
        with pytest.raises(CommandError, match="đã đóng"):
            appoint("administrator", *AN)
    assert Authority.objects.count() == 0
