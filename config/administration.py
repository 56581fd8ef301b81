"""Django's administration behind the site's own sign-in: the same limits on guessing, the same
second factor.
"""

from __future__ import annotations

import functools
from typing import Any

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.apps import AdminConfig
from django.contrib.admin.views.main import ERROR_FLAG
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, URLResolver, path


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

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Before Django's own: the page on which the administrator of a new site goes on, for
        superusers.
        """
        from config.opening_page import opening_page

        return [
            path("khai-truong/", self.admin_view(opening_page), name="opening"),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        """The front page; who may enter days off reads there that some will be missing."""
        from organisations.calendar import known_days

        sentence = (
            known_days.warning()
            if request.user.has_perm("organisations.change_calendarday")
            else ""
        )
        if sentence:
            messages.warning(request, sentence)
        return super().index(request, extra_context)

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """As Django does; an address that asks for a day beyond all calendars leads back to the
        whole list.

        Before anything is changed, those who could grant rights until now are written down.
        """
        from organisations.rights import grantors

        def remembering(request: HttpRequest, *args: Any, **given: Any) -> Any:
            if request.method == "POST":
                grantors.write_down()
            return view(request, *args, **given)

        inner = super().admin_view(functools.update_wrapper(remembering, view), cacheable)

        @functools.wraps(inner)
        def within_calendars(request: HttpRequest, *args: Any, **given: Any) -> Any:
            try:
                return inner(request, *args, **given)
            except OverflowError:
                if request.method != "GET" or not request.GET:
                    raise
                return redirect(f"{request.path}?{ERROR_FLAG}=1")

        return within_calendars

    def has_permission(self, request: HttpRequest) -> bool:
        """As Django asks it, and the factor."""
        from portal.http import second_factor

        return super().has_permission(request) and not second_factor.is_missing(request)

    def confirms(self, request: HttpRequest) -> bool:
        """True when the code of the telephone is recent or was sent along: taking data away asks
        again.
        """
        from portal.account.second_factor_pages import step_up

        return step_up(request)

    def password_change(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> Any:
        """The portal's page: with the code of the telephone, the letter to the owner, in
        Vietnamese.
        """
        return redirect("portal:change_password")

    def login(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The portal's page; who is signed in without the right to be here is told so."""
        from django.contrib.auth.views import redirect_to_login
        from django.core.exceptions import PermissionDenied

        from portal.http import second_factor

        target = request.GET.get("next", request.get_full_path())
        if not request.user.is_authenticated:
            return redirect_to_login(target)
        if second_factor.is_missing(request):
            return redirect_to_login(target, "portal:factor_code")
        raise PermissionDenied
