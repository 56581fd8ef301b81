from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "organisations"
    verbose_name = _("Tổ chức và lịch làm việc")

    def ready(self) -> None:
        """Notice every change of the working calendar and of who holds which role."""
        from organisations.calendar import changes
        from organisations.rights import role_changes

        changes.watch()
        role_changes.watch()
