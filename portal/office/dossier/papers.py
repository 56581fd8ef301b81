"""The papers of a dossier for the viewer: what the applicant handed in, what officers added, what
the law asks for.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from forms.models import StoredFile
from foundation.languages import in_language, name_in_language
from workflows.definition import Definition
from workflows.definition import Paper as CasePaper
from workflows.models import CONSULT, Dossier, DossierFile
from workflows.reading_rights import Standing


@dataclass(frozen=True)
class Paper:
    """One file that can be looked at."""

    file: StoredFile
    label: str  # which question of the form it answers

    @property
    def is_picture(self) -> bool:
        """True for what a browser shows as a picture."""
        return self.file.content_type.startswith("image/")

    @property
    def is_pdf(self) -> bool:
        """True for what a browser's own viewer shows; the rest (a report in Word) is downloaded."""
        return self.file.content_type == "application/pdf"


@dataclass(frozen=True)
class Asked:
    """One paper that the applicant's case asks for, and whether it is there."""

    name: str
    originals: int
    copies: int
    # "form": filled in online; "here"; "missing"; "optional": not there, need not be; "counter": on
    # paper
    state: str


@dataclass(frozen=True)
class Papers:
    """Everything the viewer needs; `shown` is the paper that is open."""

    files: list[Paper]
    asked: list[Asked]
    shown: Paper | None


def papers_of(standing: Standing, definition: Definition, wanted: str) -> Papers:
    """What the officer may open; `wanted` is the id of the file to open, the first one is open
    otherwise.
    """
    dossier = standing.dossier
    rows = (
        DossierFile.objects.filter(dossier=dossier)
        .exclude(field=DossierFile.THREAD)
        .select_related("file", "item__authority")
        .order_by("id")
    )
    links = standing.papers(rows)
    files = [Paper(link.file, _label(link, definition)) for link in links]
    shown = next(
        (paper for paper in files if str(paper.file.pk) == wanted), files[0] if files else None
    )
    brought = {link.field for link in links} | {_stands_for(link, definition) for link in links}
    return Papers(files, _asked(dossier, definition, brought), shown)


def _stands_for(link: DossierFile, definition: Definition) -> str:
    """The paper of the form in whose place an officer's counts; "" for any other."""
    steps = [step for step in definition.steps if link.is_officers and step.id == link.step]
    found = [
        one
        for step in steps
        for one in (step.encloses, *(outcome.encloses for outcome in step.outcomes))
    ]
    return next((one.stands_for for one in found if one and one.stands_for), "")


def _label(link: DossierFile, definition: Definition) -> str:
    if link.step and link.item and link.item.flow_task_type == CONSULT and link.item.authority:
        return _("%(office)s gửi kèm ý kiến") % {"office": name_in_language(link.item.authority)}
    if link.step:
        return _("Cán bộ đính kèm")
    labels = {field.id: in_language(field.label) for field in definition.form.fields()}
    return labels.get(link.field, "")


def _asked(dossier: Dossier, definition: Definition, fields: set[str]) -> list[Asked]:
    case = next((case for case in definition.cases if case.id == dossier.case), None)
    counted = definition.form.counted(dossier.answers)
    required = {
        field.id
        for field in definition.form.fields()
        if field.is_shown(counted) and field.is_required(counted)
    }
    return [
        Asked(in_language(one.name), one.originals, one.copies, _state(one, fields, required))
        for one in (case.papers if case else ())
    ]


def _state(paper: CasePaper, given: set[str], required: set[str]) -> str:
    if paper.electronic:
        return "form"
    if not paper.field:
        return "counter"
    if paper.field in given:
        return "here"
    return "missing" if paper.field in required else "optional"
