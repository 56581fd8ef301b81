"""Before a round opens: the round itself, its plan as versions, the promise of its lots."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from admissions import journal, lots
from admissions.acts.door import DECIDES, PREPARES, opened
from admissions.models import Lots, PlanVersion, Round
from admissions.plan.language import Plan
from admissions.plans import reading
from foundation.text import clean_line
from organisations.models import Authority, User
from organisations.roles import holds
from workflows.errors import Incomplete, NoRight, WrongState

State = Round.State


def make_round(text: str, actor: User) -> Round:
    """A round from the first text of its plan. Raises PlanUnreadable, Incomplete, NoRight."""
    plan = reading.read(text)
    authority = Authority.objects.filter(slug=plan.authority).first()
    if authority is None:
        raise Incomplete(_("Trang này không có cơ quan “%(slug)s”.") % {"slug": plan.authority})
    if not any(holds(actor, role, authority.pk) for role in PREPARES):
        raise NoRight
    told = {"title": plan.title, "procedure": plan.procedure, "school_year": plan.school_year}
    try:
        with transaction.atomic():
            made = Round.objects.create(slug=plan.slug, authority=authority, **told)
            journal.append(made, "make_round", actor, "")
            _freeze(made, plan, text, actor)
    except IntegrityError:
        raise WrongState(_("Đã có đợt tuyển sinh tên %(slug)s.") % {"slug": plan.slug}) from None
    return made


def write_plan(round_: Round, text: str, actor: User) -> PlanVersion:
    """Keep what was written as a version, sound or not; it holds once somebody else publishes
    it. Raises PlanUnreadable, NoRight, WrongState.
    """
    plan = reading.read(text)
    with opened(round_.pk, actor, PREPARES, State.PREPARED, State.OPEN) as fresh:
        return _freeze(fresh, plan, text, actor)


def _freeze(round_: Round, plan: Plan, text: str, actor: User) -> PlanVersion:
    content = reading.canonical(plan)
    digest = reading.digest(content)
    newest = round_.plans.first()
    if newest is not None and newest.sha256 == digest:
        return newest
    number = newest.number + 1 if newest is not None else 1
    version = PlanVersion.objects.create(
        round=round_, number=number, sha256=digest, content=content, source=text, by=actor
    )
    journal.append(round_, "write_plan", actor, round_.state, {"number": number, "sha256": digest})
    return version


def publish_plan(version: PlanVersion, actor: User) -> None:
    """The head puts a version in force that somebody else wrote. Raises NoRight, WrongState,
    Incomplete.

    Once applications are taken the programmes that families may have chosen stay.
    """
    with opened(version.round_id, actor, DECIDES, State.PREPARED, State.OPEN) as fresh:
        if version.by_id == actor.pk:
            raise NoRight(_("Người viết kế hoạch không tự công bố: cần một người khác."))
        newest = fresh.plans.first()
        if newest is None or newest.pk != version.pk:
            raise WrongState(_("Đã có phiên bản mới hơn. Hãy xem lại trước khi công bố."))
        plan = reading.plan_of(version)
        faults = [one for one in reading.findings(plan, fresh) if one.is_fault]
        if faults:
            raise Incomplete(faults[0].message)
        _demand_kept(fresh, plan)
        fresh.plan, fresh.title, fresh.school_year = version, plan.title, plan.school_year
        said = {"number": version.number, "sha256": version.sha256}
        journal.append(fresh, "publish_plan", actor, fresh.state, said)


def _demand_kept(round_: Round, plan: Plan) -> None:
    if round_.state == State.PREPARED or round_.plan is None:
        return
    gone = set(reading.plan_of(round_.plan).programmes) - set(plan.programmes)
    if gone:
        raise Incomplete(
            _("Đợt đã mở: không bỏ được %(programmes)s khỏi kế hoạch.")
            % {"programmes": ", ".join(sorted(gone))}
        )


def commit_lots(round_: Round, actor: User) -> Lots:
    """Draw the secret and publish its hash, before the round opens. Twice is once."""
    with opened(round_.pk, actor, PREPARES, State.PREPARED) as fresh:
        known = Lots.objects.filter(round=fresh).first()
        if known is not None:
            return known
        secret = lots.new_secret()
        made = Lots.objects.create(round=fresh, secret=secret, commitment=lots.commitment(secret))
        said = {"commitment": made.commitment}
        journal.append(fresh, "commit_lots", actor, fresh.state, said)
        return made


def open_lots(round_: Round, draw: str, actor: User) -> None:
    """Open the secret, once the public draw is over: `draw` is what was drawn, as the plan says
    that it is written down. Once only.
    """
    draw = clean_line(draw)[:200]
    if not draw:
        raise Incomplete(_("Hãy ghi kết quả của lần quay số công khai."))
    with opened(round_.pk, actor, DECIDES, State.CLOSED, State.CHECKED, State.SCORED) as fresh:
        kept = Lots.objects.filter(round=fresh).first()
        plan = reading.in_force(fresh)
        if kept is None or plan.draw is None:
            raise WrongState(_("Đợt này không bốc thăm."))
        if kept.opened_at is not None:
            raise WrongState(_("Bí mật bốc thăm đã được mở trước đó."))
        if timezone.now() < plan.draw.at:
            raise WrongState(_("Lần quay số công khai chưa diễn ra."))
        kept.draw, kept.opened_at = draw, timezone.now()
        kept.save(update_fields=["draw", "opened_at"])
        journal.append(fresh, "open_lots", actor, fresh.state, {"draw": draw})
