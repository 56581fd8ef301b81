"""The administrator's view of dossiers, journal and what is owed: read only (definitions: admin_procedures)."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import Process, Task

from organisations.records import Record
from workflows import admin_procedures, admin_reforms, admin_versions, journal  # noqa: F401 - each registers its pages
from workflows.models import Dossier, Effect, Entry

#: viewflow's own tables are empty here (Dossier and WorkItem take their place); its pages would offer to change them.
admin.site.unregister([Process, Task])


@admin.register(Dossier)
class DossierAdmin(Record):
    """Dossiers by code and status; the application itself is read on the officer's page."""

    list_display = ("code", "version", "legal_status", "receiving", "deciding", "submitted_at", "due_at")
    list_filter = ("legal_status", "version__procedure")
    search_fields = ("code",)
    #: Not the application, and not what viewflow keeps for itself.
    exclude = ("answers", "office", "search", "entry_hash", "flow_class", "status", "created", "finished")
    list_select_related = ("version__procedure", "receiving", "deciding")
    show_full_result_count = False


@admin.register(Entry)
class EntryAdmin(Record):
    """The journal, newest first."""

    list_display = ("dossier", "sequence", "at", "what", "actor_name", "status_after")
    list_filter = ("act",)
    search_fields = ("dossier__code",)
    ordering = ("-id",)
    list_select_related = ("dossier",)
    show_full_result_count = False

    @admin.display(description=_("hành động"), ordering="act")
    def what(self, entry: Entry) -> str:
        """What the act is called on the pages."""
        return journal.title_of(entry)


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
        count = dead.update(state=Effect.State.PENDING, attempts=0, due_at=timezone.now(), lease_until=None)
        self.message_user(request, _("Đã đưa %d việc trở lại hàng chờ.") % count)
