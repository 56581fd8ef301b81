"""The dossiers a demo site begins with, one at every stage, each brought there by real acts of the
demo people.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.lists import places
from organisations.models import Authority, User
from portal.demo.paper import authorisation, named
from registers.models import Diploma
from workflows import actions
from workflows.applicant.supplements import Missing
from workflows.models import Dossier, Draft, Procedure, WorkItem

People = Mapping[str, User]
COUNTER_DOSSIERS = 6
OWN_NUMBERS = "DT-"  # of the demo people's own diplomas (registers.generator)
DAUGHTERS_NUMBER = "DT-0002"


def tell(people: People) -> None:
    """Write every story; runs in the caller's transaction."""
    citizen, parent = people["chubang"], people["phuhuynh"]
    _sealed(people, _file(citizen, _own(citizen)))
    _matched(people, _file(citizen, {**_own(citizen), "copies": 3, "delivery": "COUNTER"}))
    _sent_back(people, _file(parent, {**_for_child(parent), "serial": ""}))
    _file(parent, {**_own(parent), "graduation_year": 1996, "serial": ""})
    _corrected_since(people)
    _written_wrong(people)
    brought = [at_counter(people, diploma) for diploma in holders(COUNTER_DOSSIERS)]
    for dossier in brought[: COUNTER_DOSSIERS // 2]:
        decide(people["tiepnhan"], dossier, "accept")
    send_for_signature(people, brought[0])


def _corrected_since(people: People) -> None:
    """Minh has a copy; then his birth is registered anew and his diploma corrected: the copy's
    check says so.
    """
    minh = people["suabang"]
    copied = {**_own(minh), "applicant": {**_own(minh)["applicant"], "sex": "M"}}
    _sealed(people, _file(minh, copied))
    change = {"content": "birth_date", "old": "21/11/1990", "new_date": "1990-11-12"}
    asked = {"changes": [change], "ground": "registered_late", "from_database": True}
    dossier = _file(
        minh, {**_about_diploma(minh, copied), **asked, "delivery": "ONLINE"}, "diploma-correction"
    )
    confirmed = {**change, "basis": "Giấy khai sinh đăng ký lại số 45/2026"}
    decide(people["tiepnhan"], dossier, "accept")
    match = str(
        Diploma.objects.filter(holder_name=minh.full_name, birth_date=minh.birth_date)[0].pk
    )
    decide(people["chuyenvien"], dossier, "propose", {"match": match, "changes": [confirmed]})
    decide(people["lanhdao"], dossier, "approve")
    decide(people["vanthu"], dossier, "seal")


def _written_wrong(people: People) -> None:
    """Hường's grade was written wrong by the agency: the expert has her request for a new diploma
    before them.
    """
    citizen = people["chubang"]
    change = {"content": "grade", "old": "Khá", "new_text": "Giỏi"}
    asked = {"changes": [change], "proof": [named(citizen, "Học bạ")]}
    dossier = _file(citizen, {**_about_diploma(citizen, _own(citizen)), **asked}, "diploma-reissue")
    decide(people["tiepnhan"], dossier, "accept")


def _about_diploma(owner: User, copied: dict[str, Any]) -> dict[str, Any]:
    """What the procedures about a diploma ask alike, and a picture of it."""
    alike = (
        "relation",
        "applicant",
        "phone",
        "email",
        "address",
        "level",
        "graduation_year",
        "school",
        "serial",
    )
    return {
        **{name: copied[name] for name in alike},
        "diploma_picture": [named(owner, "Bằng tốt nghiệp")],
    }


def count() -> int:
    """How many dossiers the demo people filed."""
    return Dossier.objects.count()


def _sealed(people: People, dossier: Dossier) -> None:
    _matched(people, dossier)
    decide(people["lanhdao"], dossier, "approve")
    decide(people["vanthu"], dossier, "seal")


def _matched(people: People, dossier: Dossier) -> None:
    decide(people["tiepnhan"], dossier, "accept")
    send_for_signature(people, dossier)


def send_for_signature(people: People, dossier: Dossier) -> None:
    match = Diploma.objects.filter(
        holder_name=dossier.holder_name, birth_date=dossier.holder_birth_date
    ).first()
    if match is None:
        raise LookupError(f"the demo register has no entry for {dossier.holder_name}")
    decide(
        people["chuyenvien"],
        dossier,
        "found",
        {"match": str(match.pk), "note": "Khớp họ tên, ngày sinh, năm."},
    )


def _sent_back(people: People, dossier: Dossier) -> None:
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    missing = [
        Missing("section:diploma", "Chưa ghi số hiệu văn bằng; trong sổ gốc có người trùng tên.")
    ]
    actions.decide(item, people["tiepnhan"], "supplement", missing=missing)


def decide(
    officer: User,
    dossier: Dossier,
    outcome: str,
    values: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    actions.decide(item, officer, outcome, values=values, reason=reason)


def _file(owner: User, answers: dict[str, Any], slug: str = "diploma-copy") -> Dossier:
    return actions.submit(_draft(owner, answers, slug), owner)


def at_counter(people: People, diploma: Diploma) -> Dossier:
    """Somebody without an account came to the counter."""
    receptionist = people["tiepnhan"]
    assert diploma.birth_date is not None  # noqa: S101 - holders chooses rows that have one
    person = {
        "name": diploma.holder_name,
        "birth_date": diploma.birth_date.isoformat(),
        "sex": diploma.sex or "F",
        "identity": f"0661{diploma.birth_date:%y}{diploma.pk % 1_000_000:06d}",
    }
    answers = {
        **_request(person, f"0905{diploma.pk % 1_000_000:06d}", ""),
        **_of(diploma),
        "delivery": "COUNTER",
    }
    draft = _draft(receptionist, answers)
    centre = Authority.objects.get(slug="ttpvhcc-daklak")
    return actions.submit_at_counter(draft, receptionist, centre)


def _draft(owner: User, answers: dict[str, Any], slug: str = "diploma-copy") -> Draft:
    version = Procedure.objects.get(slug=slug).current
    assert version is not None  # noqa: S101 - published a moment ago
    return Draft.objects.create(owner=owner, version=version, answers=answers)


def _own(user: User) -> dict[str, Any]:
    """The applicant asks for a copy of their own diploma."""
    assert user.birth_date is not None  # noqa: S101 - every demo person has one
    person = {
        "name": user.full_name,
        "birth_date": user.birth_date.isoformat(),
        "sex": "F",
        "identity": user.identity_number,
    }
    own = Diploma.objects.filter(holder_name=user.full_name, birth_date=user.birth_date).first()
    return {**_request(person, user.phone, user.email), **(_of(own) if own else _unknown_diploma())}


def _for_child(parent: User) -> dict[str, Any]:
    """A mother asks for her daughter, who authorised her."""
    child = Diploma.objects.filter(holder_name="H'Mai Niê").earliest("pk")
    assert child.birth_date is not None  # noqa: S101 - a row of our own file
    holder = {
        "name": child.holder_name,
        "birth_date": child.birth_date.isoformat(),
        "sex": "F",
        "identity": "",
    }
    proof = str(authorisation(parent).pk)
    asked = {"relation": "authorised", "holder": holder, "kinship": "Mẹ", "proof": [proof]}
    return {**_own(parent), **_of(child), **asked}


def an_address() -> dict[str, str]:
    """An address in the province."""
    province = next(code for code, name in places.provinces() if "Đắk Lắk" in name)
    return {
        "province": province,
        "ward": places.wards(province)[0][0],
        "detail": "12 Lê Duẩn",
        "old_place": "",
    }


def _request(person: dict[str, str], phone: str, email: str) -> dict[str, Any]:
    return {
        "relation": "owner",
        "applicant": person,
        "phone": phone,
        "email": email,
        "address": an_address(),
        "copies": 1,
        "delivery": "ONLINE",
    }


def _of(diploma: Diploma) -> dict[str, Any]:
    return {
        "level": diploma.level,
        "graduation_year": diploma.graduation_year,
        "school": diploma.school,
        "serial": diploma.serial,
    }


def _unknown_diploma() -> dict[str, Any]:
    return {"level": "THPT", "graduation_year": 1996, "school": "THPT Buôn Ma Thuột"}


def holders(number: int, after: int = 0) -> list[Diploma]:
    """Rows of the generated register that an applicant could have: birth date known, level offered
    by the form.
    """
    rows = Diploma.objects.filter(birth_date__isnull=False, level="THPT", graduation_year__gte=1990)
    return list(
        rows.exclude(serial="")
        .exclude(book_number__startswith=OWN_NUMBERS)
        .order_by("pk")[after : after + number]
    )
