"""Asking how satisfied somebody is: once, the day after the result was handed over.

The letter, or the text, has a link that answers for this dossier once. The link's last part is a
keyed hash over the row's nonce, made when the letter is written and when it is opened; it names
nobody and opens nothing but this question.
"""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from satisfaction.models import Survey
from workflows.act import Act, perform
from workflows.errors import WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import Status
from workflows.models import MOVES, Dossier, Entry

AFTER, UNTIL = dt.timedelta(days=1), dt.timedelta(days=30)
#: After the question was sent the link answers this long.
LASTS = dt.timedelta(days=60)
_SALT, _LENGTH = "satisfaction.asking", 16


class Asked(TypedDict):
    """Which question (`Survey.pk`)."""

    survey: int


ASK_RATING = declare(
    "ask_rating",
    gettext_lazy("Mời đánh giá mức độ hài lòng"),
    told=Told.APPLICANT,
    in_timeline=False,
    carries=(Asked,),
)


def sweep(limit: int = 200) -> int:
    """Ask about results that were handed over a day ago; how many were asked."""
    now = timezone.now()
    handed = Entry.objects.filter(
        MOVES, at__gte=now - UNTIL, at__lte=now - AFTER, status_after=Status.RETURNED
    )
    due = handed.filter(dossier__survey=None, dossier__legal_status=Status.RETURNED)
    ids = list(due.order_by("at").values_list("dossier", flat=True)[:limit])
    for pk in ids:
        perform(pk, None, f"ask_rating:{pk}", ["ask_rating", pk], _ask)
    return len(ids)


def _ask(act: Act) -> Entry:
    survey = survey_of(act.dossier)
    act.carry(Asked(survey=survey.pk))
    return act.record(ASK_RATING)


def survey_of(dossier: Dossier) -> Survey:
    """The one question of a dossier whose result was handed over, made at the first need; the
    caller holds the dossier's lock. Raises WrongState.
    """
    if dossier.legal_status != Status.RETURNED:
        raise WrongState(_("Chỉ đánh giá được khi đã nhận kết quả."))
    made = {
        "nonce": get_random_string(32),
        "authority": dossier.deciding,
        "procedure_id": dossier.version.procedure_id,
    }
    return Survey.objects.get_or_create(dossier=dossier, defaults=made)[0]


def link_of(survey: Survey) -> str:
    """The last part of the address that is sent."""
    return f"{survey.pk}-{_seal(survey)}"


def opened(link: str) -> Survey | None:
    """The question that such an address names, answered or not; None once its time is over."""
    pk, _dash, seal = link.partition("-")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    rows = Survey.objects.filter(pk=int(pk), asked_at__gte=timezone.now() - LASTS)
    found = rows.select_related("dossier__version__procedure", "authority").first()
    if found is None or not constant_time_compare(seal, _seal(found)):
        return None
    return found


def _seal(survey: Survey) -> str:
    digest = salted_hmac(_SALT, survey.nonce, algorithm="sha256").hexdigest()
    return digest[:_LENGTH]
