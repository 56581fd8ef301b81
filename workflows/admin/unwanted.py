"""“Đừng mời tôi nữa” said for good: counted here, and undone for whoever asks for it in writing."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms import phones
from foundation.read_only_admin import Record
from foundation.text import clean_code, clean_line
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from workflows.applicant import unwanted
from workflows.models import InvitationRefusal

NEEDED = "workflows.delete_invitationrefusal"


class WantedAgainForm(forms.Form):
    """Which contact, and by which paper its owner asked for it."""

    contact = forms.CharField(label=gettext_lazy("Số di động hoặc thư điện tử"), max_length=254)
    reason = forms.CharField(
        label=gettext_lazy("Đề nghị bằng văn bản"),
        max_length=300,
        help_text=gettext_lazy("số, ngày của đơn mà chính người ấy ký"),
    )
    factor_code = forms.CharField(
        label=gettext_lazy("Mã xác thực trên điện thoại"), max_length=20, required=False
    )

    def clean_contact(self) -> Contact:
        """As the invitation spells it."""
        typed = clean_code(self.cleaned_data["contact"]).strip()
        if "@" in typed:
            validate_email(typed)
            return Contact(ContactKind.EMAIL, typed)
        number = phones.mobile(typed)
        if number is None:
            raise ValidationError(_("Hãy nhập số di động Việt Nam hoặc thư điện tử."))
        return Contact(ContactKind.PHONE, number)

    def clean_reason(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["reason"])


@admin.register(InvitationRefusal)
class InvitationRefusalAdmin(Record):
    """Nobody reads here who it was: the site keeps a keyed hash of the contact alone."""

    list_display = ("created_at", "whom")
    list_display_links = None
    fields = ("created_at", "whom")
    list_select_related = ("by",)
    change_list_template = "admin/workflows/refusals.html"

    @admin.display(description=gettext_lazy("từ chối ai"))
    def whom(self, row: InvitationRefusal) -> str:
        """Everybody, or one account; which one is between the two."""
        return _("lời mời của một người") if row.by_id else _("lời mời của mọi người")

    def get_urls(self) -> list[URLPattern]:
        """Before Django's own, which would take it for a key."""
        view = self.admin_site.admin_view(self.wanted_again)
        return [path("nhan-lai/", view, name="workflows_wanted_again"), *super().get_urls()]

    def wanted_again(self, request: HttpRequest) -> HttpResponse:
        """GET asks for the contact and the paper; POST takes the refusal away, with the code of the
        telephone.
        """
        by, site = request.user, self.admin_site
        if not isinstance(by, User) or not by.has_perm(NEEDED):
            raise PermissionDenied
        form = WantedAgainForm(request.POST or None)
        if form.is_valid() and self._is_done(request, form, by):
            return redirect("admin:workflows_invitationrefusal_changelist")
        page = {**site.each_context(request), "title": _("Nhận lại lời mời"), "form": form}
        page["opts"] = InvitationRefusal._meta
        status = 422 if form.errors else 200
        name = "admin/workflows/wanted_again.html"
        return TemplateResponse(request, name, page, status=status)

    def _is_done(self, request: HttpRequest, form: WantedAgainForm, by: User) -> bool:
        site: Any = self.admin_site  # config.administration
        if not site.confirms(request):
            form.add_error("factor_code", _("Hãy nhập mã xác thực đang hiện trên điện thoại."))
            return False
        gone = unwanted.want_again(form.cleaned_data["contact"], by)
        if gone is None:
            form.add_error("contact", _("Liên hệ này không từ chối lời mời của mọi người."))
            return False
        self.log_change(request, gone, f"{_('Nhận lại lời mời')}: {form.cleaned_data['reason']}")
        messages.success(request, _("Liên hệ này lại nhận được lời mời."))
        return True
