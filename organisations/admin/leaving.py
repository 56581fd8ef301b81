"""The page on which somebody leaves: what is in their hands, and the one button."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.text import clean_line
from organisations import leaving
from organisations.admin.base import signed_in
from organisations.models import User


class WithLeaving(admin.ModelAdmin):
    """For the accounts: a way to that page, for whoever may change them."""

    def get_urls(self) -> list[URLPattern]:
        """Before Django's own, which would take it for a key."""
        view = self.admin_site.admin_view(self.leaving)
        return [
            path("<int:pk>/thoi-viec/", view, name="organisations_user_leaving"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("thôi việc"))
    def leaving_link(self, person: User) -> str:
        """To the page."""
        address = reverse("admin:organisations_user_leaving", args=[person.pk])
        return format_html('<a href="{}">{}</a>', address, _("Cho thôi việc ở cơ quan"))

    def leaving(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows what they have; POST ends it and gives it back, with a reason and the code of
        the telephone.
        """
        person = get_object_or_404(User, pk=pk)
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        reason = clean_line(request.POST.get("reason", ""))[:300]
        error = self._refused(request, reason) if request.method == "POST" else ""
        if request.method == "POST" and not error:
            try:
                count = leaving.leave(person, signed_in(request), closes="closes" in request.POST)
            except ValidationError as refused:
                error = refused.messages[0]
            else:
                self.log_change(request, person, f"{_('Thôi việc')}: {reason}")
                words = _("%(person)s đã thôi việc; %(count)d việc đã trở về hàng chờ.")
                messages.success(request, words % {"person": person, "count": count})
                return redirect("admin:organisations_user_change", person.pk)
        return self._leaving_page(request, person, reason, error)

    def _refused(self, request: HttpRequest, reason: str) -> str:
        site: Any = self.admin_site  # config.administration
        if not reason:
            return _("Hãy ghi lý do, ví dụ số quyết định.")
        if not site.confirms(request):
            return _("Hãy nhập mã xác thực đang hiện trên điện thoại.")
        return ""

    def _leaving_page(
        self, request: HttpRequest, person: User, reason: str, error: str
    ) -> HttpResponse:
        page = {
            **self.admin_site.each_context(request),
            "title": _("Cho thôi việc ở cơ quan"),
            "opts": User._meta,
            "person": person,
            "things": leaving.shown(person),
            "reason": reason,
            "error": error,
            "closes": "closes" in request.POST or request.method != "POST",
        }
        status = 422 if error else 200
        return TemplateResponse(request, "admin/leaving.html", page, status=status)
