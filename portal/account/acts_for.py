"""Whom one applies for, and who applies for oneself: kept, asked, changed, ended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.text import clean_line
from portal.account import asked_code, typed_contact
from portal.account.typed_birth_date import PARTS, read_birth_date
from portal.account.typed_name import read_name
from portal.http.access import SignedIn
from portal.http.limits import Limit
from portal.http.refusals import status_of
from workflows import actions
from workflows.applicant import mandates
from workflows.applicant.mandates import Facts
from workflows.errors import ActRefused
from workflows.models import Procedure, Represented

Kind = Represented.Kind
KINDS = {"con": Kind.CHILD, "to-chuc": Kind.ORGANISATION, "uy-quyen": Kind.PERSON}
NO_FAULTS = {"name": "", "birth_date": "", "contact": "", "until": "", "sure": ""}
A_DAY = Limit("mandates asked by a person a day", times=10, seconds=86400)


def acts_for(request: SignedIn) -> HttpResponse:
    """Both lists, and ways to add to the first."""
    page = {
        "people": mandates.of_agent(request.user),
        "agents": mandates.of_person(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "portal/account/acts_for.html", page)


def add_represented(request: SignedIn) -> HttpResponse:
    """GET asks for the facts of a kind (?loai=); POST keeps them, or sends the link of a
    mandate.
    """
    kind = KINDS.get(request.GET.get("loai", ""), Kind.CHILD)
    if request.method != "POST":
        return _form(request, kind, {})
    facts, errors = _typed(request, kind)
    if errors:
        return _form(request, kind, errors)
    try:
        if kind == Kind.PERSON:
            _ask(request, facts)
            messages.success(request, _("Đường dẫn đang được gửi cho người ủy quyền."))
        else:
            mandates.keep(request.user, kind, facts)
            messages.success(request, _("Đã lưu. Khi bắt đầu hồ sơ, bạn chọn nộp cho ai."))
    except asked_code.TooMany as refused:
        return _form(request, kind, {"contact": str(refused)}, 429)
    except ActRefused as refused:
        return _form(request, kind, {}, status_of(refused), str(refused))
    return redirect("portal:acts_for")


def _ask(request: SignedIn, facts: Facts) -> None:
    """Have the link of a mandate sent. Raises TooMany, ActRefused."""
    contact = typed_contact.read(request.POST.get("contact", ""))
    if not A_DAY.take(str(request.user.pk)):
        raise asked_code.TooMany(_("Hôm nay bạn đã mời nhiều lần. Hãy thử lại ngày mai."))
    asked_code.count_invitation(request, contact)
    mandates.ask(request.user, contact, facts)


def represented(request: SignedIn, pk: int) -> HttpResponse:
    """One of them: GET shows what is kept, POST changes it or ends it. For the agent, and for the
    person themselves.
    """
    found = get_object_or_404(Represented.objects.select_related("agent"), pk=pk)
    if request.user.pk not in (found.agent_id, found.person_id):
        raise Http404
    if found.state == Represented.State.ENDED:
        messages.info(request, _("Mục này đã chấm dứt."))
        return redirect("portal:acts_for")
    if request.method == "POST" and "end" in request.POST:
        return _end(request, found)
    if request.method != "POST" or not _may_change(request, found):
        return _one(request, found)
    facts, errors = _typed(request, found.kind)
    if errors:
        return _one(request, found, errors)
    try:
        mandates.change(found, request.user, facts)
        messages.success(request, _("Đã lưu."))
    except ActRefused as refused:  # ended meanwhile, in another window
        messages.error(request, str(refused))
    return redirect("portal:acts_for")


def _end(request: SignedIn, found: Represented) -> HttpResponse:
    if "sure" not in request.POST:
        return _one(request, found, {"sure": _("Hãy đánh dấu vào ô xác nhận trước khi chấm dứt.")})
    actions.end_mandate(found, request.user)
    messages.success(request, _("Đã chấm dứt. Từ lúc này không ai nộp thay theo mục này nữa."))
    return redirect("portal:acts_for")


def _may_change(request: SignedIn, found: Represented) -> bool:
    return found.kind != Kind.PERSON and found.agent_id == request.user.pk


def _typed(request: SignedIn, kind: str) -> tuple[Facts, dict[str, str]]:
    missing = _("Hãy nhập tên trường, tổ chức.") if kind == Kind.ORGANISATION else ""
    name, wrong_name = read_name(request, "name", missing)
    born, wrong = read_birth_date(request)
    errors = {"name": wrong_name} if wrong_name else {}
    if kind == Kind.CHILD and (wrong or born is None):
        errors["birth_date"] = wrong or _("Hãy nhập ngày sinh.")
    until = None
    if kind == Kind.PERSON:
        try:
            typed_contact.read(request.POST.get("contact", ""))
        except typed_contact.NotAContact as wrong_contact:
            errors["contact"] = str(wrong_contact)
        try:
            until = dt.date.fromisoformat(request.POST.get("until", "").strip())
        except ValueError:
            errors["until"] = _("Hãy nhập ngày hết hạn.")
    known = {one.slug for one in _procedures()}
    chosen = tuple(one for one in request.POST.getlist("procedure") if one in known)
    number = clean_line(request.POST.get("number", ""))[:40] if kind == Kind.CHILD else ""
    scope = chosen if kind == Kind.PERSON else ()
    return Facts(name, born if kind == Kind.CHILD else None, number, scope, until), errors


def _procedures() -> list[Procedure]:
    return list(Procedure.objects.filter(open=True).order_by("title"))


def _form(
    request: SignedIn, kind: str, errors: dict[str, str], status: int = 422, refusal: str = ""
) -> HttpResponse:
    page: dict[str, Any] = {
        "kind": kind,
        "errors": NO_FAULTS | errors,
        "faults": errors,
        "refusal": refusal,
        "procedures": _procedures() if kind == Kind.PERSON else [],
        "chosen": request.POST.getlist("procedure"),
        "by_phone": typed_contact.by_phone(),
        **{name: request.POST.get(name, "") for name in (*PARTS, "name", "number", "contact")},
        "until": request.POST.get("until", ""),
    }
    status = status if errors or refusal else 200
    return render(request, "portal/account/add_represented.html", page, status=status)


def _one(
    request: SignedIn, found: Represented, errors: Mapping[str, str] = MappingProxyType({})
) -> HttpResponse:
    born = dt.date.fromisoformat(found.birth_date) if found.birth_date else None
    kept = {
        "name": found.name,
        "number": found.number,
        **{name: getattr(born, name) if born else "" for name in PARTS},
    }
    slugs = found.procedures
    page = {
        "found": found,
        "kind": found.kind,
        "is_mine": found.agent_id == request.user.pk,
        "may_change": _may_change(request, found),
        "errors": {**NO_FAULTS, **errors},
        "faults": errors,
        "scope": list(Procedure.objects.filter(slug__in=slugs)) if slugs else [],
        **{name: request.POST.get(name, value) for name, value in kept.items()},
    }
    return render(request, "portal/account/represented.html", page, status=422 if errors else 200)
