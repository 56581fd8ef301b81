"""The page of one's own account: how it is protected, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.accounts import contacts, provider_accounts
from organisations.contact_models import ContactKind
from organisations.models import User
from portal.account import passkeys
from portal.account.password_pages import go_on_here
from portal.account.provider import configured
from portal.http import own_sessions, second_factor
from portal.http.access import SignedIn
from portal.http.security_notes import noted


def account(request: SignedIn) -> HttpResponse:
    """Who is signed in, the password, the telephone."""
    page = {
        **_contacts(request.user),
        **_providers(request.user),
        "passkeys": passkeys.of(request.user).count(),
        "has_password": request.user.has_usable_password(),
        "has_factor": second_factor.is_set_up(request.user),
        "needs_factor": second_factor.is_required(request.user),
        "sessions": own_sessions.of(request, request.user),
    }
    return render(request, "portal/account/account.html", page)


def end_session(request: SignedIn) -> HttpResponse:
    """End one of one's own sessions, or all but this one (also those that no list has)."""
    wanted = request.POST.get("session", "")
    if "others" in request.POST:
        request.user.end_all_sessions()
        go_on_here(request, User.objects.get(pk=request.user.pk))
        messages.success(request, _("Đã kết thúc mọi phiên khác. Chỉ còn thiết bị này."))
    elif wanted.isdecimal() and own_sessions.end(request.user, int(wanted[:18])):
        messages.success(request, _("Đã kết thúc phiên đó."))
    else:
        messages.info(request, _("Phiên đó đã kết thúc từ trước."))
        return redirect("portal:account")
    noted(request, "session_ended", reason="owner")
    return redirect("portal:account")


def _providers(user: User) -> dict[str, object]:
    """Whether there are any to link, or any that are linked, and the names of those."""
    names = {one.slug: one.name for one in configured.every()}
    linked = [names.get(row.provider, row.provider) for row in provider_accounts.of(user)]
    return {"providers": bool(names or linked), "linked": linked}


def _contacts(user: User) -> dict[str, object]:
    """Address and number as their owner knows them again, and whether they proved them."""
    masked = {one.kind: contacts.masked(one) for one in contacts.of_person(user)}
    return {
        "mail": masked.get(ContactKind.EMAIL, ""),
        "mail_proved": contacts.is_proved(user, ContactKind.EMAIL),
        "phone": masked.get(ContactKind.PHONE, ""),
        "phone_proved": contacts.is_proved(user, ContactKind.PHONE),
    }
