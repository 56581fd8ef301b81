"""Asking the second person to confirm a draft, and taking that back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from organisations.accounts import contacts
from portal.account import asked_code
from portal.citizen.apply import own_draft, tells_when_filed
from portal.citizen.second_person import reached_at
from portal.http.access import SignedIn
from portal.http.limits import Limit
from portal.shared import form_pages
from workflows.applicant import co_signing, invitations
from workflows.errors import ActRefused
from workflows.models import Draft
from workflows.published import definition_of

A_DAY = Limit("invitations of a person a day", times=20, seconds=86400)


@tells_when_filed
def co_signer(request: SignedIn, pk: UUID) -> HttpResponse:
    """POST invites the second person, or takes the invitation back."""
    draft = own_draft(request, pk)
    try:
        if "take_back" in request.POST:
            co_signing.take_back(draft, request.user)
            messages.success(request, _("Đã thu hồi lời mời. Đường dẫn đã gửi không mở được nữa."))
        else:
            _invite(request, draft)
    except asked_code.TooMany as refused:
        back = reverse("portal:draft_check", args=[draft.pk])
        return form_pages.told(request, str(refused), back, _("Về hồ sơ"), 429)
    except ActRefused as refused:
        messages.error(request, str(refused))
    return redirect("portal:draft_check", pk=draft.pk)


def _invite(request: SignedIn, draft: Draft) -> None:
    found = co_signing.wanted(definition_of(draft.version), draft.answers)
    contact = reached_at(found) if found else None
    if contact is None:
        sentence = _("Chưa có liên hệ nào của người thứ hai mà cổng gửi tin tới được.")
        messages.error(request, sentence)
        return
    if not A_DAY.take(str(request.user.pk)):
        raise asked_code.TooMany(_("Hôm nay bạn đã mời nhiều lần. Hãy thử lại ngày mai."))
    asked_code.count_invitation(request, contact)
    invitation = co_signing.ask(draft, request.user, contact)
    where = contacts.masked(invitations.contact_of(invitation))
    sent = _("Đường dẫn đang được gửi tới %(contact)s. Chúng tôi báo bạn khi có trả lời.")
    messages.success(request, sent % {"contact": where})
