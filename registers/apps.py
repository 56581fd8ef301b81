from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistersConfig(AppConfig):
    name = "registers"
    verbose_name = _("Sổ gốc")

    def ready(self) -> None:
        from registers import keeping

        keeping.watch()
