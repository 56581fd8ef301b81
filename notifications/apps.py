from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        from notifications import recording
        from workflows import effects

        effects.register("notify", recording.record, on_act=recording.ACTS | recording.OFFICE_ACTS)
        effects.register("ask", recording.record_asked)
        effects.register("question", recording.record_question)
        effects.register("told", recording.record_told)
