"""Correcting a dossier of one's own accord: the answers that the procedure lets one change, on one
page, until its step has come. What is typed and attached waits in the dossier's working copy.
"""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.binding import BoundSection, bind, hushed
from forms.language import Section
from portal.citizen.supplement import home_of, working_answers, working_copy
from portal.http import held_form
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from portal.shared.merge_answers import keep
from workflows import actions, permissions
from workflows.applicant import amendments
from workflows.definition import Text
from workflows.errors import ActRefused, KeyReused
from workflows.models import Dossier, Draft, Entry
from workflows.published import definition_of

JUST_NOW = dt.timedelta(minutes=1)
TITLE = {"vi": "Sửa thông tin đã khai", "en": "Correct what you stated"}


def amend(request: SignedIn, code: str) -> HttpResponse:
    """GET shows what may be corrected as it stands; POST sends it, or draws the page again for a
    button that sends nothing.
    """
    dossier = _own(request, code)
    key = request.POST.get("key", "")[:64] or None
    if not permissions.is_amendable(dossier):
        return _too_late(request, dossier, key)
    section = _section(dossier)
    around = definition_of(dossier.version).form.counted(dossier.answers)
    allowed = amendments.names(definition_of(dossier.version))
    working = working_answers(dossier)
    known = {name: working.get(name) for name in allowed}
    data = request.POST if request.method == "POST" else held_form.take(request)
    if data is None:
        return _page(request, dossier, bind(section, known, around=around))
    if request.FILES and _was_just_sent(dossier, key):
        return redirect(home_of(dossier), code=dossier.code)  # pressed twice: its papers are there
    bound = bind(section, known, data, request.FILES, request.user, around=around)
    copy = working_copy(dossier, request.user)
    keep(copy, section, bound.draft_values, sent=None, below=dossier.answers)
    if "continue" not in data:
        return _page(request, dossier, hushed(bound))
    if not bound.is_valid():
        return _page(request, dossier, bound, status=422)
    try:
        actions.amend(dossier, request.user, bound.values, key)
    except KeyReused as refused:  # the same form again with something else: the next press counts
        return _page(request, dossier, bound, str(refused), status_of(refused), uuid4().hex)
    except ActRefused as refused:
        return _page(request, dossier, bound, str(refused), status_of(refused))
    Draft.objects.filter(dossier=dossier).update(answers={})
    messages.success(request, _("Đã lưu phần sửa. Thời hạn giải quyết không đổi."))
    return redirect(home_of(dossier), code=dossier.code)


def _own(request: SignedIn, code: str) -> Dossier:
    rows = Dossier.objects.select_related(
        "version__procedure", "receiving", "deciding", "applicant"
    )
    dossier = get_object_or_404(rows, code=code)
    if not permissions.is_filer(request.user, dossier):
        raise Http404
    if not amendments.fields(definition_of(dossier.version)):
        raise Http404
    return dossier


def _was_just_sent(dossier: Dossier, key: str | None) -> bool:
    """Whether this form was taken within the last minute."""
    lately = timezone.now() - JUST_NOW
    return bool(key) and Entry.objects.filter(dossier=dossier, key=key, at__gt=lately).exists()


def _too_late(request: SignedIn, dossier: Dossier, key: str | None) -> HttpResponse:
    if key and Entry.objects.filter(dossier=dossier, key=key).exists():
        return redirect(home_of(dossier), code=dossier.code)
    page = {
        "refusal": _("Hồ sơ đã qua bước được tự sửa. Cần sửa, hãy báo cơ quan giải quyết."),
        "back": resolve_url(home_of(dossier), code=dossier.code),
    }
    return render(request, "portal/refused.html", page, status=409)


def _section(dossier: Dossier) -> Section:
    """The fields that may be corrected, of all pages that this applicant is asked."""
    definition = definition_of(dossier.version)
    allowed = amendments.fields(definition)
    pages = definition.form.visible_sections(dossier.answers)
    fields = tuple(one for page in pages for one in page.fields if one.id in allowed)
    return Section(id="amend", title=TITLE, fields=fields)


def _until(dossier: Dossier) -> Text | str:
    """What the first of the steps is called at which this ends."""
    definition = definition_of(dossier.version)
    return definition.step(definition.amend.until[0]).title if definition.amend else ""


def _page(
    request: SignedIn,
    dossier: Dossier,
    bound: BoundSection,
    refusal: str = "",
    status: int = 200,
    key: str = "",
) -> HttpResponse:
    page = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "bound": bound,
        "section": bound.section,
        "until": _until(dossier),
        "home": resolve_url(home_of(dossier), code=dossier.code),
        "refusal": refusal,
        "key": key or request.POST.get("key", "")[:64] or uuid4().hex,
        "sends_files": True,
    }
    response = render(request, "portal/citizen/amend.html", page, status=status)
    response["X-Form"] = "drawn"
    return response
