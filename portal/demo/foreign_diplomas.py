"""Two diplomas from abroad: one whose fee is asked for, one whose fee came by a transfer and that
the expert has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from forms.lists import places
from organisations.models import Authority, User
from payments import money
from payments.models import Gateway, PayeeAccount
from portal.demo.paper import authorisation, named
from workflows import actions, fee_requests
from workflows.models import Dossier, Draft, Procedure, WorkItem


def tell(people: Mapping[str, User]) -> None:
    """Write both stories; runs in the caller's transaction."""
    PayeeAccount.objects.create(
        authority=Authority.objects.get(slug="sgddt-daklak"),
        bank_name="Vietcombank (dùng thử)",
        bin="970436",
        number="0011001800879",
        holder="SO GIAO DUC VA DAO TAO DAK LAK",
    )
    _received(people, people["duhocsinh"], _answers(people["duhocsinh"], "M"))
    mother = people["phuhuynh"]
    daughter = {"name": "H'Mai Niê", "birth_date": "2003-05-20", "sex": "F", "identity": ""}
    proof = [str(authorisation(mother).pk)]
    asked = {
        "relation": "representative",
        "holder": daughter,
        "authority_paper": proof,
        "place_of_study": "vietnam",
    }
    _paid(people["ketoan"], _received(people, mother, {**_answers(mother, "F"), **asked}))


def _received(people: Mapping[str, User], owner: User, answers: dict[str, Any]) -> Dossier:
    version = Procedure.objects.get(slug="foreign-diploma").current
    assert version is not None  # noqa: S101 - published a moment ago
    dossier = actions.submit(
        Draft.objects.create(owner=owner, version=version, answers=answers), owner
    )
    item = WorkItem.objects.select_related("process").get(process=dossier, finished__isnull=True)
    actions.decide(item, people["tiepnhan"], "accept")
    return dossier


def _paid(cashier: User, dossier: Dossier) -> None:
    (request,) = fee_requests.of(dossier)
    came = money.Received(
        Gateway.BANK, "FT26329000017", request.amount, timezone.now(), noted_by=cashier
    )
    actions.receive_payment(request, came, cashier)


def _answers(owner: User, sex: str) -> dict[str, Any]:
    province = next(code for code, name in places.provinces() if "Đắk Lắk" in name)
    born = owner.birth_date.isoformat() if owner.birth_date else ""
    return {
        "relation": "owner",
        "applicant": {
            "name": owner.full_name,
            "birth_date": born,
            "sex": sex,
            "identity": owner.identity_number,
        },
        "phone": owner.phone,
        "email": owner.email,
        "address": {
            "province": province,
            "ward": places.wards(province)[0][0],
            "detail": "7 Y Jút",
            "old_place": "",
        },
        "level": "THPT",
        "diploma_name": "High School Diploma",
        "school": "Lincoln High School, Portland",
        "country": "Hoa Kỳ",
        "place_of_study": "abroad",
        "mode": "in_person",
        "year": 2025,
        "evidence": "direct",
        "verification": "Văn phòng học vụ: registrar@lincoln.example",
        "diploma_copy": [named(owner, "Bản sao văn bằng")],
        "transcript": [named(owner, "Bảng kết quả học tập")],
        "delivery": "ONLINE",
    }
