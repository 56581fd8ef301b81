"""Answering what one was asked while the clock runs: the draft to read, the answer, papers. Nothing
typed is lost.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind
from forms.field_kinds import AttachmentField
from forms.language import Section
from forms.summary import row_of
from portal.citizen.supplement import home_of
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from workflows import actions, permissions
from workflows.applicant.questions import open_question
from workflows.definition import Reply
from workflows.errors import ActRefused
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.process.conditions import data_of


def reply(request: SignedIn, code: str) -> HttpResponse:
    """GET shows what is asked; POST answers. After the answer the same form leads on, another
    window's is told.
    """
    dossier = _own(request, code)
    key = request.POST.get("key", "")[:64] or None
    asked = open_question(dossier)
    if asked is None:
        return _nothing_to_answer(request, dossier, key)
    item, step = asked
    section = Section(id="reply", title=step.title, fields=step.fields)
    around = data_of(dossier)
    if request.method != "POST":
        return _page(request, dossier, item, step, bind(section, {}, around=around))
    bound = bind(section, {}, request.POST, request.FILES, request.user, around=around)
    if not bound.is_valid():
        return _page(request, dossier, item, step, bound, status=422)
    try:
        actions.reply(dossier, request.user, bound.values, key, _files(step, bound.values))
    except ActRefused as refused:
        return _page(request, dossier, item, step, bound, str(refused), status_of(refused))
    messages.success(request, _("Đã gửi câu trả lời. Hồ sơ được xử lý tiếp."))
    return redirect(home_of(dossier), code=dossier.code)


def _own(request: SignedIn, code: str) -> Dossier:
    rows = Dossier.objects.select_related(
        "version__procedure", "receiving", "deciding", "applicant"
    )
    dossier = get_object_or_404(rows, code=code)
    if not permissions.may_reply(request.user, dossier):
        raise Http404
    return dossier


def _nothing_to_answer(request: SignedIn, dossier: Dossier, key: str | None) -> HttpResponse:
    if key and Entry.objects.filter(dossier=dossier, key=key).exists():
        return redirect(home_of(dossier), code=dossier.code)
    refusal = _("Không có câu hỏi nào đang chờ bạn trả lời.")
    page = {"refusal": refusal, "back": resolve_url(home_of(dossier), code=dossier.code)}
    return render(request, "portal/refused.html", page, status=409)


def _files(step: Reply, values: dict[str, Any]) -> list[str]:
    names = [field.id for field in step.fields if isinstance(field, AttachmentField)]
    return [stored for name in names for stored in values.get(name) or []]


def _page(
    request: SignedIn,
    dossier: Dossier,
    item: WorkItem,
    step: Reply,
    bound: BoundSection,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    page = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "item": item,
        "step": step,
        "bound": bound,
        "notes": _notes(dossier, step),
        "papers": (
            DossierFile.objects.filter(
                dossier=dossier, step=step.about or "-", confidential=False
            ).select_related("file")
        ),
        "refusal": refusal,
        "key": request.POST.get("key", "")[:64] or uuid4().hex,
    }
    return render(request, "portal/citizen/reply.html", page, status=status)


def _notes(dossier: Dossier, step: Reply) -> list[Any]:
    """What was noted in the step that the question is about, as people read it."""
    if not step.about:
        return []
    noted = dossier.office.get(step.about, {})
    fields = dossier.flow_class.definition.step(step.about).fields
    return [
        row_of(field.beside(dossier.answers), noted[field.id])
        for field in fields
        if noted.get(field.id) not in (None, "", [])
    ]
