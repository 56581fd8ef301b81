"""Signing up: a contact is proved first, the account is made after, and one is back where one was.

The pages are the same whether the contact has an account or not; whoever has it is told in the
letter.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.accounts import contacts, signing_up
from organisations.accounts.signing_up import Newcomer, ProofIsOver
from organisations.contact_models import ContactKind, ContactProof
from organisations.models import User
from portal.account import asked_code, confirming, guessing, typed_contact
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.new_password import typed_wrong
from portal.account.sign_in import safe_target
from portal.account.typed_birth_date import read_birth_date
from portal.account.typed_name import read_name

BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_up(request: HttpRequest) -> HttpResponse:
    """GET asks for a contact; POST has a code sent there and leads to its page."""
    typed = request.POST.get("contact", "")
    target = safe_target(request)
    page = {"next": target, "by_phone": typed_contact.by_phone(), "contact": typed}
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(target)
        return render(request, "portal/account/sign_up.html", page)
    try:
        contact = typed_contact.read(typed)
        letter = Letter.HAS_ACCOUNT if contacts.is_taken(contact) else Letter.CODE
        asked_code.ask(request, Asked(Purpose.SIGN_UP, contact, letter, None, target))
    except typed_contact.NotAContact as wrong:
        return render(request, "portal/account/sign_up.html", page | {"error": wrong}, status=422)
    except asked_code.TooMany as refused:
        return render(request, "portal/account/sign_up.html", page | {"error": refused}, status=429)
    return redirect("portal:contact_code")


@sensitive_post_parameters("new_password1", "new_password2")
def sign_up_details(request: HttpRequest) -> HttpResponse:
    """GET asks for the name; POST makes the account and signs in."""
    proof = asked_code.given(request, Purpose.SIGN_UP)
    if proof is None:
        return over(request)
    if request.method != "POST":
        return _details(request, proof)
    newcomer, errors = _typed(request, proof)
    if errors:
        return _details(request, proof, errors)
    try:
        person = signing_up.make_account(proof, newcomer)
    except (ProofIsOver, contacts.ContactTaken):
        return over(request)
    return _welcome(request, person)


def over(request: HttpRequest) -> HttpResponse:
    """The code of this browser is used, ended, or never was: how to get the next one."""
    asked_code.forget(request)
    return render(request, "portal/account/contact_code_over.html", {}, status=410)


def _welcome(request: HttpRequest, person: User) -> HttpResponse:
    target = asked_code.target(request)
    asked_code.forget(request)
    login(request, person, backend=BACKEND)
    confirming.confirmed(request)
    response = redirect(target)
    guessing.know_browser(request, response, person.username)
    messages.success(request, _("Đã lập tài khoản và đăng nhập."))
    return response


def _typed(request: HttpRequest, proof: ContactProof) -> tuple[Newcomer, dict[str, str]]:
    name, wrong_name = read_name(request)
    born, wrong_date = read_birth_date(request)
    password = request.POST.get("new_password1", "")
    errors = {"full_name": wrong_name} if wrong_name else {}
    if wrong_date:
        errors["birth_date"] = wrong_date
    elif born is None and proof.kind == ContactKind.PHONE:
        errors["birth_date"] = _("Hãy nhập ngày sinh.")
    if password or request.POST.get("new_password2"):
        errors |= typed_wrong(request) or _too_easy(password, name, born, proof)
    return Newcomer(name, born, password), errors


def _too_easy(
    password: str, name: str, born: dt.date | None, proof: ContactProof
) -> dict[str, str]:
    contact = contacts.of_proof(proof)
    person = User(full_name=name, birth_date=born)
    if contact.kind == ContactKind.EMAIL:
        person.email = contact.value
    else:
        person.phone = contact.value
    try:
        validate_password(password, person)
    except ValidationError as refused:
        return {"new_password1": refused.messages[0]}
    return {}


def _details(
    request: HttpRequest, proof: ContactProof, errors: dict[str, str] | None = None
) -> HttpResponse:
    page = {
        "contact": contacts.masked(contacts.of_proof(proof)),
        "by_number": proof.kind == ContactKind.PHONE,
        "errors": errors or {},
        "wrong_date": (errors or {}).get("birth_date", ""),
        "full_name": request.POST.get("full_name", ""),
        **{part: request.POST.get(part, "") for part in ("day", "month", "year")},
    }
    status = 422 if errors else 200
    return render(request, "portal/account/sign_up_details.html", page, status=status)
