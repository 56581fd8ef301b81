"""Who is at the desk, and whether the dossier before them is their business."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from organisations.models import User
from privacy import reads
from workflows import actions, permissions
from workflows.applicant import amendments, twins
from workflows.background import left_tasks
from workflows.models import CONSULT, Dossier, WorkItem
from workflows.reading_rights import Reader, Standing, What

DOSSIER_ROWS = Dossier.objects.select_related(
    "version__procedure", "receiving", "deciding", "applicant"
).annotate(has_twin=twins.has_any())
ITEM_ROWS = WorkItem.objects.select_related(
    *("authority", "owner", "returned_from", "process__version__procedure"),
    *("process__receiving", "process__deciding", "process__applicant"),
).annotate(has_twin=twins.has_any("process__"))


def officer_of(request: HttpRequest) -> User:
    """The signed-in officer; the route has already asked for one."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def reader_of(request: HttpRequest) -> Reader:
    """The reader that was made at the door of the page (`portal.http.access`)."""
    reader: Reader = request.reader  # type: ignore[attr-defined]
    return reader


def dossier_for(request: HttpRequest, code: str, *needed: What) -> Dossier:
    """The dossier with this code; 404 where the officer does not read its page and what else is
    `needed`.
    """
    reader = reader_of(request)
    dossier = get_object_or_404(DOSSIER_ROWS.annotate(**reader.telling()), code=code)
    return _of_their_business(request, reader.told(dossier, dossier), *needed)


def standing_of(request: HttpRequest, dossier: Dossier) -> Standing:
    """How the officer stands to the dossier of the page."""
    return reader_of(request).known(dossier)


class TakenMeanwhile(Http404):
    """A task of a role the officer holds, which a colleague took or did: it stood in the queue they
    looked at.

    The page of what is not found says it by this name (404.html).
    """


def item_for(request: HttpRequest, pk: int, *needed: What) -> WorkItem:
    """The task with its dossier; 404 when the dossier is not this officer's business and the task
    not asked of them.
    """
    reader = reader_of(request)
    rows = ITEM_ROWS.annotate(**reader.telling("process__"), is_amended=amendments.of_task())
    item: WorkItem = get_object_or_404(rows, pk=pk)
    if permissions.has_left(item) and actions.give_back(item):
        item = rows.get(pk=pk)
    if item.flow_task_type == CONSULT and is_asked(request, item):
        note_look(request, item.process)
        return item
    try:
        _of_their_business(request, reader.told(item.process, item), *needed)
    except Http404:
        if permissions.holds_item(officer_of(request), item):
            raise TakenMeanwhile from None
        raise
    return item


def is_asked(request: HttpRequest, item: WorkItem) -> bool:
    """True for a question that is asked of the officer."""
    return reader_of(request).questions().filter(pk=item.pk).exists()


def asked_for(request: HttpRequest, pk: int) -> WorkItem:
    """A task, open or finished, that asks for the officer's opinion; 404 for any other."""
    item: WorkItem = get_object_or_404(
        ITEM_ROWS, pk__in=reader_of(request).questions().filter(pk=pk).values("pk")
    )
    note_look(request, item.process)
    return item


def _of_their_business(request: HttpRequest, standing: Standing, *needed: What) -> Dossier:
    """Nobody reads their own application here: what colleagues write about it is not for its
    applicant.
    """
    dossier = standing.dossier
    if not all(standing.may(what) for what in (What.DOSSIER, *needed)):
        raise Http404
    note_look(request, dossier)
    return dossier


def note_look(request: HttpRequest, dossier: Dossier) -> None:
    """Into the read log: which page, which view of it, whose dossier."""
    view = request.GET.get("xem", "")[:20]
    reads.note(
        request,
        f"{request.resolver_match.url_name} {view}".strip() if request.resolver_match else "",
        dossier,
    )


def settle_left(reader: Reader) -> None:
    """Whoever reads a list of tasks finds what its owner may do no longer in its queue, and not in
    their name.
    """
    left_tasks.give_back(
        Q(owner=reader.user) | Q(authority__in={post.authority_id for post in reader.posts()})
    )
