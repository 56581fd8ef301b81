"""What a family reads of its child's place in an admissions round, with an account or by code and
second fact.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from admissions.models import Application, Round
from admissions.pages.own import application_of, own_result
from admissions.plans.reading import in_force
from workflows.applicant.questions import open_question
from workflows.models import Dossier

State = Round.State


def shown_of(dossier: Dossier) -> dict[str, Any] | None:
    """For the templates; None for a dossier that is in no round."""
    application = application_of(dossier)
    if application is None:
        return None
    result = own_result(application)
    return {
        "application": application,
        "round": application.round,
        "wishes": _wishes(application),
        "result": result,
        "answer_until": _answer_until(dossier),
        "change_until": _change_until(application),
    }


def _answer_until(dossier: Dossier) -> dt.datetime | None:
    """Until when the family is waited for, as the engine waits; None where nothing is asked."""
    asked = open_question(dossier)
    return asked[0].due_at if asked else None


def _wishes(application: Application) -> list[str]:
    plan = in_force(application.round)
    named = plan.programmes
    return [named[one].name if one in named else one for one in application.wishes]


def _change_until(application: Application) -> Any:
    """Until when wishes may be changed now; None where they may not."""
    round_, windows = application.round, in_force(application.round).windows
    window = windows.change or windows.apply
    if round_.state == State.SUPPLEMENTARY:
        window = windows.supplementary or window
    is_open = round_.state in (State.OPEN, State.SUPPLEMENTARY)
    return window.end if is_open and window.start <= timezone.now() < window.end else None
