"""What an invitation's link opens, with a code: an application to read and to confirm."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from forms.field_kinds import AttachmentField
from forms.files.uploads import Withheld, open_file
from forms.models import StoredFile
from forms.summary import summarise
from organisations.accounts import contacts
from organisations.models import User
from portal.account import asked_code, invited_code
from portal.citizen import invited_mandate, invited_reader
from portal.http.refusals import status_of
from portal.http.security_notes import noted
from portal.shared.dossier_files import sealed, served
from workflows.applicant import co_signing, invitations, mandates, readers, unwanted
from workflows.errors import ActRefused
from workflows.models import DossierDocument, Draft, Invitation
from workflows.published import definition_of


def invited(request: HttpRequest, link: str) -> HttpResponse:
    """GET asks for the code, then shows what is to be answered; POST has the code sent, or takes
    the answer.
    """
    invitation = invitations.opened(link)
    if invitation is None:
        return _over(request)
    if not invited_code.is_given(request, invitation):
        return _locked(request, invitation)
    if request.method == "POST" and "never" in request.POST:
        return _never(request, invitation)
    if invitation.purpose == Invitation.Purpose.READ:
        return invited_reader.shown(request, invitation, link)
    if invitation.purpose == Invitation.Purpose.MANDATE:
        return invited_mandate.asked(request, invitation)
    if request.method != "POST" or not {"confirm", "decline"} & set(request.POST):
        return _page(request, invitation, link)
    confirms, reason = "confirm" in request.POST, request.POST.get("reason", "").strip()[:1000]
    if confirms and "read" not in request.POST:
        sentence = _("Hãy đánh dấu vào ô “Tôi đã đọc” trước khi xác nhận.")
        return _page(request, invitation, link, sentence, 422)
    try:
        shown = request.POST.get("shown", "")
        co_signing.answer(
            invitation,
            shown,
            confirms=confirms,
            reason="" if confirms else reason,
            person=request.user if isinstance(request.user, User) else None,
        )
    except ActRefused as refused:
        return _page(request, invitation, link, str(refused), status_of(refused))
    invited_code.use(request)
    page = {"confirmed": confirms, "by": invitation.by}
    return render(request, "portal/citizen/invited_answered.html", page)


def _never(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """No to this one, and no more of them: from who invited, or from anybody."""
    try:
        if invitation.purpose == Invitation.Purpose.MANDATE:
            mandates.answer(invitation, None, confirms=False)
        elif invitation.purpose == Invitation.Purpose.SIGN:
            reason = _("Không nhận lời mời nữa.")
            co_signing.answer(invitation, "", confirms=False, reason=reason)
        else:
            readers.leave(invitation)
    except ActRefused:
        pass  # answered in another window: that there are no more of them holds all the same
    everybody = request.POST["never"] == "all"
    unwanted.refuse(invitation, everybody=everybody)
    noted(request, "invitations_refused", invitation.by, kind=invitation.kind)
    invited_code.use(request)
    page = {"never": True, "everybody": everybody, "by": invitation.by}
    return render(request, "portal/citizen/invited_answered.html", page)


def invited_document(request: HttpRequest, link: str, code: str) -> HttpResponseBase:
    """A sealed document of the dossier that one was invited to read."""
    reading = invitations.opened(link)
    if reading is None or not invited_code.is_given(request, reading):
        return _over(request)
    of_dossier = DossierDocument.objects.filter(
        dossier=reading.dossier, document__code=code, document__sealed_at__isnull=False
    )
    found = of_dossier.select_related("document").first()
    if reading.purpose != Invitation.Purpose.READ or found is None:
        return _over(request)
    return sealed(found.document, inline=False)


def invited_file(request: HttpRequest, link: str, pk: UUID) -> HttpResponseBase:
    """A paper of the application that is to be confirmed."""
    invitation = invitations.opened(link)
    if invitation is None or not invited_code.is_given(request, invitation):
        return _over(request)
    if str(pk) not in _papers(invitation):
        return _over(request)
    stored = StoredFile.objects.get(pk=pk)
    try:
        content = open_file(stored)
    except Withheld as withheld:
        page = {"reason": str(withheld)}
        return render(request, "portal/parts/withheld.html", page, status=409)
    return served(content, stored, inline=False)


def _papers(invitation: Invitation) -> set[str]:
    of = invitation.draft or invitation.dossier
    if of is None:
        return set()
    form = definition_of(of.version).form
    said = form.visible_answers(of.answers)
    asked = [field.id for field in form.fields() if isinstance(field, AttachmentField)]
    return {stored for name in asked for stored in said.get(name) or []}


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/citizen/invited_over.html", {}, status=410)


def _locked(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Nothing of the application: not even its procedure, or who invited."""
    page = {"contact": contacts.masked(invitations.contact_of(invitation)), "refusal": ""}
    if request.method != "POST":
        return render(request, "portal/citizen/invited_code.html", page)
    try:
        invited_code.ask(request, invitation)
    except asked_code.TooMany as refused:
        page["refusal"] = str(refused)
        return render(request, "portal/citizen/invited_code.html", page, status=429)
    return redirect("portal:contact_code")


def _page(
    request: HttpRequest, invitation: Invitation, link: str, refusal: str = "", status: int = 200
) -> HttpResponse:
    draft: Draft = invitation.draft  # type: ignore[assignment]  # `opened` gives none without
    definition = definition_of(draft.version)
    page = {
        "by": invitation.by,
        "procedure": draft.version.procedure,
        "summary": summarise(definition.form, draft.answers, request.LANGUAGE_CODE),
        "invited_link": link,
        "shown": co_signing.content_of(definition, draft.answers),
        "reason": request.POST.get("reason", ""),
        "refusal": refusal,
    }
    return render(request, "portal/citizen/invited.html", page, status=status)
