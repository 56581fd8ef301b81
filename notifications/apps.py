from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        from conversation import notes
        from notifications import (
            account_letters,
            anchor_letters,
            contact_codes,
            mentioned,
            recording,
            wording,
        )
        from notifications import tasks as _rung_by_name  # noqa: F401 - `foundation.broker`
        from workflows.journal import act_kinds, anchors, outbox

        wording.refuse_without_letters()
        account_letters.listen()
        contact_codes.listen()
        outbox.register("notify", recording.record, on_act=act_kinds.is_told, takes_many=True)
        outbox.register("ask", recording.record_asked)
        outbox.register("question", recording.record_question)
        outbox.register("told", recording.record_told)
        outbox.register(notes.MENTION, mentioned.record)
        outbox.register(anchors.SENT, anchor_letters.send)
