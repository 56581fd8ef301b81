"""Finds, checks and publishes definitions; serves the published ones. A published version never
changes.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from documents.word_templates import templates
from foundation.languages import in_every_language, in_vietnamese
from foundation.text import fold
from organisations.models import User
from workflows.definition import Definition, DefinitionFaults, Finding, canonical
from workflows.models import Procedure, ProcedureVersion
from workflows.procedure import definition_check, signing_roles
from workflows.procedure.inspection import Inspection, Proposal, Work, from_folder, inspect
from workflows.published import FLOW_PREFIX, definition_of
from workflows.search_ranking import Entry, rank

_SHIPPED = Path(__file__).parent.parent / "procedures"


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


def publish_proposal(proposal: Proposal, by: User | None = None) -> ProcedureVersion:
    """Check and freeze a definition with its Word templates. Raises DefinitionFaults."""
    return publish_inspected(proposal.text, inspect_here(proposal), by)


def inspect_here(proposal: Proposal, work: Work = definition_check) -> Inspection:
    """`inspect`, with what cannot be published on this site because of who holds which role."""
    return inspect(proposal, work, new_signers)


def new_signers(definition: Definition) -> list[Finding]:
    """Roles that would come to sign by it without a head's word."""
    return signing_roles.new_signers(definition, roles_that_sign)


def publish_inspected(
    text: str, checked: Inspection, by: User | None = None, newest_seen: int | None = None
) -> ProcedureVersion:
    """Freeze what came of inspecting `text`. Raises DefinitionFaults.

    Given the number of the newest version its writer knew of, raises Superseded when there is a
    newer one.
    """
    definition = checked.publishable()
    # again: somebody may have got the role since it was inspected
    if found := new_signers(definition):
        raise DefinitionFaults(found)
    with transaction.atomic():
        pinned = _pin(definition, checked.templates)
        procedure = _procedure_of(pinned)
        same = _same_content(procedure, pinned)
        newer = (
            procedure.versions.filter(number__gt=newest_seen).first()
            if newest_seen is not None
            else None
        )
        if same is None and newer is not None:
            raise Superseded(newer)
        return same or _freeze(procedure, pinned, text, by)


def roles_that_sign() -> frozenset[str]:
    """Slugs of the roles that bind others by any version that was ever published."""
    versions = ProcedureVersion.objects.all()
    return frozenset().union(
        *(signing_roles.roles_that_sign(definition_of(version)) for version in versions)
    )


@dataclass(frozen=True)
class Found:
    """What a search came to, the best first; `is_near`: nothing fits, these are only the nearest.

    `hits` also has the entries that were searched beside the procedures.
    """

    hits: list[Procedure | Entry]
    is_near: bool

    @property
    def procedures(self) -> list[Procedure]:
        """The procedures alone."""
        return [hit for hit in self.hits if isinstance(hit, Procedure)]


def search(text: str, beside: Sequence[Entry] = ()) -> Found:
    """Published procedures that are open, and entries of `beside`, that fit `text`, the best first:
    see `workflows.search_ranking`; one query.

    Diacritics, case and the two spellings of hòa/hoà do not matter. No words: all of them, by field
    and title.
    """
    published = Procedure.objects.filter(open=True, versions__isnull=False).distinct()
    known = list(published.order_by("field", "title"))
    ranking = rank(text, [*map(entry, known), *beside])
    searched: list[Procedure | Entry] = [*known, *beside]
    return Found([searched[place] for place in ranking.places], ranking.is_near)


def entry(procedure: Procedure) -> Entry:
    title = f"{procedure.title} {procedure.title_en}"
    return Entry(procedure.code, title, procedure.words, procedure.search)


def _pin(definition: Definition, docx: Mapping[str, bytes]) -> Definition:
    """Publish the templates and write into the definition which content belongs to it."""
    pinned = []
    for document in definition.documents:
        template = templates.publish(
            f"{definition.slug}/{document.template_name}", docx[document.template]
        )
        pinned.append(document.model_copy(update={"template_sha256": template.sha256}))
    return definition.model_copy(update={"documents": tuple(pinned)})


def _procedure_of(definition: Definition) -> Procedure:
    """The procedure's row, locked."""
    Procedure.objects.get_or_create(slug=definition.slug, defaults=shown(definition))
    return Procedure.objects.select_for_update().get(slug=definition.slug)


def shown(definition: Definition) -> dict[str, str]:
    """What the catalogue shows and searches: of the newest version, so written when there is a new
    one.
    """
    cases = [case.title for case in definition.cases]
    texts = [definition.title, definition.summary or {}, definition.result.name, *cases]
    names = [
        *in_every_language(definition.field),
        *(word for text in texts for word in text.values()),
    ]
    words = [definition.code, *names]
    return {
        "code": definition.code,
        "title": in_vietnamese(definition.title),
        "title_en": definition.title.get("en", ""),
        "field": in_vietnamese(definition.field),
        "field_en": "" if isinstance(definition.field, str) else definition.field.get("en", ""),
        "search": fold(" ".join(words)),
        "words": "\n".join(fold(phrase) for phrase in _said_by_people(definition)),
    }


def _said_by_people(definition: Definition) -> list[str]:
    """The phrases under which people look for it, its short name being one of them."""
    return [*definition.words, *(definition.short or {}).values()]


def _same_content(procedure: Procedure, definition: Definition) -> ProcedureVersion | None:
    """The version that already says this; the newest is compared by meaning.

    A new word in the language gives every stored text one more default: read again, the newest is
    still the same.
    """
    same = ProcedureVersion.objects.filter(sha256=_digest(canonical(definition))).first()
    if same is not None:
        return same
    newest = procedure.versions.order_by("-number").first()
    return newest if newest is not None and definition_of(newest) == definition else None


def _freeze(
    procedure: Procedure, definition: Definition, text: str, by: User | None
) -> ProcedureVersion:
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
        flow_name=f"{FLOW_PREFIX}{digest[:16]}",
        valid_from=definition.valid_from,
        published_by=by,
    )


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
