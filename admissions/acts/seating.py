"""Having seats counted, before anybody signs."""

from __future__ import annotations

from django.utils.translation import gettext as _

from admissions import journal
from admissions.acts.door import PREPARES, opened
from admissions.models import AllocationRun, Round
from admissions.seats import running
from organisations.models import User
from workflows.errors import WrongState


def order_run(round_: Round, actor: User) -> AllocationRun:
    """A dry run over the applications as they stand now; the worker does it. One at a time."""
    with opened(round_.pk, actor, PREPARES, Round.State.SCORED) as fresh:
        if fresh.runs.filter(state=AllocationRun.State.WAITING).exists():
            raise WrongState(_("Đang có một lần xét thử chưa tính xong."))
        assert fresh.plan is not None  # noqa: S101 - a scored round has opened by one
        run = AllocationRun.objects.create(round=fresh, plan=fresh.plan, by=actor)
        journal.append(fresh, "order_run", actor, fresh.state, {"run": run.pk})
        running.owe(run)
        return run
