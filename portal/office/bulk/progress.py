"""How an order over many tasks goes: the page asks again by itself until nothing waits."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import in_language
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from workflows.bulk import kinds, orders
from workflows.models import BulkRun
from workflows.published import definition_of

AGAIN = 3  # seconds until the page asks again
SHOWN = 200  # refused tasks listed


def bulk_run(request: HttpRequest, pk: int) -> HttpResponse:
    """Counts, and each refused task with its sentence; 404 for what somebody else ordered."""
    run, now = _own(request, pk), timezone.now()
    progress = orders.progress(run)
    queue = f"{run.authority.slug}/{run.role}"
    shown = {
        **frame(reader_of(request), now, queue),
        "run": run,
        "title": title_of(run),
        "step_title": in_language(definition_of(run.version).step(run.step).title),
        "progress": progress,
        "refused": orders.refused(run)[:SHOWN],
        "again": AGAIN,
    }
    answer = render(request, "portal/office/bulk_run.html", shown)
    if progress.waiting and run.stopped_at is None:
        answer.headers["Refresh"] = str(AGAIN)
    return answer


def bulk_stop(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not done yet stays undone."""
    run = _own(request, pk)
    left = orders.stop(run)
    messages.success(request, _("Đã dừng: %(count)d hồ sơ chưa làm để nguyên.") % {"count": left})
    return redirect("portal:bulk_run", run.pk)


def title_of(run: BulkRun) -> str:
    """What is done, as the page of one task calls it."""
    if run.act == kinds.CLAIM:
        return _("Nhận việc")
    step = definition_of(run.version).step(run.step)
    outcome = next((one for one in step.outcomes if one.id == run.parameters.get("outcome")), None)
    return in_language(outcome.title) if outcome else _("Giao việc")


def _own(request: HttpRequest, pk: int) -> BulkRun:
    reader_of(request).posts()
    rows = orders.of_officer(officer_of(request)).select_related("version__procedure")
    return get_object_or_404(rows, pk=pk)
