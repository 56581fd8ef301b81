"""The app that knows all others' data and none of their acts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationConfig(AppConfig):
    name = "operation"
    verbose_name = _("Vận hành")

    def ready(self) -> None:
        from django.db.models.signals import post_migrate

        from operation import rights

        post_migrate.connect(
            rights.give_after_migrations, sender=self, dispatch_uid="rights of the site's role"
        )
