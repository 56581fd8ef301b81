"""The copy of a diploma, for which a second person has to confirm: the other parent, say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from notifications import contact_codes
from organisations.contact_models import ContactProof
from tests.people import World, draft_of
from tests.workflows.countersigned import publish_text
from tests.workflows.procedures import changed
from workflows.models import Draft, Invitation

SECOND = """    - id: second
      title: {vi: "Cha hoặc mẹ còn lại", en: The other parent}
      fields:
        - {id: second_parent, kind: person, label: {vi: "Người cùng ký", en: Who signs too}, required: true, identity_required: false}
        - {id: second_phone, kind: phone, label: {vi: "Số điện thoại của người cùng ký", en: Their phone}}
        - {id: second_email, kind: email, label: {vi: "Thư điện tử của người cùng ký", en: Their e-mail}}
    - id: diploma
"""
RULE = "co_signer: {person: second_parent, phone: second_phone, email: second_email}\n"
TEXT = changed(("    - id: diploma\n", SECOND), ("amend: {until", f"{RULE}amend: {{until"))
PARENT = {"name": "Trần Văn Hải", "birth_date": "1975-03-02", "sex": "M", "identity": ""}
EMAIL = "hai@example.vn"


def two_sign(world: World, folder: Path) -> Draft:
    """Hường's draft, filled in; the other parent has an e-mail address."""
    world.version = publish_text(folder, TEXT)
    return draft_of(world, **with_parent())


def with_parent(**changes: Any) -> dict[str, Any]:
    """What is said of the second person."""
    return {"second_parent": PARENT, "second_email": EMAIL, **changes}


def link_in(text: str) -> str:
    """The path of the link in a letter."""
    return next("/moi/" + word.partition("/moi/")[2] for word in text.split() if "/moi/" in word)


def letters() -> None:
    """Have what is owed sent."""
    contact_codes.sweep()


def newest() -> Invitation:
    return Invitation.objects.latest("pk")


def open_code() -> ContactProof:
    """The code that was asked last to open an invitation."""
    return ContactProof.objects.filter(purpose="INVITED", letter="CODE").latest("pk")
