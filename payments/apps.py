from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PaymentsConfig(AppConfig):
    name = "payments"
    verbose_name = _("Phí, lệ phí")

    def ready(self) -> None:
        """Hear of accounts that heads have granted."""
        from payments import payee

        payee.listen()
