"""The authorities, roles, hours and days a new installation begins with. May be run again at any
time.

What an administrator changed, added or removed since is left as it is.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.conf import settings
from django.db import transaction

from organisations import roles
from organisations.calendar.changes import announce
from organisations.calendar.official_days import official_days
from organisations.calendar_models import CalendarDay, CalendarState, WorkingHours
from organisations.models import Authority, Role

Kind = Authority.Kind


@dataclass(frozen=True)
class Seeded:
    """One authority of the seed; `parent` is the slug of an earlier one."""

    slug: str
    kind: str
    name: str
    name_en: str
    symbol: str
    code: str
    place: str
    address: str
    phone: str
    email: str
    parent: str = ""


#: Of the demo. Codes inside H15 (Đắk Lắk) are provisional: the official list was not found. Phones
#: and mail addresses are invented. A public site gets the authorities of its own file
#: (`organisations.authorities`); asked for, the names of these without school, commune, phone and
#: address, each to be confirmed by its administrator.
AUTHORITIES = (
    Seeded(
        "ubnd-daklak",
        Kind.PROVINCE,
        "Ủy ban nhân dân tỉnh Đắk Lắk",
        "People's Committee of Đắk Lắk Province",
        "UBND",
        "H15",
        "Đắk Lắk",
        "09 Lê Duẩn, phường Buôn Ma Thuột, tỉnh Đắk Lắk",
        "02620000001",
        "ubnd@daklak.example",
    ),
    Seeded(
        "sgddt-daklak",
        Kind.DEPARTMENT,
        "Sở Giáo dục và Đào tạo Đắk Lắk",
        "Department of Education and Training of Đắk Lắk",
        "SGDĐT",
        "H15.50",
        "Đắk Lắk",
        "08 Nguyễn Tất Thành, phường Buôn Ma Thuột, tỉnh Đắk Lắk",
        "02620000050",
        "sgddt@daklak.example",
        parent="ubnd-daklak",
    ),
    Seeded(
        "ttpvhcc-daklak",
        Kind.ONE_STOP,
        "Trung tâm Phục vụ hành chính công tỉnh Đắk Lắk",
        "Public Administration Service Centre of Đắk Lắk Province",
        "TTPVHCC",
        "H15.01",
        "Đắk Lắk",
        "09 Lê Duẩn, phường Buôn Ma Thuột, tỉnh Đắk Lắk",
        "02620000002",
        "ttpvhcc@daklak.example",
        parent="ubnd-daklak",
    ),
    Seeded(
        "ubnd-buon-ma-thuot",
        Kind.COMMUNE,
        "Ủy ban nhân dân phường Buôn Ma Thuột",
        "People's Committee of Buôn Ma Thuột Ward",
        "UBND",
        "H15.101",
        "Buôn Ma Thuột",
        "Phường Buôn Ma Thuột, tỉnh Đắk Lắk",
        "02620000101",
        "buonmathuot@daklak.example",
        parent="ubnd-daklak",
    ),
    Seeded(
        "ubnd-ea-kar",
        Kind.COMMUNE,
        "Ủy ban nhân dân xã Ea Kar",
        "People's Committee of Ea Kar Commune",
        "UBND",
        "H15.102",
        "Ea Kar",
        "Xã Ea Kar, tỉnh Đắk Lắk",
        "02620000102",
        "eakar@daklak.example",
        parent="ubnd-daklak",
    ),
    Seeded(
        "thpt-buon-ma-thuot",
        Kind.SCHOOL,
        "Trường THPT Buôn Ma Thuột",
        "Buôn Ma Thuột Upper Secondary School",
        "THPTBMT",
        "H15.50.01",
        "Buôn Ma Thuột",
        "Phường Buôn Ma Thuột, tỉnh Đắk Lắk",
        "02620000501",
        "thptbuonmathuot@daklak.example",
        parent="sgddt-daklak",
    ),
    Seeded(
        "thpt-ngo-gia-tu",
        Kind.SCHOOL,
        "Trường THPT Ngô Gia Tự",
        "Ngô Gia Tự Upper Secondary School",
        "THPTNGT",
        "H15.50.02",
        "Ea Kar",
        "Xã Ea Kar, tỉnh Đắk Lắk",
        "02620000503",
        "thptngogiatu@daklak.example",
        parent="sgddt-daklak",
    ),
    Seeded(
        "thcs-ea-kar",
        Kind.SCHOOL,
        "Trường THCS Ea Kar",
        "Ea Kar Lower Secondary School",
        "THCSEK",
        "H15.102.01",
        "Ea Kar",
        "Xã Ea Kar, tỉnh Đắk Lắk",
        "02620000502",
        "thcseakar@daklak.example",
        parent="ubnd-ea-kar",
    ),
)

ROLES = (
    (roles.RECEPTIONIST, "Cán bộ tiếp nhận", "Receptionist"),
    (roles.EXPERT, "Chuyên viên", "Expert"),
    (roles.HEAD, "Lãnh đạo", "Head"),
    (roles.DIVISION_HEAD, "Lãnh đạo phòng chuyên môn", "Head of division"),
    (roles.CLERK, "Văn thư", "Clerk of the seal"),
    (roles.CASHIER, "Kế toán", "Cashier"),
    (roles.BOOK_KEEPER, "Người giữ sổ giấy phép", "Keeper of the book of licences"),
    (roles.ADMISSIONS, "Thư ký hội đồng tuyển sinh", "Secretary of the admissions council"),
    (roles.ADMINISTRATOR, "Quản trị hệ thống", "Administrator"),
)

HOURS_SINCE = dt.date(2024, 1, 1)


#: The authorities that the shipped procedures name, each after its parent.
NAMED = ("ubnd-daklak", "sgddt-daklak", "ttpvhcc-daklak")


@transaction.atomic
def seed_organisations(named: bool = False) -> None:
    """Write what is missing of the roles, general hours and general days; change nothing that is
    there.

    A demo gets its authorities too; a public site those that the shipped procedures name,
    unconfirmed, when `named`.
    """
    for slug, name, name_en in ROLES:
        Role.objects.get_or_create(slug=slug, defaults={"name": name, "name_en": name_en})
    for seeded in AUTHORITIES:
        if settings.DEMO or (named and seeded.slug in NAMED):
            _seed_authority(seeded)
    if not WorkingHours.objects.filter(authority__isnull=True).exists():
        WorkingHours.objects.create(valid_from=HOURS_SINCE)
    _seed_days()


def _seed_authority(seeded: Seeded) -> None:
    values = asdict(seeded)
    # a slip would print them; `manage.py doctor` says that the true ones are missing
    if not settings.DEMO:
        values |= {"phone": "", "email": "", "address": "", "confirmed": False}
    parent = Authority.objects.filter(slug=values.pop("parent")).first()
    Authority.objects.get_or_create(slug=values.pop("slug"), defaults={**values, "parent": parent})


def _seed_days() -> None:
    """Add the days that no seed has written before: a day an administrator removed does not come
    back.
    """
    state, _created = CalendarState.objects.get_or_create(pk=1)
    existing = set(
        CalendarDay.objects.filter(authority__isnull=True).values_list("date", flat=True)
    )
    wanted = official_days()
    new = [
        day
        for day in wanted
        if day.date.isoformat() not in state.seeded and day.date not in existing
    ]
    state.seeded = sorted({*state.seeded, *(day.date.isoformat() for day in wanted)})
    state.save(update_fields=["seeded"])
    if new:
        CalendarDay.objects.bulk_create(new)
        announce()
