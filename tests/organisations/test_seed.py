"""What a new installation begins with, and what a second run leaves alone."""

import datetime as dt

import pytest
from django.core.management import call_command

from organisations import roles
from organisations.calendar.official_days import official_days
from organisations.calendar.working_time import calendar_for
from organisations.calendar_models import CalendarDay, WorkingHours
from organisations.models import Authority, Role
from organisations.seed import seed_organisations

pytestmark = pytest.mark.django_db


def general(date: dt.date) -> CalendarDay:
    return CalendarDay.objects.get(date=date, authority__isnull=True)


def test_the_authorities_that_definitions_name() -> None:
    seed_organisations()
    department = Authority.objects.get(slug="sgddt-daklak")
    assert (department.symbol, department.code, department.parent.slug) == (
        "SGDĐT",
        "H15.50",
        "ubnd-daklak",
    )
    assert Authority.objects.get(slug="ttpvhcc-daklak").symbol == "TTPVHCC"
    assert Authority.objects.filter(kind=Authority.Kind.COMMUNE).count() == 2
    assert Authority.objects.filter(kind=Authority.Kind.SCHOOL).count() == 3


def test_the_roles_that_definitions_name() -> None:
    seed_organisations()
    named = {
        roles.RECEPTIONIST,
        roles.EXPERT,
        roles.HEAD,
        roles.DIVISION_HEAD,
        roles.CLERK,
        roles.CASHIER,
    }
    named |= {roles.ADMINISTRATOR, roles.BOOK_KEEPER, roles.ADMISSIONS}
    assert set(Role.objects.values_list("slug", flat=True)) == named
    assert Role.objects.get(slug=roles.RECEPTIONIST).name == "Cán bộ tiếp nhận"


def test_the_command_may_run_twice(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("seed_organisations")
    rows = [model.objects.count() for model in (Authority, Role, WorkingHours, CalendarDay)]
    call_command("seed_organisations")
    assert [model.objects.count() for model in (Authority, Role, WorkingHours, CalendarDay)] == rows
    first, second = capsys.readouterr().out.splitlines()
    assert first == second and first.startswith("8 authorities, 9 roles")


class TestAdministratorsEdits:
    def test_changed_rows_stay_changed(self) -> None:
        seed_organisations()
        CalendarDay.objects.filter(date=dt.date(2027, 2, 4)).update(
            kind="WORK", name="Đi làm theo thông báo"
        )
        Authority.objects.filter(slug="sgddt-daklak").update(code="H15.07")
        WorkingHours.objects.update(morning_start=dt.time(7, 0))
        seed_organisations()
        assert general(dt.date(2027, 2, 4)).name == "Đi làm theo thông báo"
        assert Authority.objects.get(slug="sgddt-daklak").code == "H15.07"
        assert WorkingHours.objects.get().morning_start == dt.time(7, 0)

    def test_removed_days_stay_removed(self) -> None:
        seed_organisations()
        general(dt.date(2027, 2, 4)).delete()
        seed_organisations()
        assert calendar_for(None).is_working_day(dt.date(2027, 2, 4))

    def test_a_day_entered_before_the_first_seed_is_kept(self) -> None:
        CalendarDay.objects.create(date=dt.date(2026, 9, 2), kind="OFF", name="Lễ Quốc khánh")
        seed_organisations()
        assert general(dt.date(2026, 9, 2)).name == "Lễ Quốc khánh"

    def test_a_day_of_one_authority_does_not_stand_in_for_the_general_one(self) -> None:
        school = Authority.objects.create(
            slug="truong", kind="SCHOOL", name="Trường", symbol="T", code="T", place="X"
        )
        CalendarDay.objects.create(
            date=dt.date(2026, 9, 2), kind="WORK", name="Trực", authority=school
        )
        seed_organisations()
        assert general(dt.date(2026, 9, 2)).name == "Quốc khánh"


class TestOfficialDays:
    """Against the announcements, year by year (domain notes, section 9)."""

    OFF = {
        2024: "01-01 02-08 02-09 02-10 02-11 02-12 02-13 02-14 04-18 04-29 04-30 05-01 09-02 09-03",
        2025: "01-01 01-27 01-28 01-29 01-30 01-31 04-07 04-30 05-01 05-02 09-01 09-02",
        2026: "01-01 01-02 02-16 02-17 02-18 02-19 02-20 04-27 04-30 05-01 08-31 09-01 09-02 11-24",
    }
    WORK = {2024: ["05-04"], 2025: ["04-26"], 2026: ["01-10", "08-22"]}

    @pytest.mark.parametrize("year", [2024, 2025, 2026])
    def test_days_off_and_make_up_days(self, year: int) -> None:
        days = official_days([year])
        off = {f"{day.date:%m-%d}" for day in days if day.kind == "OFF"}
        weekdays_off = {
            f"{day.date:%m-%d}" for day in days if day.kind == "OFF" and day.date.weekday() < 5
        }
        assert weekdays_off <= set(self.OFF[year].split()) <= off
        assert [f"{day.date:%m-%d}" for day in days if day.kind == "WORK"] == self.WORK[year]

    def test_the_swap_of_january_2026_is_corrected(self) -> None:
        seed_organisations()
        calendar = calendar_for(None)
        assert not calendar.is_working_day(dt.date(2026, 1, 2))
        assert calendar.is_working_day(dt.date(2026, 1, 10))
        assert "25/12/2025" in general(dt.date(2026, 1, 2)).source

    def test_days_nobody_announced_yet_say_so(self) -> None:
        assert {day.source.split(",")[0] for day in official_days([2027])} == {"Dự kiến"}
