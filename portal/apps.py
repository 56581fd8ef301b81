from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Cổng")

    def ready(self) -> None:
        """The second factor's own rows are nobody's to read or edit by hand: `manage.py reset_second_factor`."""
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator
        from django.contrib import admin

        for unused in (EmailAddress, Authenticator):
            if admin.site.is_registered(unused):
                admin.site.unregister(unused)
