from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PortalConfig(AppConfig):
    name = "portal"
    verbose_name = _("Cổng")

    def ready(self) -> None:
        """Sessions begin counted; a second factor's rows are nobody's to edit: `manage.py
        reset_second_factor`.
        """
        from allauth.account.models import EmailAddress
        from allauth.mfa.models import Authenticator
        from django.contrib import admin
        from django.contrib.auth.signals import user_logged_in

        from portal.admissions import announcing
        from portal.http import security_notes, session
        from portal.shared import announced

        security_notes.watch()
        announced.rounds_from(announcing.taking)
        user_logged_in.connect(session.begin, dispatch_uid="portal.http.session")
        for unused in (EmailAddress, Authenticator):
            if admin.site.is_registered(unused):
                admin.site.unregister(unused)
