"""A round as the applicants' side of an admission procedure sees it: which rounds are open, what
they offer, and what filing and changing do there.

The form's list asks `OfferedRounds` (`forms.lists.offered_programmes`), the acts ask `RoundWindow`
(`workflows.process.windows`).
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from admissions.models import Application, Round
from admissions.plan.language import Plan, Window
from admissions.plans.reading import in_force
from admissions.seats import waiting
from admissions.steps import CONFIRM
from forms.conditions.evaluation import Condition
from forms.lists.authority_choices import Body
from forms.lists.offered_programmes import Programme
from foundation.text import clean_code
from organisations.models import Authority
from workflows.definition import Definition
from workflows.errors import WrongState
from workflows.models import Dossier
from workflows.process.windows import WindowAct
from workflows.published import definition_of

State = Round.State
TAKING = (State.OPEN, State.SUPPLEMENTARY)
PSEUDONYM_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that reads like another


def now_within(window: Window | None) -> bool:
    """Whether it is open at this moment."""
    return window is not None and window.start <= timezone.now() < window.end


def round_of(slug: str) -> Round:
    """The round with its plan's version. Raises WrongState for a slug that is none."""
    found = Round.objects.select_related("plan", "authority").filter(slug=slug).first()
    if found is None or found.plan is None:
        raise WrongState(_("Không có đợt tuyển sinh như vậy."))
    return found


def demand_open(round_: Round, plan: Plan, act: str, answers: Mapping[str, Any]) -> None:
    """Raise WrongState, with the hours, where the act may not be done now: `submit` or `amend`."""
    if act == "amend":
        _demand_changing(round_, plan)
    else:
        _demand_applying(round_, plan)
        if not Condition(plan.eligible).holds(answers):
            raise WrongState(plan.not_eligible)
    _demand_sound(plan, wishes_in(plan, answers))


def _demand_applying(round_: Round, plan: Plan) -> None:
    windows = plan.windows
    window = windows.supplementary if round_.state == State.SUPPLEMENTARY else windows.apply
    if round_.state not in TAKING or not now_within(window):
        raise WrongState(_said(_("Ngoài thời gian nộp hồ sơ"), window))


def _demand_changing(round_: Round, plan: Plan) -> None:
    window = plan.windows.change or plan.windows.apply
    if round_.state == State.SUPPLEMENTARY:
        window = plan.windows.supplementary or window
    if round_.state not in TAKING or not now_within(window):
        raise WrongState(_said(_("Ngoài thời gian đổi nguyện vọng"), window))


def _said(what: str, window: Window | None) -> str:
    if window is None:
        return f"{what}."
    hours = [f"{timezone.localtime(one):%H:%M %d/%m/%Y}" for one in (window.start, window.end)]
    return _("%(what)s: nhận từ %(start)s đến trước %(end)s.") % {
        "what": what,
        "start": hours[0],
        "end": hours[1],
    }


def wishes_in(plan: Plan, answers: Mapping[str, Any]) -> list[str]:
    """The programmes that were chosen, in order."""
    return [str(one) for one in answers.get(plan.wishes) or [] if one]


def _demand_sound(plan: Plan, wishes: Sequence[str]) -> None:
    if not wishes:
        raise WrongState(_("Hãy chọn ít nhất một nguyện vọng."))
    if len(wishes) > plan.rules.most_wishes or len(set(wishes)) < len(wishes):
        raise WrongState(
            _("Chọn tối đa %(most)d nguyện vọng, không trùng nhau.")
            % {"most": plan.rules.most_wishes}
        )
    if any(one not in plan.programmes for one in wishes):
        raise WrongState(_("Có nguyện vọng không thuộc đợt tuyển sinh này."))


def filed(round_: Round, plan: Plan, dossier: Dossier) -> Application:
    """The dossier's part in the round, within the act that files it. Safe to repeat. Raises
    WrongState for a child who has a seat when seats are filled up.
    """
    known = Application.objects.filter(dossier=dossier).first()
    if known is not None:
        return known
    if round_.state == State.SUPPLEMENTARY and waiting.holds_a_seat(round_, dossier.holder_index):
        raise WrongState(
            _("Học sinh này đang giữ một chỗ của đợt. Không nhận chỗ đó thì mới xét bổ sung được.")
        )
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)  # numbers one by one
        application = Application.objects.create(
            round=round_,
            dossier=dossier,
            candidate=_candidate(round_, plan, dossier.answers),
            pupil_code=_told(plan.pupil_code, dossier.answers)[:30],
            pseudonym=_pseudonym(round_),
        )
    _keep_wishes(application, plan, dossier.answers)
    return application


def amended(round_: Round, plan: Plan, dossier: Dossier) -> None:
    """The wishes as they are after a change, within the act that changed them."""
    application = filed(round_, plan, dossier)
    _keep_wishes(application, plan, dossier.answers)


