"""The same few named people in every test, and one diploma in the register that belongs to one of
them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations
from registers.models import Diploma
from workflows.models import Dossier, Draft, ProcedureVersion
from workflows.procedure import publishing
from workflows.reading_rights import Reader, What

BIRTH_DATE = dt.date(1998, 2, 5)


@dataclass
class World:
    """A seeded site: one published procedure, and the people who use it."""

    version: ProcedureVersion
    huong: User  # the citizen: holder of a diploma
    lan: User  # the receptionist at the one-stop centre
    binh: User  # the expert who checks the register
    dung: User  # the head who signs
    anh: User  # the clerk of the seal
    diploma: Diploma
    centre: Authority
    department: Authority


def make_world() -> World:
    """Seed the organisations, publish the shipped procedure, hire the officers, enter one
    diploma.
    """
    seed_organisations()
    version = publish("diploma-copy")
    centre = Authority.objects.get(slug="ttpvhcc-daklak")
    department = Authority.objects.get(slug="sgddt-daklak")
    return World(
        version=version,
        huong=person("huong", "Nguyễn Thị Hường"),
        lan=officer("lan", "Hoàng Thị Lan", "receptionist", centre, "Nhân viên tiếp nhận"),
        binh=officer("binh", "Y Bình Niê", "expert", department, "Chuyên viên"),
        dung=officer("dung", "Trần Văn Dũng", "head", department, "PHÓ GIÁM ĐỐC"),
        anh=officer("anh", "Lê Ngọc Ánh", "clerk", department, "Văn thư"),
        diploma=enter_diploma(department),
        centre=centre,
        department=department,
    )


def publish(slug: str) -> ProcedureVersion:
    """One shipped procedure, as the start of a site publishes them all."""
    folder = next(folder for folder in publishing.shipped_folders() if folder.name == slug)
    return publishing.publish(folder)


def person(username: str, full_name: str) -> User:
    """A citizen with an account."""
    return User.objects.create_user(
        username,
        f"{username}@example.vn",
        "mat-khau-rat-dai",
        full_name=full_name,
        phone="0905123456",
    )


def officer(username: str, full_name: str, role: str, authority: Authority, position: str) -> User:
    """A person who holds one role at one authority."""
    user = person(username, full_name)
    user.position = position
    user.save()
    RoleAssignment.objects.create(user=user, role_id=role, authority=authority)
    return user


def enter_diploma(keeper: Authority, **changes: Any) -> Diploma:
    """One row of the original register, entered as the import enters it."""
    from registers.models import RegisterBook

    book, _ = RegisterBook.objects.get_or_create(name="Sổ gốc THPT 2016", keeper=keeper)
    row = {
        "book": book,
        "book_number": "1234",
        "serial": "A 01234567",
        "holder_name": "Nguyễn Thị Hường",
        "birth_date": BIRTH_DATE,
        "birth_date_text": "05/02/1998",
        "birth_place": "huyện Krông Pắc, tỉnh Đắk Lắk",
        "sex": "F",
        "ethnicity": "Kinh",
        "school": "Trường THPT Buôn Ma Thuột",
        "level": "THPT",
        "graduation_year": 2016,
        "grade": "Khá",
        "decision": "512/QĐ-SGDĐT",
        "decision_date": dt.date(2016, 7, 15),
        "issued_by": "Sở Giáo dục và Đào tạo Đắk Lắk",
        "signer": "Phan Hồng",
    }
    return Diploma.objects.create(**{**row, **changes})


def answers(**changes: Any) -> dict[str, Any]:
    """What Hường answers in the form, for her own diploma."""
    given = {
        "relation": "owner",
        "applicant": {
            "name": "Nguyễn Thị Hường",
            "birth_date": BIRTH_DATE.isoformat(),
            "sex": "F",
            "identity": "066198001234",
        },
        "phone": "0905123456",
        "email": "huong@example.vn",
        "address": a_ward(),
        "level": "THPT",
        "graduation_year": 2016,
        "school": "THPT Buôn Ma Thuột",
        "birth_place": "huyện Krông Pắc, tỉnh Đắk Lắk",
        "copies": 2,
        "delivery": "ONLINE",
    }
    return {**given, **changes}


def a_ward() -> dict[str, str]:
    """An address in the province after the reform of 2025."""
    from forms.lists import places

    province = next(code for code, name in places.provinces() if "Đắk Lắk" in name)
    ward = places.wards(province)[0][0]
    return {"province": province, "ward": ward, "detail": "12 Lê Duẩn", "old_place": ""}


def draft_of(world: World, owner: User | None = None, **changes: Any) -> Draft:
    """A filled-in application that is not submitted yet."""
    return Draft.objects.create(
        owner=owner or world.huong, version=world.version, answers=answers(**changes)
    )


def reads(user: User, dossier: Dossier, what: What = What.DOSSIER) -> bool:
    """Whether the person reads the whole of it as an officer."""
    return Reader(user).towards(dossier).may(what)
