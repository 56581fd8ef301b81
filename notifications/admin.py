"""For the administrator: which e-mails are stuck, and sending them again once the cause is
mended.
"""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.read_only_admin import Record
from notifications import channel_test_admin as _also_registered  # noqa: F401
from notifications import delivery
from notifications.channels import label_of
from notifications.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(Record):
    """Read only: what was sent is a fact."""

    list_display = [
        "dossier",
        "channel",
        "address",
        "state",
        "attempts",
        "next_try_at",
        "last_error",
        "sent_at",
        "arrived_at",
    ]
    list_filter = ["state", "message__channel"]
    list_select_related = ["message__dossier"]
    search_fields = ["message__dossier__code"]
    actions = ["send_again"]

    @admin.display(description=_("hồ sơ"))
    def dossier(self, row: Delivery) -> str:
        return row.message.dossier.code

    @admin.display(description=_("kênh"))
    def channel(self, row: Delivery) -> str:
        return str(label_of(row.message.channel))

    @admin.display(description=_("địa chỉ"))
    def address(self, row: Delivery) -> str:
        return str(row.message.address)

    def has_mend_permission(self, request: HttpRequest) -> bool:
        """To look is not yet to do."""
        return bool(request.user.has_perm("notifications.change_delivery"))

    @admin.action(description=_("Gửi lại các thư không gửi được"), permissions=["mend"])
    def send_again(self, request: HttpRequest, queryset: QuerySet[Delivery]) -> None:
        count = delivery.try_again(queryset)
        self.message_user(request, _("Sẽ gửi lại %(count)d thư.") % {"count": count})
