"""The administrator's pages: in Vietnamese, and nothing that history names can be deleted."""

import datetime as dt
import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from organisations.account_models import AccountLetter
from organisations.calendar.working_time import calendar_for
from organisations.calendar_models import CalendarDay, WorkingHours
from organisations.models import Authority, Role, RoleAssignment, User
from organisations.seed import seed_organisations

pytestmark = pytest.mark.django_db
MODELS = (Authority, User, Role, RoleAssignment, WorkingHours, CalendarDay)


@pytest.fixture
def administrator(client: Client) -> Client:
    seed_organisations()
    user = User.objects.create_superuser(
        "quantri", password="mot-cua-dak-lak", full_name="Phạm Thị Quản"
    )
    RoleAssignment.objects.create(
        user=user, role_id="administrator", authority=Authority.objects.first()
    )
    client.force_login(user)
    return client


def url(model: type, page: str, *args: object) -> str:
    return reverse(f"admin:organisations_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", MODELS)
def test_lists_and_forms_open(administrator: Client, model: type) -> None:
    for address in (url(model, "changelist"), url(model, "change", model.objects.first().pk)):
        assert administrator.get(address).status_code == 200, address
    given_elsewhere = model is RoleAssignment  # by two: `organisations.rights.requests`
    assert administrator.get(url(model, "add")).status_code == (403 if given_elsewhere else 200)
    assert administrator.get(url(model, "changelist"), {"q": "a"}).status_code in (200, 302)


def test_the_front_page_is_in_vietnamese(administrator: Client) -> None:
    page = administrator.get(reverse("admin:index")).content.decode()
    for text in (
        "Motcua – trang quản trị",
        "Tổ chức và lịch làm việc",
        "Phân công vai trò",
        "Người dùng",
    ):
        assert text.lower() in page.lower()
    assert "Periodic tasks" not in page


@pytest.mark.parametrize("model", [User, RoleAssignment])
def test_people_and_their_roles_are_never_deleted(administrator: Client, model: type) -> None:
    row = model.objects.first()
    assert administrator.post(url(model, "delete", row.pk), {"post": "yes"}).status_code == 403
    chosen = {"action": "delete_selected", "_selected_action": row.pk, "post": "yes"}
    administrator.post(url(model, "changelist"), chosen)
    assert model.objects.filter(pk=row.pk).exists()


def test_a_new_officer_is_added_with_their_full_name_and_chooses_a_password(
    administrator: Client,
) -> None:
    form = {
        "username": "chuyenvien",
        "full_name": unicodedata.normalize("NFD", "  Nguyễn Thị Hường "),
        "email": "chuyenvien@example.vn",
        "password": "buon-ma-thuot-2026",
        "password1": "buon-ma-thuot-2026",
        "password2": "buon-ma-thuot-2026",
        "usable_password": "true",
    }
    administrator.post(url(User, "add"), form)
    officer = User.objects.get(username="chuyenvien")
    assert officer.full_name == "Nguyễn Thị Hường"
    assert not officer.has_usable_password()
    assert AccountLetter.objects.get().kind == AccountLetter.Kind.PASSWORD_LINK
    assert (
        "Đã có tài khoản"
        in administrator.post(url(User, "add"), form | {"username": "ChuyenVien"}).text
    )


def test_a_day_off_added_here_counts_at_once_and_says_what_follows(administrator: Client) -> None:
    date = dt.date(2026, 3, 4)
    assert calendar_for(None).is_working_day(date)
    form = {
        "date": "04/03/2026",
        "kind": "OFF",
        "name": "Nghỉ bão",
        "authority": "",
        "source": "Công điện 12",
    }
    page = administrator.post(url(CalendarDay, "add"), form, follow=True).content.decode()
    assert not calendar_for(None).is_working_day(date)
    assert "Ngày hẹn trả của các hồ sơ đang giải quyết sẽ được tính lại" in page
    assert "04/03/2026" in page and "Thứ 4" in page


def test_office_hours_out_of_order_are_refused_in_words(administrator: Client) -> None:
    form = {"valid_from": "01/01/2027", "authority": ""}
    times = {
        "morning_start": "08:00",
        "morning_end": "07:00",
        "afternoon_start": "13:00",
        "afternoon_end": "17:00",
    }
    page = administrator.post(url(WorkingHours, "add"), form | times).content.decode()
    assert "Các mốc giờ phải theo thứ tự." in page


def test_the_slug_that_definitions_name_does_not_change_with_the_role(
    administrator: Client,
) -> None:
    form = {"slug": "khac", "name": "Chuyên viên chính", "name_en": "Senior expert"}
    page = administrator.get(url(Role, "change", "expert"))
    form["seen"] = page.context["adminform"].form["seen"].value()
    administrator.post(url(Role, "change", "expert"), form)
    assert Role.objects.get(slug="expert").name == "Chuyên viên chính"
    assert not Role.objects.filter(slug="khac").exists()
