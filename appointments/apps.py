from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AppointmentsConfig(AppConfig):
    name = "appointments"
    verbose_name = _("Lịch hẹn tại quầy")

    def ready(self) -> None:
        from appointments import tasks  # noqa: F401 - rung by name
