"""Who is at the desk, and whether the dossier before him is his office's business."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organisations.models import User
from organisations.roles import posts
from privacy import reads
from workflows import actions, asked, leaving, permissions, twins
from workflows.models import CONSULT, Dossier, WorkItem

DOSSIER_ROWS = Dossier.objects.select_related("version__procedure", "receiving", "deciding", "applicant").annotate(
    has_twin=twins.has_any()
)
ITEM_ROWS = WorkItem.objects.select_related(
    *("authority", "owner", "returned_from", "process__version__procedure"),
    *("process__receiving", "process__deciding", "process__applicant"),
).annotate(has_twin=twins.has_any("process__"))


def officer_of(request: HttpRequest) -> User:
    """The signed-in officer; the route has already asked for one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def dossier_for(request: HttpRequest, code: str) -> Dossier:
    """The dossier with this code; 404 when it is not this officer's business, as if it did not exist."""
    dossier = get_object_or_404(DOSSIER_ROWS, code=code)
    return _of_his_office(request, dossier)


def item_for(request: HttpRequest, pk: int) -> WorkItem:
    """The task with its dossier; 404 when the dossier is not this officer's business, and the task not asked of him."""
    item = get_object_or_404(ITEM_ROWS, pk=pk)
    if permissions.has_left(item) and actions.give_back(item):
        item = ITEM_ROWS.get(pk=pk)
    if item.flow_task_type == CONSULT and asked.tasks_of(officer_of(request)).filter(pk=item.pk).exists():
        note_look(request, item.process)
        return item
    _of_his_office(request, item.process)
    return item


def asked_for(request: HttpRequest, pk: int) -> WorkItem:
    """A task, open or finished, that asks for the officer's opinion; 404 for any other."""
    item = get_object_or_404(ITEM_ROWS, pk__in=asked.tasks_of(officer_of(request)).filter(pk=pk).values("pk"))
    note_look(request, item.process)
    return item


def _of_his_office(request: HttpRequest, dossier: Dossier) -> Dossier:
    """Nobody reads his own application here: what colleagues write about it is not for its applicant."""
    officer = officer_of(request)
    if dossier.applicant_id == officer.pk or not permissions.may_see(officer, dossier):
        raise Http404
    note_look(request, dossier)
    return dossier


def note_look(request: HttpRequest, dossier: Dossier) -> None:
    """Into the read log: which page, which view of it, whose dossier."""
    view = request.GET.get("xem", "")[:20]
    reads.note(request, f"{request.resolver_match.url_name} {view}".strip() if request.resolver_match else "", dossier)


def settle_left(officer: User) -> None:
    """Whoever reads a list of tasks finds what its owner may do no longer in its queue, and not in his name."""
    leaving.sweep(Q(owner=officer) | Q(authority__in={post.authority_id for post in posts(officer)}))
