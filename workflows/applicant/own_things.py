"""What somebody gave in their earlier dossiers and received by them: offered to them again when a
form asks for it, where they have said that they want this.

Nothing is copied for it: the list is read from the dossiers, and ends where these are erased. Only
what is theirs alone is in it: filed by themselves, for themselves, about themselves. What was filed
for a child, an organisation or by a mandate is offered to nobody (law 91/2025/QH15 on personal
data: consent is said, for one purpose, and can be withdrawn).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from documents.models import Document
from forms.attached import stored
from forms.field_kinds import AddressField, AttachmentField
from forms.inputs import anchor
from forms.models import StoredFile
from forms.submission import check_form
from foundation.languages import in_language
from foundation.text import is_same_name
from organisations.models import User
from protection import security_log
from workflows.definition import Definition
from workflows.models import Dossier, PaperKeeping
from workflows.papers.issuance import SLIPS
from workflows.published import definition_of
from workflows.reading_rights import Reader

MOST_DOSSIERS = 30  # the newest; a form is drawn while somebody waits
PAPER, RESULT, ADDRESS = "paper", "result", "address"


@dataclass(frozen=True)
class OwnThing:
    """One thing that can be offered again. `key` names it in a form; `asked_as` is the question
    that it answered, in the reader's language.
    """

    key: str
    name: str
    asked_as: str
    dossier: Dossier
    field: str = ""
    file: StoredFile | None = None
    document: Document | None = None
    value: Any = None

    @property
    def kind(self) -> str:
        """PAPER, RESULT or ADDRESS."""
        return self.key.partition(":")[0]


def keeping_of(person: User) -> PaperKeeping | None:
    """The consent of this person; None where they gave none, or their account is closed."""
    if not person.is_active:
        return None
    return PaperKeeping.objects.filter(person=person).first()


def agree(person: User) -> PaperKeeping:
    """From now on it is offered; said again it changes nothing."""
    found, made = PaperKeeping.objects.get_or_create(person=person)
    if made:
        security_log.note("own_things_offered", account=person.pk)
    return found


def withdraw(person: User) -> None:
    """Nothing is offered any more, and nothing is kept of what was. The dossiers stay as filed."""
    found, _rows = PaperKeeping.objects.filter(person=person).delete()
    if found:
        security_log.note("own_things_left", account=person.pk, reason="all")


def leave_out(person: User, key: str) -> bool:
    """Take one thing from the list for good; False for what is not in it."""
    with transaction.atomic():
        keeping = PaperKeeping.objects.select_for_update().filter(person=person).first()
        found = next((one for one in things_of(person) if one.key == key), None)
        if keeping is None or found is None:
            return False
        keeping.left_out.get_or_create(thing=key)
    security_log.note("own_things_left", account=person.pk, reason=found.kind)
    return True


def things_of(person: User) -> list[OwnThing]:
    """The list, the newest first; empty where they gave no consent."""
    keeping = keeping_of(person)
    if keeping is None:
        return []
    seen = set(keeping.left_out.values_list("thing", flat=True))
    found = []
    for one in _every(person):
        if one.key not in seen:
            seen.add(one.key)  # the same content twice is one paper
            found.append(one)
    return found


def address_for(definition: Definition, person: User) -> tuple[str, Any, str] | None:
    """The form's field, its answer and the code of the dossier that has it; None where the form
    asks for no address, or would refuse that one.
    """
    name = definition.applicant.address
    field = next((one for one in definition.form.fields() if one.id == name), None)
    found = next((one for one in things_of(person) if one.kind == ADDRESS), None)
    if found is None or not isinstance(field, AddressField):
        return None
    faults = check_form(definition.form, {name: found.value}, only={name})
    if any(fault.anchor == anchor(name) for fault in faults):
        return None
    return name, found.value, found.dossier.code


def _every(person: User) -> Iterator[OwnThing]:
    reader, has_address = Reader(person), False
    for dossier in _own_dossiers(person):
        definition = definition_of(dossier.version)
        yield from _papers(dossier, definition)
        yield from _results(dossier, reader)
        if not has_address and (address := _address(dossier, definition)):
            has_address = True  # of the newest dossier alone: an older one is an old address
            yield address


def _own_dossiers(person: User) -> list[Dossier]:
    rows = Dossier.objects.filter(
        applicant=person, represented=None, accepted_at__isnull=False
    ).select_related("version__procedure")
    newest = rows.prefetch_related("documents__document").order_by("-pk")[:MOST_DOSSIERS]
    return [one for one in newest if one.answers and _is_about(one, person)]


def _is_about(dossier: Dossier, person: User) -> bool:
    """Applicant and holder are the person of the account, as far as all three say who they are.

    A parent who applies about their child in their own name gives the child's papers.
    """
    numbers = {dossier.applicant_index, dossier.holder_index, person.identity_index} - {""}
    days = {dossier.holder_birth_date, person.birth_date} - {None}
    names = (dossier.applicant_name, dossier.holder_name)
    return (
        len(numbers) <= 1
        and len(days) <= 1
        and all(is_same_name(person.full_name, name) for name in names)
    )


def _papers(dossier: Dossier, definition: Definition) -> Iterator[OwnThing]:
    for field in definition.form.fields():
        if isinstance(field, AttachmentField):
            for file in stored(dossier.answers.get(field.id) or []):
                if not file.is_lost:
                    yield OwnThing(
                        f"{PAPER}:{file.sha256}",
                        file.name,
                        in_language(field.label),
                        dossier,
                        field=field.id,
                        file=file,
                    )


def _results(dossier: Dossier, reader: Reader) -> Iterator[OwnThing]:
    standing = reader.known(dossier)
    for link in dossier.documents.all():
        document = link.document
        is_in_force = document.state == Document.State.SEALED and link.kind not in SLIPS
        if is_in_force and standing.reads(link, document):
            key = f"{RESULT}:{document.pk}"
            yield OwnThing(key, document.symbol, document.title, dossier, document=document)


def _address(dossier: Dossier, definition: Definition) -> OwnThing | None:
    name = definition.applicant.address
    field = next((one for one in definition.form.fields() if one.id == name), None)
    value = dossier.answers.get(name)
    if not value or not isinstance(field, AddressField):
        return None
    key = f"{ADDRESS}:{dossier.pk}"
    return OwnThing(
        key, field.told(value), in_language(field.label), dossier, field=name, value=value
    )
