"""Twins: dossiers by which the same person asks the same thing of the same procedure a second time.

The person is whom the dossier is about: by the identity number, and where one of the two states
none, by name and birth date. The thing is what the definition's section `subject` asks and must be
answered; how it is written does not matter. Both are kept with the dossier as keyed hashes, from
which nothing can be read and by which a twin is found.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from forms import field_kinds as fk
from foundation.text import fold
from organisations.models import User
from payments.models import FeeRequest
from protection import blind_index
from workflows.act import Act
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.lifecycle import CLOSED
from workflows.models import Dossier, DossierFee, Entry
from workflows.published import definition_of
from workflows.reading_rights import Reader, What

#: What a school is, before its name, as `plain` writes it.
_WHAT_IT_IS = re.compile(
    r"^(?:truong)?(?:trunghocphothong|phothongtrunghoc|trunghoccoso|thpt|ptth|thcs|tieuhoc|mamnon)?"
)


class SameRequest(TypedDict):
    """In the entry of filing: the codes of the twins that were shown and filed besides."""

    same_request: list[str]


@dataclass(frozen=True)
class Twin:
    """Another dossier for the same thing; `paid` are its fees that were paid."""

    dossier: Dossier
    paid: tuple[FeeRequest, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.dossier.legal_status not in CLOSED

    @property
    def decided_at(self) -> dt.datetime | None:
        """When it was decided; None while it is open, and where it ended without a decision."""
        return None if self.is_open else self.dossier.decided_at

    @property
    def paid_at(self) -> dt.datetime | None:
        return self.paid[-1].settled_at if self.paid else None

    @property
    def amount(self) -> int:
        """What was paid for it, đồng."""
        return sum(fee.amount for fee in self.paid)


def mark(dossier: Dossier, definition: Definition) -> None:
    """Set the marks of what the dossier asks for whom; its answers and its holder are set
    already.
    """
    what = [definition.slug, *subject_of(definition, dossier.answers)]
    born = dossier.holder_birth_date
    by_name = [plain(dossier.holder_name), born.isoformat() if born else ""]
    number = dossier.holder_index
    dossier.request_by_number = blind_index.request(_text([number, *what])) if number else ""
    dossier.request_by_name = blind_index.request(_text([*by_name, *what])) if by_name[0] else ""


def subject_of(definition: Definition, answers: Mapping[str, Any]) -> list[Any]:
    """What is asked, as it is compared: the answers to the questions of the section that must be
    answered.
    """
    fields = [field for field in _asked(definition, answers) if field.is_required(answers)]
    return [
        [field.id, _compared(field, answers)] for field in sorted(fields, key=lambda one: one.id)
    ]


def _compared(field: fk.Field, answers: Mapping[str, Any]) -> Any:
    """A school is named with and without what it is: "Trường THPT Lắk", "THPT Lắk" and "Lắk" are
    one.
    """
    value = _plain(answers.get(field.id))
    return (_WHAT_IT_IS.sub("", value) or value) if isinstance(field, fk.TextField) else value


def _asked(definition: Definition, answers: Mapping[str, Any]) -> Iterator[fk.Field]:
    section = next((one for one in definition.form.sections if one.id == definition.subject), None)
    for field in section.fields if section else ():
        if field.says_what and field.is_shown(answers):
            yield field


def plain(text: str) -> str:
    """Letters and digits alone, folded: blanks, dashes, capitals and diacritics never make two of
    one.
    """
    return "".join(sign for sign in fold(text) if sign.isalnum())


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return "" if value is None else plain(str(value))


def _text(parts: Iterable[Any]) -> str:
    return json.dumps(list(parts), sort_keys=True, ensure_ascii=False)


def of(dossier: Dossier) -> list[Twin]:
    """The other dossiers for the same thing that are open or were decided, the newest first."""
    return [one for one in every(dossier) if one.is_open or one.decided_at]


def paid(dossier: Dossier) -> list[Twin]:
    """Those for which a fee was paid and not given back, however they ended."""
    return [one for one in every(dossier) if one.paid]


def paid_among(dossiers: Iterable[Dossier]) -> set[int]:
    """Ids of those that have such a twin: one question for a whole list, one more for each that may
    have one.
    """
    listed = list(dossiers)
    names = {one.request_by_name for one in listed} - {""}
    numbers = {one.request_by_number for one in listed} - {""}
    links = DossierFee.objects.filter(request__state=FeeRequest.State.PAID)
    links = links.filter(
        Q(dossier__request_by_name__in=names) | Q(dossier__request_by_number__in=numbers)
    )
    marks = links.values_list("dossier__request_by_name", "dossier__request_by_number")
    seen = {mark for pair in marks for mark in pair}
    maybe = [one for one in listed if {one.request_by_name, one.request_by_number} & seen - {""}]
    return {one.pk for one in maybe if paid(one)}


def every(dossier: Dossier) -> list[Twin]:
    """All the others for the same thing, the newest first; two questions, one where there are
    none.
    """
    same = Q(request_by_name=dossier.request_by_name) if dossier.request_by_name else Q(pk=None)
    if dossier.request_by_number:
        same |= Q(request_by_number=dossier.request_by_number)
    rows = (
        Dossier.objects.filter(same)
        .exclude(pk=dossier.pk)
        .select_related("version__procedure", "deciding")
    )
    found = [one for one in rows.order_by("-pk") if _is_same(dossier, one)]
    fees = _paid_fees(found)
    return [Twin(one, tuple(fees.get(one.pk, ()))) for one in found]


def _is_same(dossier: Dossier, other: Dossier) -> bool:
    """Two numbers that differ are two people of one name; two serials that differ are two
    papers.
    """
    numbers = {dossier.holder_index, other.holder_index} - {""}
    if len(numbers) > 1:
        return False
    definition = definition_of(other.version)
    left = [
        field for field in _asked(definition, other.answers) if not field.is_required(other.answers)
    ]
    return not any(
        _differ(field, dossier.answers.get(field.id), other.answers.get(field.id)) for field in left
    )


def _differ(field: fk.Field, here: Any, there: Any) -> bool:
    """Both are said and differ. Words are spelt in many ways, so of a text only one with a number
    in it counts.
    """
    one, other = _plain(here), _plain(there)
    if not one or not other or one == other:
        return False
    return not isinstance(field, fk.TextField) or all(
        any(map(str.isdigit, text)) for text in (one, other)
    )


def _paid_fees(found: list[Dossier]) -> dict[int, list[FeeRequest]]:
    if not found:
        return {}
    links = DossierFee.objects.filter(dossier__in=found, request__state=FeeRequest.State.PAID)
    fees: dict[int, list[FeeRequest]] = {}
    for link in links.select_related("request").order_by("pk"):
        fees.setdefault(link.dossier_id, []).append(link.request)
    return fees


def is_own(user: User | None, dossier: Dossier) -> bool:
    """The person filed it, or it states the identity number that their account has: to nobody else
    is it told.
    """
    if user is None or not user.is_authenticated:
        return False
    if dossier.applicant_id is not None and dossier.applicant_id == user.pk:
        return True
    return bool(user.identity_index) and user.identity_index in (
        dossier.applicant_index,
        dossier.holder_index,
    )


def has_any(dossier: str = "") -> Exists:
    """For a query that reads dossiers, or what leads to one by `dossier`: whether another row has
    one of its marks.
    """
    name, number, pk = (
        OuterRef(f"{dossier}{field}") for field in ("request_by_name", "request_by_number", "pk")
    )
    same = (Q(request_by_name=name) & ~Q(request_by_name="")) | (
        Q(request_by_number=number) & ~Q(request_by_number="")
    )
    return Exists(Dossier.objects.filter(same).exclude(pk=pk))


def tellable(reader: Reader, dossier: Dossier) -> list[Twin]:
    """Of its twins those whose page the officer reads."""
    found = of(dossier)
    if is_own(reader.user, dossier):
        return [one for one in found if is_own(reader.user, one.dossier)]
    opens = reader.among([one.dossier for one in found], What.DOSSIER)
    return [one for one in found if one.dossier.pk in opens]


def before_filing(dossier: Dossier, filer: User, is_office: bool) -> list[Twin]:
    """What whoever is about to file is told: of one's own twins all; an office of all, though it
    may not open each.
    """
    return [one for one in of(dossier) if is_office or is_own(filer, one.dossier)]


def unsettled(found: Iterable[Twin]) -> list[Twin]:
    """Those beside which nobody files without saying that they know; what was decided earlier is
    only mentioned.
    """
    return [one for one in found if one.is_open]


def seal_of(found: Iterable[Twin]) -> str:
    """What a page that showed these twins sends back when the person says that they know; "" for
    none.
    """
    keys = sorted(one.dossier.pk for one in found)
    return hashlib.sha256(_text(keys).encode()).hexdigest()[:16] if keys else ""


def demand_told(act: Act, is_office: bool, told: str | None) -> None:
    """Refuse to file beside an open twin of which the filer was not told; the entry says of which
    they were.

    `told` is the seal of what the page showed and they ticked; None where no page stands between
    (imports, tests). Two who file the same at one moment take turns here, so that the second is
    told of the first. Raises WrongState.
    """
    if told is None or act.actor is None:
        return
    _take_turns(act.dossier)
    found = unsettled(before_filing(act.dossier, act.actor, is_office))
    if found and told != seal_of(found):
        raise WrongState(
            _(
                "Đã có hồ sơ khác cho cùng việc này. Hãy xem hồ sơ đó; nếu vẫn cần nộp thêm, hãy"
                " đánh dấu xác nhận."
            )
        )
    if found:
        act.carry(SameRequest(same_request=sorted(one.dossier.code for one in found)))


def _take_turns(dossier: Dossier) -> None:
    """Until the end of the transaction nobody else files for the same name and thing. SQLite has
    one writer anyway.
    """
    if connection.vendor == "postgresql" and dossier.request_by_name:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s)", [int(dossier.request_by_name[:15], 16)]
            )


def told_when_filed(dossier: Dossier) -> list[str]:
    """Codes of the twins that whoever filed was shown and filed besides."""
    first = (
        Entry.objects.filter(dossier=dossier, sequence=1).values_list("data", flat=True).first()
        or {}
    )
    return list(first.get("same_request", ()))
