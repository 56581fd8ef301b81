"""Somebody who was asked gives his opinion: his words, the answers the step asks for, papers. Nothing typed is lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, cast
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind
from forms.language import Section, Text
from forms.models import StoredFile
from organisations.text import clean_text
from portal.office.attached import attached_by
from portal.office.visitor import item_for, officer_of
from portal.refusals import status_of
from workflows import actions, asked
from workflows.definition import Consult
from workflows.errors import ActRefused
from workflows.models import WorkItem

LONGEST = 5000


@dataclass
class Said:
    """The panel's content."""

    fields: BoundSection | None
    confidential: bool
    text: str = ""
    attached: list[StoredFile] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    key: str = field(default_factory=lambda: uuid4().hex)  # one for each page shown: a double click does one act

    @property
    def values(self) -> dict[str, Any]:
        """The answers to the step's fields."""
        return dict(self.fields.values) if self.fields else {}


def blank(item: WorkItem, step: Consult) -> Said:
    """The panel as it opens."""
    section = _section(step)
    return Said(bind(section, {}) if section else None, _is_confidential(item, step))


def opinion(request: HttpRequest, pk: int) -> HttpResponse:
    """POST gives the opinion; a refusal shows the panel again as it was filled in."""
    from portal.office.consulted import page

    item = item_for(request, pk)
    step = item.place
    if not isinstance(step, Consult):
        return redirect("portal:work", item.pk)
    if not asked.tasks_of(officer_of(request)).filter(pk=item.pk).exists():
        raise PermissionDenied  # he may read the dossier, and was not asked
    said = _read(request, item, step)
    refusal = said.errors[0] if said.errors else ""
    if not refusal and said.fields and not said.fields.is_valid():
        refusal = _("Hãy sửa những ô được đánh dấu bên dưới.")
    if refusal:
        return page(request, item, said, refusal, status=422)
    try:
        files = [str(stored.pk) for stored in said.attached]
        actions.give_opinion(item, officer_of(request), said.text, said.key, said.values, files)
    except ActRefused as refused:
        return page(request, item, said, str(refused), status=status_of(refused))
    messages.success(request, _("Đã gửi ý kiến về hồ sơ %(code)s.") % {"code": item.process.code})
    return redirect("portal:consulted")


def _read(request: HttpRequest, item: WorkItem, step: Consult) -> Said:
    section = _section(step)
    bound = bind(section, {}, request.POST, request.FILES, officer_of(request)) if section else None
    said = Said(bound, _is_confidential(item, step), clean_text(request.POST.get("opinion", ""))[:LONGEST])
    said.attached, said.errors = attached_by(request)
    key = request.POST.get("key", "")
    said.key = key if len(key) == 32 and key.isalnum() else said.key
    return said


def _section(step: Consult) -> Section | None:
    return Section(id=step.id, title=cast(Text, step.title), fields=step.fields) if step.fields else None


def _is_confidential(item: WorkItem, step: Consult) -> bool:
    return step.asked[item.data["asked"]].confidential
