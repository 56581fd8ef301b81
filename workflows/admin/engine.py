"""The administrator's view of dossiers, journal and what is owed: read only (definitions:
`admin.procedures`).
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task

from foundation.numbers import row_id
from foundation.read_only_admin import Record
from foundation.text import fold
from workflows.journal import entries
from workflows.journal.act_kinds import declared
from workflows.lifecycle import Status
from workflows.models import Dossier, Effect, Entry

#: viewflow's own tables are empty here (Dossier and WorkItem take their place); its pages would
#: offer to change them.
admin.site.unregister([Process, Task])


class ByStatus(admin.SimpleListFilter):
    """The national statuses by their names."""

    title, parameter_name = _("trạng thái"), "trang-thai"  # no column: those are refused

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Number → name, in the law's order."""
        return [(str(status.value), str(status.label)) for status in Status]

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows of that status; what is no status finds none."""
        chosen = self.value()
        return rows.filter(legal_status=row_id(chosen) or 0) if chosen else rows


class ByAct(admin.SimpleListFilter):
    """The acts of the journal as the pages call them."""

    title, parameter_name = _("hành động"), "hanh-dong"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Name in code → what people know, in alphabetical order."""
        return sorted(
            ((kind.name, str(kind.label)) for kind in declared()), key=lambda pair: fold(pair[1])
        )

    def queryset(self, request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of that act."""
        return rows.filter(act=self.value()) if self.value() else rows


@admin.register(Dossier)
class DossierAdmin(Record):
    """Dossiers by code and status; the application itself is read on the officer's page."""

    list_display = (
        "code",
        "version",
        "status_name",
        "receiving",
        "deciding",
        "submitted_at",
        "due_at",
    )
    list_filter = (ByStatus, "version__procedure")
    search_fields = ("code",)
    #: Not the application, and not what viewflow keeps for itself.
    exclude = (
        "answers",
        "office",
        "search",
        "entry_hash",
        "flow_class",
        "status",
        "created",
        "finished",
    )
    list_select_related = ("version__procedure", "receiving", "deciding")
    show_full_result_count = False

    @admin.display(description=_("trạng thái"), ordering="legal_status")
    def status_name(self, dossier: Dossier) -> str:
        """The national status in words."""
        return dossier.status_label


@admin.register(Entry)
class EntryAdmin(Record):
    """The journal, newest first."""

    list_display = ("dossier", "sequence", "at", "what", "actor_name", "status_name")
    list_filter = (ByAct,)
    search_fields = ("dossier__code",)
    ordering = ("-id",)
    list_select_related = ("dossier",)
    show_full_result_count = False

    @admin.display(description=_("hành động"), ordering="act")
    def what(self, entry: Entry) -> str:
        """What the act is called on the pages."""
        return entries.title_of(entry)

    @admin.display(description=_("trạng thái sau"), ordering="status_after")
    def status_name(self, entry: Entry) -> str:
        """The national status after the act, in words."""
        return str(Status(entry.status_after).label)


@admin.register(Effect)
class EffectAdmin(Record):
    """What is owed after commit; the dead ones wait for a person, who may have them tried again."""

    list_display = ("key", "kind", "state", "attempts", "due_at", "last_error")
    list_filter = ("state", "kind")
    ordering = ("-id",)
    actions = ("try_again",)
    show_full_result_count = False

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """To look is not yet to do."""
        return bool(request.user.has_perm("workflows.change_effect"))

    @admin.action(description=_("Thử lại ngay"), permissions=["mend"])
    def try_again(self, request: HttpRequest, chosen: QuerySet[Effect]) -> None:
        """Put dead effects back into the queue; the sweep rings within 30 seconds."""
        dead = chosen.filter(state=Effect.State.DEAD)
        count = dead.update(
            state=Effect.State.PENDING, attempts=0, due_at=timezone.now(), lease_until=None
        )
        self.message_user(request, _("Đã đưa %d việc trở lại hàng chờ.") % count)
