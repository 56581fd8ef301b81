from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WaitingLineConfig(AppConfig):
    name = "waiting_line"
    verbose_name = _("Hàng chờ")
