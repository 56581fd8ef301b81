"""Signing in by a code, with or without a forgotten password.

A code by e-mail is enough. One by SMS alone never is: a number that its owner gives up is somebody
else's some months later. It counts with a second fact (the password, the birth date, the last
digits of the identity number), or in a browser in which the owner signed in before.
"""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.account_models import AccountLetter
from organisations.accounts import codes, contacts
from organisations.contact_models import ContactKind, ContactProof
from organisations.models import User
from portal.account import asked_code, confirming, guessing, typed_contact
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.new_password import LONGEST
from portal.account.sign_in import safe_target
from portal.account.sign_up import BACKEND, over
from portal.account.typed_birth_date import read_birth_date
from portal.http.limits import Limit
from portal.http.security_notes import noted

FACTS = Limit("second fact", times=5, seconds=86400)  # of an account, from everywhere
TOLD = Limit("second fact owner told", times=1, seconds=6 * 3600)
LAST_DIGITS = 4
PURPOSES = (Purpose.SIGN_IN, Purpose.PASSWORD)


def sign_in_by_code(request: HttpRequest) -> HttpResponse:
    """GET asks for a contact; POST has a code sent there, if it opens an account."""
    typed = request.POST.get("contact", "")
    target = safe_target(request)
    page = {"next": target, "by_phone": typed_contact.by_phone(), "contact": typed}
    if request.method != "POST":
        return render(request, "portal/account/sign_in_by_code.html", page)
    try:
        contact = typed_contact.read(typed)
        asked_code.ask(request, asked_to_open(contact, Purpose.SIGN_IN, target))
    except typed_contact.NotAContact as wrong:
        page |= {"error": str(wrong)}
        return render(request, "portal/account/sign_in_by_code.html", page, status=422)
    except asked_code.TooMany as refused:
        page |= {"error": str(refused)}
        return render(request, "portal/account/sign_in_by_code.html", page, status=429)
    return redirect("portal:contact_code")


def asked_to_open(contact: contacts.Contact, purpose: str, target: str) -> Asked:
    """A code for whoever may come in by it, nothing for anybody else."""
    person = contacts.owner_of(contact)
    return Asked(purpose, contact, Letter.CODE if person else Letter.NOTHING, person, target)


def go_on(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """The code was right: in, or to the second fact."""
    person = _owner(proof)
    if person is None:
        return over(request)
    if proof.kind == ContactKind.PHONE and not guessing.known_browser(request, person.username):
        return redirect("portal:second_fact")
    return _let_in(request, proof, person)


@sensitive_post_parameters("password", "day", "month", "year", "digits")
def second_fact(request: HttpRequest) -> HttpResponse:
    """After a code by SMS: one thing that whoever has the number now does not know."""
    proof = asked_code.given(request, *PURPOSES)
    person = _owner(proof) if proof else None
    if proof is None or person is None or proof.kind != ContactKind.PHONE:
        return over(request)
    if request.method != "POST":
        return _fact_page(request, proof, person)
    if "passed_on" in request.POST:
        return _not_mine(request, proof, person)
    if not any(request.POST.get(name, "").strip() for name in ("password", "day", "digits")):
        return _fact_page(request, proof, person, _("Hãy trả lời một trong các câu hỏi."))
    if not FACTS.take(str(person.pk)):
        _tell(request, person, "limit")
        sentence = _("Đã thử quá nhiều lần. Hãy thử lại ngày mai hoặc dùng cách khác.")
        return _fact_page(request, proof, person, sentence, status=429)
    if not _is_right(request, person):
        _tell(request, person, "wrong")
        return _fact_page(request, proof, person, _("Câu trả lời không đúng."))
    FACTS.forget(str(person.pk))
    contacts.tell(person, AccountLetter.Kind.SIGNED_IN_BY_CODE)
    noted(request, "second_fact_passed", person)
    return _let_in(request, proof, person)


def _let_in(request: HttpRequest, proof: ContactProof, person: User) -> HttpResponse:
    target = asked_code.target(request)
    if not codes.use(proof):
        return over(request)
    asked_code.forget(request)
    login(request, person, backend=BACKEND)
    confirming.confirmed(request)
    contacts.seen(person, contacts.of_proof(proof))
    forgotten = proof.purpose == Purpose.PASSWORD
    response = redirect("portal:new_password" if forgotten else target)
    guessing.know_browser(request, response, person.username)
    return response


def _owner(proof: ContactProof) -> User | None:
    """Whose account it opens, if it still does."""
    person = contacts.owner_of(contacts.of_proof(proof))
    return person if person is not None and person.pk == proof.person_id else None


def _is_right(request: HttpRequest, person: User) -> bool:
    """The first that was answered counts: who guesses has one guess a try."""
    password = request.POST.get("password", "")
    if password:
        return person.check_password(password[:LONGEST])
    born, _wrong = read_birth_date(request)
    if born is not None:
        return born == person.birth_date
    digits = request.POST.get("digits", "").strip()
    known = person.identity_number[-LAST_DIGITS:]
    return len(known) == LAST_DIGITS and constant_time_compare(digits, known)


def _tell(request: HttpRequest, person: User, reason: str) -> None:
    noted(request, "second_fact_failed", person, reason=reason)
    if TOLD.take(str(person.pk)):
        contacts.tell(person, AccountLetter.Kind.SECOND_FACT_WRONG)


def _not_mine(request: HttpRequest, proof: ContactProof, person: User) -> HttpResponse:
    """Whoever has the number now leaves the account of before alone and makes one of their own."""
    if contacts.pass_on(proof) is None:
        sentence = _(
            "Tài khoản này được dùng gần đây nên chưa chuyển số được. Hãy đăng ký bằng thư điện tử."
        )
        return _fact_page(request, proof, person, sentence)
    noted(request, "contact_passed_on", person)
    messages.info(
        request, _("Số này không còn gắn với tài khoản trước. Hãy lập tài khoản của bạn.")
    )
    return redirect("portal:sign_up_details")


def _fact_page(
    request: HttpRequest, proof: ContactProof, person: User, error: str = "", status: int = 422
) -> HttpResponse:
    page = {
        "contact": contacts.masked(contacts.of_proof(proof)),
        "error": error,
        "has_password": person.has_usable_password(),
        "has_birth_date": isinstance(person.birth_date, dt.date),
        "has_identity": len(person.identity_number) >= LAST_DIGITS,
        "owner_is_told": bool(person.email),  # of a number that passes on
        "has_email": contacts.is_proved(person, ContactKind.EMAIL),
        **{part: request.POST.get(part, "") for part in ("day", "month", "year", "digits")},
    }
    return render(request, "portal/account/second_fact.html", page, status=status if error else 200)
