"""The administration in the reader's language: also what Django itself says there, and what each
right is called.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import django
import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.utils.html import strip_tags
from django.utils.translation import trans_real
from django.utils.translation.template import templatize

from organisations.account_models import RightRequest
from organisations.models import User

pytestmark = pytest.mark.once

DJANGO = Path(django.__file__).parent
#: What of Django the pages of the administration and their forms say.
SPEAKING = (
    *sorted(DJANGO.glob("contrib/admin/templates/admin/*.html")),
    *sorted(DJANGO.glob("contrib/admin/templates/admin/includes/*.html")),
    *sorted(DJANGO.glob("contrib/admin/templates/admin/edit_inline/*.html")),
    *sorted(DJANGO.glob("contrib/admin/templates/admin/widgets/*.html")),
    DJANGO / "contrib/admin/templates/admin/auth/user/add_form.html",
    *sorted(DJANGO.glob("contrib/admin/*.py")),
    *sorted(DJANGO.glob("contrib/admin/views/*.py")),
    *sorted(DJANGO.glob("contrib/admin/templatetags/*.py")),
    *sorted(DJANGO.glob("forms/*.py")),
    *sorted(DJANGO.glob("db/models/fields/__init__.py")),
    DJANGO / "core/validators.py",
    DJANGO / "core/paginator.py",
    DJANGO / "contrib/auth/models.py",
    DJANGO / "contrib/auth/validators.py",
    DJANGO / "contrib/auth/password_validation.py",
)
TEXT = r"""(?:u?(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')\s*)+"""
ONE = re.compile(rf"\b(?:gettext|gettext_lazy|_)\(\s*({TEXT})")
MANY = re.compile(rf"\b(?:ngettext|ngettext_lazy)\(\s*({TEXT}),\s*({TEXT})")
#: Pages and fields that this site does not have, and names of types that only a documentation of
#: models shows.
NOT_SHOWN = re.compile(
    r"Python|class_name|%\((?:from|to)\)s-|IPv[46]|slug|UUID|duration"
    r"|^(?:String|Duration|Big|Positive big|A JSON|Universally)"
)


def said() -> Iterator[tuple[str, str]]:
    """Every text, with its plural where it has one."""
    for path in SPEAKING:
        text = path.read_text()
        source = templatize(text) if path.suffix == ".html" else text
        yield from ((ast.literal_eval(f"({one})"), "") for one in ONE.findall(source))
        yield from (
            (ast.literal_eval(f"({one})"), ast.literal_eval(f"({more})"))
            for one, more in MANY.findall(source)
        )


def test_what_django_says_in_the_administration_is_vietnamese() -> None:
    vietnamese = trans_real.translation("vi")
    found = set(said())
    assert len(found) > 300
    left = {one for one, more in found if not more and vietnamese.gettext(one) == one}
    left |= {one for one, more in found if more and vietnamese.ngettext(one, more, 2) == more}
    assert (
        sorted(one for one in left if not NOT_SHOWN.search(one) and re.search("[a-z]{2}", one))
        == []
    )


@pytest.fixture
def root(db: None) -> Client:
    client = Client()
    client.force_login(
        User.objects.create_superuser("goc", "g@example.vn", "x" * 20, full_name="Gốc")
    )
    return client


def seen(client: Client, address: str, language: str = "vi") -> str:
    client.cookies["django_language"] = language
    return re.sub(r"\s+", " ", strip_tags(client.get(address).content.decode()))


def test_the_record_of_changes_is_no_list_of_sign_ins(root: Client) -> None:
    page = seen(root, "/quan-tri/")
    assert "Nhật ký quản trị" in page and "Mục đăng nhập" not in page


def test_the_sections_are_english_in_english(root: Client) -> None:
    page = seen(root, "/quan-tri/", "en")
    for vietnamese in ("Biểu mẫu", "Sổ gốc", "Thủ tục và hồ sơ", "Văn bản phát hành"):
        assert vietnamese not in page, vietnamese


@pytest.mark.parametrize(
    "address", ["/quan-tri/organisations/rightrequest/add/", "/quan-tri/auth/group/add/"]
)
def test_rights_to_be_given_are_named_as_the_pages_are(root: Client, address: str) -> None:
    page = seen(root, address)
    assert "cơ quan: sửa" in page
    assert "chuyển hồ sơ đang chạy sang phiên bản khác" in page
    assert (
        "Can " not in page
        and "email" not in page
        and "Periodic" not in page
        and "council member" not in page
    )
    page = seen(root, address, "en")
    assert "authority: change" in page and "Can " not in page
    assert "sắp xếp" not in page and "chuyển hồ sơ" not in page


def test_rights_that_one_has_are_named_too(root: Client) -> None:
    officer = User.objects.create_user("can-bo", full_name="Cán Bộ", is_staff=True)
    right = Permission.objects.get(codename="change_authority")
    officer.user_permissions.add(right)
    page = seen(root, f"/quan-tri/organisations/user/{officer.pk}/change/")
    assert "cơ quan: sửa" in page and "Can change" not in page
    asked = RightRequest.objects.create(
        kind=RightRequest.Kind.POWERS,
        person=officer,
        powers={"permissions": [right.pk]},
        reason="QĐ 12",
        asked_by=User.objects.get(username="goc"),
    )
    page = seen(root, f"/quan-tri/organisations/rightrequest/{asked.pk}/change/")
    assert "cơ quan: sửa" in page and "Can change" not in page


def test_a_group_keeps_the_rights_that_were_chosen(root: Client) -> None:
    right = Permission.objects.get(codename="change_authority")
    root.post(
        "/quan-tri/auth/group/add/", {"name": "Người giữ danh mục", "permissions": [right.pk]}
    )
    assert list(Group.objects.get().permissions.all()) == [right]


def test_the_record_of_changes_says_what_was_done_in_words(root: Client) -> None:
    root.post("/quan-tri/auth/group/add/", {"name": "Người giữ danh mục"})
    by, kind = User.objects.get(username="goc"), ContentType.objects.get_for_model(RightRequest)
    for number, done in enumerate(("grant_chosen", "publish", "Chấm dứt ngay")):
        LogEntry.objects.create(
            user=by,
            content_type=kind,
            object_id=number,
            object_repr="QĐ 12",
            action_flag=CHANGE,
            change_message=done,
        )
    page = seen(root, "/quan-tri/admin/logentry/")
    for words in ("Cấp quyền đã đề nghị", "công bố", "Chấm dứt ngay"):
        assert words.lower() in page.lower(), words
    for raw in ("grant_chosen", "added", "publish", "repr"):
        assert raw not in page, raw
    assert "Cấp quyền đã đề nghị" in seen(
        root, f"/quan-tri/admin/logentry/{LogEntry.objects.order_by('pk')[1].pk}/change/"
    )