def _keep_wishes(application: Application, plan: Plan, answers: Mapping[str, Any]) -> None:
    wishes = wishes_in(plan, answers)
    slugs = [plan.programmes[one].school for one in wishes if one in plan.programmes]
    schools = {one.slug: one for one in Authority.objects.filter(slug__in=slugs)}
    application.wishes = wishes
    application.first_school = schools.get(slugs[0]) if slugs else None
    application.save(update_fields=["wishes", "first_school"])
    application.schools.set(schools.values())


def _candidate(round_: Round, plan: Plan, answers: Mapping[str, Any]) -> str:
    """The number that the form has, else the next one of the round."""
    told = _told(plan.candidate, answers)[:20]
    if told and not round_.applications.filter(candidate=told).exists():
        return told
    last = round_.applications.filter(candidate__regex=r"^\d{6}$").aggregate(last=Max("candidate"))[
        "last"
    ]
    return f"{int(last or 0) + 1:06d}"


def _told(condition: str, answers: Mapping[str, Any]) -> str:
    value = Condition(condition).value(answers)
    return clean_code(value) if isinstance(value, str) else ""


def _pseudonym(round_: Round) -> str:
    """Drawn anew for each round, so that nobody follows a child from one to the next."""
    while True:
        name = "".join(secrets.choice(PSEUDONYM_LETTERS) for _letter in range(10))
        if not round_.applications.filter(pseudonym=name).exists():
            return name


def open_rounds(procedure: str) -> list[tuple[str, str]]:
    """(slug, title) of the rounds of a procedure that take applications now."""
    rows = Round.objects.select_related("plan").filter(
        procedure=procedure, state__in=TAKING, plan__isnull=False
    )
    return [(one.slug, one.title) for one in rows if _takes_now(one)]


def _takes_now(round_: Round) -> bool:
    windows = in_force(round_).windows
    supplementary = round_.state == State.SUPPLEMENTARY
    return now_within(windows.supplementary if supplementary else windows.apply)


class OfferedRounds:
    """What forms ask of rounds: `forms.lists.offered_programmes.Source`."""

    def open_rounds(self, procedure_slug: str) -> list[Body]:
        return open_rounds(procedure_slug)

    def title_of(self, round_slug: str) -> str:
        return Round.objects.filter(slug=round_slug).values_list("title", flat=True).first() or ""

    def authority_of(self, round_slug: str) -> str:
        rows = Round.objects.filter(slug=round_slug)
        return rows.values_list("authority__slug", flat=True).first() or ""

    def programmes(self, round_slug: str) -> list[Programme]:
        plan = _plan_of(round_slug)
        if plan is None:
            return []
        return [
            Programme(one, named.name, named.school, _note(plan, one, named.note))
            for one, named in plan.programmes.items()
        ]

    def most_wishes(self, round_slug: str) -> int:
        plan = _plan_of(round_slug)
        return plan.rules.most_wishes if plan else 0


def _plan_of(slug: str) -> Plan | None:
    found = Round.objects.select_related("plan").filter(slug=slug, plan__isnull=False).first()
    return in_force(found) if found else None


def _note(plan: Plan, programme: str, note: str) -> str:
    seats = _("%(quota)d chỉ tiêu") % {"quota": plan.rules.programmes[programme].quota}
    return f"{seats}; {note}" if note else seats


class RoundWindow:
    """What acts ask of rounds: `workflows.process.windows.Window`."""

    def demand_open(
        self, definition: Definition, answers: Mapping[str, Any], act: WindowAct
    ) -> None:
        found = round_of(str(answers.get(definition.round) or ""))
        if found.procedure != definition.slug:
            raise WrongState(_("Không có đợt tuyển sinh như vậy."))
        demand_open(found, in_force(found), act, answers)

    def filed(self, dossier: Dossier) -> None:
        found = _round_of(dossier)
        filed(found, in_force(found), dossier)

    def amended(self, dossier: Dossier) -> None:
        found = _round_of(dossier)
        amended(found, in_force(found), dossier)


def confirming_ends(dossier: Dossier, step: str) -> dt.datetime | None:
    """Until when a family answers whether it takes the seat: the end of the plan's window."""
    if step != CONFIRM:
        return None
    rows = Application.objects.filter(dossier=dossier, round__plan__isnull=False)
    application = rows.select_related("round__plan").first()
    return in_force(application.round).windows.confirm.end if application else None


def _round_of(dossier: Dossier) -> Round:
    """The round that the dossier is in, else the one that its answers name."""
    application = Application.objects.filter(dossier=dossier).select_related("round__plan").first()
    if application is not None:
        return application.round
    return round_of(str(dossier.answers.get(definition_of(dossier.version).round) or ""))
