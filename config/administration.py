"""Django's administration behind the site's own sign-in: the same limits on guessing, the same second factor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest, HttpResponse


class Administration(AdminConfig):
    """Replaces `django.contrib.admin` among the installed applications."""

    default_site = "config.administration.Site"


class Site(AdminSite):
    """For staff who have shown their second factor; every page of it is supervised."""

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """As Django does, with the rules that hold for all pages."""
        from organisations.administration import Supervised

        base = admin_class or ModelAdmin
        super().register(model_or_iterable, type(base.__name__, (Supervised, base), {}), **options)

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The front page; who may enter days off reads there that some will be missing."""
        from organisations import known_days

        sentence = known_days.warning() if request.user.has_perm("organisations.change_calendarday") else ""
        if sentence:
            messages.warning(request, sentence)
        return super().index(request, extra_context)

    def has_permission(self, request: HttpRequest) -> bool:
        """As Django asks it, and the factor."""
        from portal.account import factor

        return super().has_permission(request) and not factor.is_missing(request)

    def confirms(self, request: HttpRequest) -> bool:
        """True when the code of the telephone is recent or was sent along: taking data away asks again."""
        from portal.account.factor_pages import step_up

        return step_up(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The portal's page; who is signed in without the right to be here is told so."""
        from django.contrib.auth.views import redirect_to_login
        from django.core.exceptions import PermissionDenied

        from portal.account import factor

        target = request.GET.get("next", request.get_full_path())
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if factor.is_missing(request):
            return redirect_to_login(target, "portal:factor_code")
        raise PermissionDenied
