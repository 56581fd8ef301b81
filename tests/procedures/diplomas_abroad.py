"""The department's people, its cashier, and a young man with a diploma from abroad."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from organisations.models import Authority, User
from payments import money
from payments.models import FeeRequest, Gateway, PayeeAccount
from tests.people import a_ward, person, publish
from tests.procedures.walking import decide, filed, now, officer, paper
from workflows import actions, fee_requests
from workflows.models import Dossier, ProcedureVersion

CENTRE, DEPARTMENT = "ttpvhcc-daklak", "sgddt-daklak"


@dataclass
class Office:
    """Who is there."""

    version: ProcedureVersion
    khoa: User
    reception: User
    expert: User
    head: User
    clerk: User
    cashier: User


def make_office() -> Office:
    """The procedure published, the people hired, the account opened."""
    PayeeAccount.objects.create(
        authority=Authority.objects.get(slug=DEPARTMENT),
        bank_name="Vietcombank",
        bin="970436",
        number="0011001800879",
        holder="SO GIAO DUC VA DAO TAO DAK LAK",
    )
    return Office(
        version=publish("foreign-diploma"),
        khoa=person("khoa", "Y Khoa Niê"),
        reception=officer("lan", "Hoàng Thị Lan", CENTRE, "receptionist"),
        expert=officer("binh", "Y Bình Niê", DEPARTMENT, "expert"),
        head=officer("dung", "Trần Văn Dũng", DEPARTMENT, "head", position="PHÓ GIÁM ĐỐC"),
        clerk=officer("anh", "Lê Ngọc Ánh", DEPARTMENT, "clerk"),
        cashier=officer("thu", "Lê Thị Thu", DEPARTMENT, "cashier"),
    )


def answers(owner: User, **changes: Any) -> dict[str, Any]:
    """What the holder says of the diploma."""
    copy = paper(owner)
    given = {
        "relation": "owner",
        "applicant": {
            "name": "Y Khoa Niê",
            "birth_date": "2005-03-02",
            "sex": "M",
            "identity": "066205001234",
        },
        "phone": "0905123456",
        "email": "khoa@example.vn",
        "address": a_ward(),
        "level": "THPT",
        "diploma_name": "High School Diploma",
        "school": "Lincoln High School",
        "country": "Hoa Kỳ",
        "place_of_study": "abroad",
        "mode": "in_person",
        "year": 2025,
        "evidence": "direct",
        "verification": "registrar@lincoln.example",
        "diploma_copy": [copy],
        "transcript": [copy],
        "delivery": "ONLINE",
    }
    return {**given, **changes}


def received(office: Office, **changes: Any) -> Dossier:
    """Filed and received: the fee is asked for."""
    return decide(
        filed(office.version, office.khoa, answers(office.khoa, **changes)),
        "receive",
        office.reception,
        "accept",
    )


def fee_of(dossier: Dossier) -> FeeRequest:
    (request,) = fee_requests.of(dossier)
    return request


def pay(
    dossier: Dossier, number: str = "1", amount: int = 0, gateway: str = Gateway.BANK
) -> money.Taken:
    """The bank tells of a transfer."""
    request = fee_of(dossier)
    came = money.Received(gateway, number, amount or request.amount, timezone.now())
    return actions.receive_payment(request, came)


def paid(office: Office, **changes: Any) -> Dossier:
    """Filed, received and paid: the expert's turn."""
    dossier = received(office, **changes)
    pay(dossier)
    return now(dossier)
