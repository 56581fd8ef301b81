"""Finds, checks and publishes definitions; serves the published ones. A published version never changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from documents import templates
from organisations.models import User
from organisations.text import fold
from workflows.compile import PREFIX
from workflows.definition import Definition, canonical, from_canonical
from workflows.definition.base import in_every_language, in_vietnamese
from workflows.inspection import Proposal, from_folder, inspect
from workflows.models import Procedure, ProcedureVersion
from workflows.search import Entry, rank

_SHIPPED = Path(__file__).parent / "procedures"
_served: dict[str, Definition] = {}


def shipped_folders() -> list[Path]:
    """The folders of the procedures that come with the product, in order."""
    return sorted(path.parent for path in _SHIPPED.glob("*/procedure.yaml"))


def publish(folder: Path, by: User | None = None) -> ProcedureVersion:
    """Check the procedure in `folder` and freeze it. Raises DefinitionFaults.

    The same content again is the version it already is, even when it was published long ago.
    """
    return publish_proposal(from_folder(folder), by)


class Superseded(Exception):
    """Somebody published a version that the writer of this one did not know of."""

    def __init__(self, version: ProcedureVersion) -> None:
        self.version = version
        super().__init__(str(version))


def publish_proposal(proposal: Proposal, by: User | None = None, newest_seen: int | None = None) -> ProcedureVersion:
    """Check and freeze a definition with its Word templates. Raises DefinitionFaults.

    Given the number of the newest version its writer knew of, raises Superseded when there is a newer one.
    """
    checked = inspect(proposal)
    definition = checked.publishable()
    with transaction.atomic():
        pinned = _pin(definition, checked.templates)
        procedure = _procedure_of(pinned)
        same = _same_content(procedure, pinned)
        newer = procedure.versions.filter(number__gt=newest_seen).first() if newest_seen is not None else None
        if same is None and newer is not None:
            raise Superseded(newer)
        return same or _freeze(procedure, pinned, proposal.text, by)


def definition_of(version: ProcedureVersion) -> Definition:
    """The definition of a published version; read once per process."""
    found = _served.get(version.sha256)
    if found is None:
        found = _served[version.sha256] = from_canonical(version.canonical, timezone.localdate(version.published_at))
    return found


@dataclass(frozen=True)
class Found:
    """What a search came to; `is_near`: nothing fits, and these are only the nearest."""

    procedures: list[Procedure]
    is_near: bool


def search(text: str) -> Found:
    """Published procedures that are open and fit `text`, the best first: see `workflows.search`; one query.

    Diacritics, case and the two spellings of hòa/hoà do not matter. No words: all of them, by field and title.
    """
    published = Procedure.objects.filter(open=True, versions__isnull=False).distinct()
    known = list(published.order_by("field", "title"))
    ranking = rank(text, [entry(procedure) for procedure in known])
    return Found([known[place] for place in ranking.places], ranking.is_near)


def entry(procedure: Procedure) -> Entry:
    title = f"{procedure.title} {procedure.title_en}"
    return Entry(procedure.code, title, procedure.words, procedure.search)


def _pin(definition: Definition, docx: Mapping[str, bytes]) -> Definition:
    """Publish the templates and write into the definition which content belongs to it."""
    pinned = []
    for document in definition.documents:
        template = templates.publish(f"{definition.slug}/{document.template_name}", docx[document.template])
        pinned.append(document.model_copy(update={"template_sha256": template.sha256}))
    return definition.model_copy(update={"documents": tuple(pinned)})


def _procedure_of(definition: Definition) -> Procedure:
    """The procedure's row, locked."""
    Procedure.objects.get_or_create(slug=definition.slug, defaults=shown(definition))
    return Procedure.objects.select_for_update().get(slug=definition.slug)


def shown(definition: Definition) -> dict[str, str]:
    """What the catalogue shows and searches: of the newest version, so written when there is a new one."""
    cases = [case.title for case in definition.cases]
    texts = [definition.title, definition.summary or {}, definition.result.name, *cases]
    names = [*in_every_language(definition.field), *(word for text in texts for word in text.values())]
    words = [definition.code, *names]
    return {
        "code": definition.code,
        "title": definition.title["vi"],
        "title_en": definition.title.get("en", ""),
        "field": in_vietnamese(definition.field),
        "field_en": "" if isinstance(definition.field, str) else definition.field.get("en", ""),
        "search": fold(" ".join(words)),
        "words": "\n".join(fold(phrase) for phrase in definition.words),
    }


def _same_content(procedure: Procedure, definition: Definition) -> ProcedureVersion | None:
    """The version that already says this; the newest is compared by meaning.

    A new word in the language gives every stored text one more default: read again, the newest is still the same.
    """
    same = ProcedureVersion.objects.filter(sha256=_digest(canonical(definition))).first()
    if same is not None:
        return same
    newest = procedure.versions.order_by("-number").first()
    return newest if newest is not None and definition_of(newest) == definition else None


def _freeze(procedure: Procedure, definition: Definition, text: str, by: User | None) -> ProcedureVersion:
    content = canonical(definition)
    digest = _digest(content)
    newest = procedure.versions.aggregate(newest=Max("number"))["newest"] or 0
    Procedure.objects.filter(pk=procedure.pk).update(**shown(definition))
    return ProcedureVersion.objects.create(
        procedure=procedure,
        number=newest + 1,
        source=text,
        canonical=content,
        sha256=digest,
        flow_name=f"{PREFIX}{digest[:16]}",
        valid_from=definition.valid_from,
        published_by=by,
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
