from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SatisfactionConfig(AppConfig):
    name = "satisfaction"
    verbose_name = _("Mức độ hài lòng")

    def ready(self) -> None:
        # the acts are declared before anybody asks which there are
        from satisfaction import answering, asking, tasks  # noqa: F401
