"""One's own address, number, name: the new contact is proved, the old one told."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _

from organisations.account_models import AccountLetter
from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact, ContactTaken
from organisations.contact_models import ContactKind, ContactProof
from organisations.models import User
from organisations.rights.requests import is_guarded
from portal.account import asked_code, typed_contact
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.confirming import asks_first
from portal.account.sign_up import over
from portal.account.typed_birth_date import read_birth_date
from portal.account.typed_name import read_name
from portal.http.access import SignedIn
from portal.http.security_notes import noted


@asks_first
def new_contact(request: SignedIn) -> HttpResponse:
    """GET asks for the new contact; POST has a code sent there. What is typed says which kind."""
    typed = request.POST.get("contact", "")
    page = {
        "contact": typed,
        "by_phone": typed_contact.by_phone(),
        "guarded": is_guarded(request.user),
        "own": [contacts.masked(one) for one in contacts.of_person(request.user)],
    }
    if request.method != "POST" or page["guarded"]:
        return render(request, "portal/account/new_contact.html", page)
    try:
        contact = typed_contact.read(typed)
        asked_code.ask(request, _asked(request, contact))
    except typed_contact.NotAContact as wrong:
        return render(
            request, "portal/account/new_contact.html", page | {"error": wrong}, status=422
        )
    except asked_code.TooMany as refused:
        return render(
            request, "portal/account/new_contact.html", page | {"error": refused}, status=429
        )
    return redirect("portal:contact_code")


def _asked(request: SignedIn, contact: Contact) -> Asked:
    """One's own that was never proved is proved this way too; another account's is not taken."""
    own = contacts.states(request.user, contact)
    taken = (
        contacts.is_taken_by_another(contact, request.user) if own else contacts.is_taken(contact)
    )
    letter = Letter.HAS_ACCOUNT if taken else Letter.CODE
    target = resolve_url("portal:account")
    return Asked(Purpose.CONTACT, contact, letter, request.user, target)


def proved(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """The code came back: the account has the new contact, the one of before learns of it."""
    user = request.user
    if not isinstance(user, User) or user.pk != proof.person_id or is_guarded(user):
        return over(request)
    contact = contacts.of_proof(proof)
    try:
        with transaction.atomic():
            if not codes.use(proof):
                return over(request)
            change(user, contact)
    except ContactTaken:
        return over(request)
    asked_code.forget(request)
    noted(request, "contact_changed", reason="owner")
    messages.success(request, _("Đã ghi liên hệ mới. Liên hệ trước đã được báo."))
    return redirect("portal:account")


def change(user: User, contact: Contact) -> None:
    """In a transaction; raises ContactTaken."""
    before = contacts.of_person(user)
    contacts.give(user, contact)
    for one in before:
        if one != contact:
            contacts.tell_at(user, AccountLetter.Kind.OWN_CONTACT, one)


@asks_first
def own_name(request: SignedIn) -> HttpResponse:
    """GET shows name and birth date; POST changes them. Dossiers keep what they say."""
    user = request.user
    is_fixed = is_guarded(user) or bool(user.identity_number)
    born = user.birth_date
    page: dict[str, Any] = {
        "fixed": is_fixed,
        "errors": {},
        "wrong_date": "",
        "full_name": user.full_name,
        "day": f"{born:%d}" if born else "",
        "month": f"{born:%m}" if born else "",
        "year": f"{born:%Y}" if born else "",
    }
    if request.method != "POST" or is_fixed:
        return render(request, "portal/account/own_name.html", page)
    errors = _change_name(request)
    if errors:
        page |= {"errors": errors, "wrong_date": errors.get("birth_date", "")}
        page |= {name: request.POST.get(name, "") for name in ("full_name", "day", "month", "year")}
        return render(request, "portal/account/own_name.html", page, status=422)
    noted(request, "name_changed")
    messages.success(request, _("Đã ghi họ tên và ngày sinh."))
    return redirect("portal:account")


def _change_name(request: SignedIn) -> dict[str, str]:
    name, wrong_name = read_name(request)
    born, wrong = read_birth_date(request)
    errors = {"birth_date": wrong} if wrong else {}
    if wrong_name:
        errors["full_name"] = wrong_name
    user = request.user
    if born is None and not wrong and _comes_in_by_birth_date(user):
        errors["birth_date"] = _(
            "Hãy nhập ngày sinh: tài khoản chỉ có số điện thoại cần ngày sinh để đăng nhập."
        )
    if errors:
        return errors
    with transaction.atomic():
        user.full_name, user.birth_date = name, born
        user.save(update_fields=["full_name", "birth_date"])
        contacts.tell(user, AccountLetter.Kind.NAME_CHANGED)
    return {}


def _comes_in_by_birth_date(user: User) -> bool:
    """Whether nothing else of the account goes with a code by SMS, and no code by e-mail comes.

    A passkey is lost or taken away later. One with an identity number is not changed here at all.
    """
    if not user.phone or user.has_usable_password():
        return False
    return not contacts.is_proved(user, ContactKind.EMAIL)
