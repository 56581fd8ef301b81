from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdmissionsConfig(AppConfig):
    name = "admissions"
    verbose_name = _("Tuyển sinh")

    def ready(self) -> None:
        from admissions.applying import OfferedRounds, RoundWindow, confirming_ends
        from admissions.opened import decisions
        from admissions.seats import orders, running
        from forms.lists import offered_programmes
        from workflows.deadlines import window_ends
        from workflows.process import windows

        running.register()
        orders.register()
        decisions.register()
        offered_programmes.register(OfferedRounds())
        windows.register(RoundWindow())
        window_ends.register(confirming_ends)
