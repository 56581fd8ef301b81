"""What the stories about a diploma share: its people, and what a holder answers when its contents
are wrong.
"""

from __future__ import annotations

from typing import Any

from documents.models import Document
from organisations.models import User
from tests.people import World, answers, make_world, publish
from tests.procedures.walking import decide, filed, paper
from workflows.models import Dossier, ProcedureVersion

NEW_NAME = {
    "content": "holder_name",
    "old": "Nguyễn Thị Hường",
    "new_text": "Nguyễn Thị Ngọc Hương",
}
NEW_BIRTH = {"content": "birth_date", "old": "05/02/1998", "new_date": "1998-02-15"}


def diploma_world() -> World:
    """The world of the copies, with the procedures that change what copies are made from."""
    world = make_world()
    for slug in ("diploma-correction", "diploma-reissue"):
        publish(slug)
    return world


def version(slug: str) -> ProcedureVersion:
    return ProcedureVersion.objects.get(procedure__slug=slug)


def document_of(dossier: Dossier, kind: str) -> Document:
    """The document of this kind that was issued for the dossier."""
    return dossier.documents.get(kind=kind).document


def wrong(owner: User, *changes: dict[str, Any], **other: Any) -> dict[str, Any]:
    """Hường asks that her diploma be corrected."""
    usual = answers()
    asked = {
        name: usual[name]
        for name in ("relation", "applicant", "phone", "email", "address", "level", "school")
    }
    rest = {
        "graduation_year": 2016,
        "serial": "A 01234567",
        "diploma_picture": [paper(owner)],
        "changes": list(changes),
        "ground": "rectified",
        "from_database": True,
        "delivery": "ONLINE",
    }
    return {**asked, **rest, **other}


def confirmed(*changes: dict[str, Any]) -> list[dict[str, Any]]:
    """What the expert makes of it: each content with its paper."""
    return [{**change, "basis": "Trích lục cải chính hộ tịch số 12/TLCCHT"} for change in changes]


def a_copy(world: World, **changes: Any) -> Dossier:
    """A certified copy of the diploma, sealed and returned."""
    dossier = filed(world.version, world.huong, answers(**changes))
    decide(dossier, "receive", world.lan, "accept")
    decide(dossier, "check", world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, "sign", world.dung, "approve")
    return decide(dossier, "seal", world.anh, "seal")


def asked_to_correct(world: World, *changes: dict[str, Any], **other: Any) -> Dossier:
    """Filed and received: the expert is next."""
    dossier = filed(
        version("diploma-correction"), world.huong, wrong(world.huong, *changes, **other)
    )
    return decide(dossier, "receive", world.lan, "accept")


def proposed(world: World, dossier: Dossier, *changes: dict[str, Any]) -> Dossier:
    """The expert matched the entry and confirmed the contents: the head is next."""
    match = str(world.diploma.pk)
    return decide(dossier, "check", world.binh, "propose", match=match, changes=confirmed(*changes))


def corrected(world: World, *changes: dict[str, Any], **other: Any) -> Dossier:
    """The whole way to the sealed decision."""
    dossier = proposed(world, asked_to_correct(world, *changes, **other), *changes)
    decide(dossier, "sign", world.dung, "approve")
    return decide(dossier, "seal", world.anh, "seal")
