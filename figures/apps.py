from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FiguresConfig(AppConfig):
    name = "figures"
    verbose_name = _("Thống kê")

    def ready(self) -> None:
        from figures import sweeping
        from workflows.journal import outbox

        outbox.register("recount", sweeping.recount, on_act=sweeping.REASSIGNING.__contains__)
