"""What an identity provider states of the applicant: it fills the form, and is not asked again.

Decree 118/2025/NĐ-CP: what the State's databases know is not asked of people. It holds while the
account is linked to the one over there, for what is filed online by its owner; what an officer asks
to be corrected after that is for the officer to judge.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import field_kinds as fk
from forms.lists import places
from forms.stated import NOTHING, Stated
from foundation.languages import in_language
from organisations.accounts import provider_accounts
from organisations.models import User
from organisations.provider_models import ProviderAccount
from workflows.definition import Definition
from workflows.errors import Incomplete
from workflows.models import Dossier, Entry

PERSON = ("name", "birth_date", "sex", "identity")
#: What parts of an answer are called, where not all of it is stated.
PARTS = {
    "name": gettext_lazy("họ tên"),
    "birth_date": gettext_lazy("ngày sinh"),
    "sex": gettext_lazy("giới tính"),
    "identity": gettext_lazy("số định danh"),
    "province": gettext_lazy("tỉnh, thành phố"),
    "ward": gettext_lazy("xã, phường"),
    "detail": gettext_lazy("số nhà, đường"),
}


def known_of(definition: Definition, person: User) -> tuple[str, dict[str, Any]]:
    """Who states it, as people call them, and field → its answer, as far as it is stated."""
    return _known(definition, provider_accounts.latest_of(person))


def _known(definition: Definition, row: ProviderAccount | None) -> tuple[str, dict[str, Any]]:
    if row is None or not row.facts:
        return "", {}
    said, asked = row.facts, definition.applicant
    fields = {one.id: one for one in definition.form.fields()}
    found: dict[str, Any] = {}
    if isinstance(fields.get(asked.person), fk.PersonField):
        found[asked.person] = {part: said[part] for part in PERSON if said.get(part)}
    if isinstance(fields.get(asked.phone), fk.PhoneField):
        found[asked.phone] = said.get("phone", "")
    if isinstance(fields.get(asked.address), fk.AddressField):
        found[asked.address] = _place(said)
    name = provider_accounts.name_of(row.provider)
    return name, {each: value for each, value in found.items() if value}


def laid_over(answers: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """The answers with what is stated in the place of its parts."""
    return {**answers, **{name: _whole(answers.get(name), said[name]) for name in said}}


def not_asked(definition: Definition, person: User) -> Stated:
    """The same for the pages of the form."""
    source, known = known_of(definition, person)
    if not known:
        return NOTHING
    inputs: dict[str, str] = {}
    for one in definition.form.fields():
        if isinstance(one, fk.TypedField) and one.id in known:
            typed = one.typed(known[one.id], one.id)
            inputs |= {name: text for name, text in typed.items() if text}
            if isinstance(one, fk.PersonField) and one.abroad and f"{one.id}.identity" in inputs:
                inputs[f"{one.id}.document"] = "ID"
    return Stated(source, inputs)


class Source(TypedDict):
    """Which provider, when it said so (ISO), and field → parts of its answer; none: all of it."""

    by: str
    at: str
    fields: dict[str, list[str]]


class FromProvider(TypedDict):
    """In the entry of filing: what the applicant was not asked. Names of fields, no answer."""

    stated: Source


def demand(definition: Definition, answers: Mapping[str, Any], person: User) -> FromProvider | None:
    """What of the answers is stated; None where nothing is. Raises Incomplete where an answer that
    will be filed is another than what is stated.
    """
    row = provider_accounts.latest_of(person)
    source, known = _known(definition, row)
    given = definition.form.visible_answers(answers) if known else {}
    for one in definition.form.fields():
        if one.id in known and given.get(one.id) and _differs(known[one.id], given[one.id]):
            words = _(
                "“%(label)s” không giống thông tin của %(name)s. Hãy mở lại trang đó và bấm “Tiếp"
                " tục” để lấy thông tin của %(name)s."
            )
            raise Incomplete(words % {"label": in_language(one.label), "name": source})
    found = {name: _parts(known[name], given[name]) for name in known if given.get(name)}
    if row is None or not found:
        return None
    said = Source(by=row.provider, at=row.used_at.isoformat(), fields=found)
    return FromProvider(stated=said)


def _parts(stated: Any, given: Any) -> list[str]:
    """The parts that are stated, where others are answered beside them."""
    if not isinstance(stated, Mapping) or not isinstance(given, Mapping):
        return []
    answered = {part for part, value in given.items() if value}
    return [] if answered <= set(stated) else [part for part in stated if stated[part]]


@dataclass(frozen=True)
class Said:
    """What an answer of a dossier came from, as officers read it."""

    by: str
    at: dt.datetime
    parts: str


def of_dossier(dossier: Dossier) -> dict[str, Said]:
    """Field → who stated its answer and when; of what was corrected since nothing is said."""
    if not settings.IDENTITY_PROVIDERS or dossier.applicant_id is None:
        return {}  # not asked of the database where nobody states anything
    rows = Entry.objects.filter(dossier=dossier, act__in=("submit", "supply", "amend"))
    entries = list(rows.order_by("sequence").values_list("data", flat=True))
    told = entries[0].get("stated") if entries else None
    if told is None:
        return {}
    corrected = {name for data in entries[1:] for name in data.get("changed", ())}
    by, at = provider_accounts.name_of(told["by"]), dt.datetime.fromisoformat(told["at"])
    return {
        name: Said(by, at, ", ".join(str(PARTS[part]) for part in parts if part in PARTS))
        for name, parts in told["fields"].items()
        if name not in corrected
    }


def _differs(stated: Any, given: Any) -> bool:
    if not isinstance(stated, Mapping):
        return bool(stated != given)
    if not isinstance(given, Mapping):
        return True
    return any(given.get(part) != value for part, value in stated.items())


def _place(said: Mapping[str, str]) -> dict[str, str]:
    """An address whose ward is known today; nothing of one that is not."""
    province = places.province_called(said.get("province", ""))
    ward = places.ward_called(province, said.get("ward", "")) if province else ""
    if not ward:
        return {}
    detail = said.get("street", "")
    return {"province": province, "ward": ward} | ({"detail": detail} if detail else {})


def _whole(own: Any, said: Any) -> Any:
    """What is stated, with the parts of which nothing is."""
    if not isinstance(said, dict):
        return said
    if "province" in said:
        return {"detail": "", "old_place": ""} | said
    blank = {"name": "", "birth_date": "", "sex": "", "identity": ""}
    return blank | (own if isinstance(own, dict) else {}) | said
