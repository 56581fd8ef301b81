"""Who may open an address, how, and of whose things: declared beside the address, and every cell of
it is tested.

The audience and the methods are enforced here. Whose dossier, task or paper it may be is looked up
by the view, which answers 404 for what is not the visitor's business; the declaration says what it
must be, and tests/portal/test_permission_matrix.py asks every address as every kind of visitor.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.crypto import constant_time_compare

from organisations.models import User
from organisations.roles import is_officer, remember
from portal.http import held_form, second_factor, writing
from portal.http.session import renew_when_roles_changed
from workflows.reading_rights import Reader


class SignedIn(HttpRequest):
    """What a view behind SIGNED_IN or OFFICER receives: the visitor is a person with an account."""

    user: User
    reader: Reader  # behind OFFICER, and of a PAPER
    LANGUAGE_CODE: str


View = Callable[..., HttpResponseBase]


class Allow(Enum):
    """The audiences. What one may see of a single dossier is asked of its reader in the view."""

    ANYONE = "anyone"
    FIRST_FACTOR = "signed in with a password, the second factor still to come"
    SIGNED_IN = "signed in"
    WRITER = "signed in, or in the browser that writes it without an account"
    OFFICER = "officer"
    DEMO_ONLY = "demo only"
    MONITOR = "the site's monitoring"


ANYONE, FIRST_FACTOR, SIGNED_IN, WRITER, OFFICER, DEMO_ONLY, MONITOR = Allow


class Of(Enum):
    """Whose thing an address with a code or number shows; anybody else's is a 404, as if it did not
    exist.
    """

    NOBODY = "no one thing"
    OWN_DRAFT = "the visitor's own unfinished application"
    OWN_DOSSIER = "a dossier that the visitor filed"
    PAPER = "a paper or document of a dossier that the visitor filed, or may read"
    OWN_QUEUE = "a queue of a role that the officer holds there"
    OWN_RUN = "an order over many tasks that the officer gave"
    OWN_COUNTER = "what the officer's own counter takes in (the list is empty for who has none)"
    OWN_FIGURES = "the figures of authorities that the officer leads"
    OWN_OFFICE = (
        "what the officer may open for their own authority (the list is empty for who may open"
        " nothing)"
    )
    OWN_FEES = "the desk of a cashier"
    OWN_BOOK = "the book of licences that the officer keeps (404 for who keeps none)"
    FEE = "a fee, a refund or a transfer of an authority whose cashier the officer is"
    OFFICE_DOSSIER = (
        "a dossier of which the officer reads what the page shows, and which is not their own"
    )
    OFFICE_DOCUMENT = "a document of such a dossier"
    OFFICE_TASK = "a task of such a dossier"
    ASKED = "a question before filing, put to an office for which the officer answers"
    OWN_APPOINTMENT = "an appointment that the visitor booked"
    OWN_QUESTION = "what the visitor asked before filing"
    QUESTION = "a task that asks for the officer's opinion"
    OWN_PERSON = "somebody the visitor acts for, or who acts for the visitor"
    OWN_SCHOOL = "a self-assessment of a school at which the visitor holds a role"
    OWN_ROUND = "an admissions round of an authority where the officer prepares or decides rounds"
    ROUND_APPLICANTS = "applications of such a round, or those with a wish at the officer's school"
    HEADED = "what the officer arranges as head of an office (404 for who heads none)"
    HEADED_COVER = "a cover at an office that the officer heads"


(
    NOBODY,
    OWN_DRAFT,
    OWN_DOSSIER,
    PAPER,
    OWN_QUEUE,
    OWN_RUN,
    OWN_COUNTER,
    OWN_FIGURES,
    OWN_OFFICE,
    OWN_FEES,
    OWN_BOOK,
    FEE,
    OFFICE_DOSSIER,
    OFFICE_DOCUMENT,
    OFFICE_TASK,
    ASKED,
    OWN_APPOINTMENT,
    OWN_QUESTION,
    QUESTION,
    OWN_PERSON,
    OWN_SCHOOL,
    OWN_ROUND,
    ROUND_APPLICANTS,
    HEADED,
    HEADED_COVER,
) = Of

Methods = tuple[str, ...]
READ: Methods = ("GET", "HEAD")
PRESS: Methods = ("POST",)
FORM: Methods = (*READ, *PRESS)


@dataclass(frozen=True)
class Declared:
    """What the address says of itself."""

    allow: Allow
    methods: Methods
    of: Of


def route(
    pattern: str,
    view: View,
    name: str,
    allow: Allow,
    methods: Methods,
    of: Of = NOBODY,
    *,
    as_sent: bool = False,
) -> URLPattern:
    """A URL under `portal:` whose view runs only for `allow` and `methods`; the declaration is kept
    on the callback.

    `as_sent`: what it is sent is signed letter by letter, so that `portal.http.cleaned_input`
    leaves it alone.
    """
    guarded = guard(view, Declared(allow, methods, of))
    guarded.as_sent = as_sent  # type: ignore[attr-defined]
    return path(pattern, guarded, name=name)


def guard(view: View, declared: Declared) -> View:
    """Wrap `view`: other methods get 405, strangers are sent to sign in and back
    (`http.held_form`), others get 403; demo pages do not exist without DEMO (404).
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if declared.allow is DEMO_ONLY and not settings.DEMO:
            raise Http404
        if declared.allow is MONITOR and not _is_monitor(request):
            raise Http404
        if request.method not in declared.methods:
            return HttpResponseNotAllowed(declared.methods)
        if declared.allow is WRITER and writing.is_written_here(request, kwargs["pk"]):
            return writing.kept_nowhere(view(request, *args, **kwargs))
        if declared.allow in (FIRST_FACTOR, SIGNED_IN, WRITER, OFFICER):
            if not request.user.is_authenticated:
                return held_form.sent_away(request)
            if declared.allow is not FIRST_FACTOR and second_factor.is_missing(request):
                return held_form.sent_away(request, "portal:factor_code")
            if request.method in READ and isinstance(request.user, User):
                remember(request.user)
                renew_when_roles_changed(request, request.user)
            if declared.allow is OFFICER and not is_officer(request.user):
                raise PermissionDenied
        return _asked_of_a_reader(view, request, declared, args, kwargs)

    guarded.declared = declared  # type: ignore[attr-defined]
    return guarded


class ReaderNotAsked(Exception):
    """A page behind an office's door was made without asking its reader: it is not shown (a server
    error).
    """


def _asked_of_a_reader(
    view: View,
    request: HttpRequest,
    declared: Declared,
    args: tuple[Any, ...],
    kwargs: dict[str, Any],
) -> HttpResponseBase:
    """Pages of the office, and papers, ask the one reader made here (`reading_rights`); whoever
    forgets fails.
    """
    if declared.allow is not OFFICER and declared.of is not PAPER:
        return view(request, *args, **kwargs)
    reader = Reader(request.user)  # type: ignore[arg-type]
    request.reader = reader  # type: ignore[attr-defined]
    response = view(request, *args, **kwargs)
    if not reader.was_asked:
        raise ReaderNotAsked(
            request.resolver_match.view_name if request.resolver_match else view.__name__
        )
    return response


def _is_monitor(request: HttpRequest) -> bool:
    """Knows the site's MONITOR_TOKEN (Authorization: Bearer …); a demo without a token shows it to
    anybody.
    """
    if not settings.MONITOR_TOKEN:
        return bool(settings.DEMO)
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return constant_time_compare(given, settings.MONITOR_TOKEN)
