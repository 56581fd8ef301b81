"""Who stands in for whom at the offices that the officer heads: given, looked at, ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.languages import in_language, name_in_language
from organisations import covers
from organisations.models import Cover, RoleAssignment, User
from organisations.roles import HEAD, OF_SOMEBODY_HERE
from portal.account.second_factor_pages import step_up, why_not
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from workflows.models import Procedure

MOST = 100  # covers listed, the newest first
DATES = ["%d/%m/%Y", "%Y-%m-%d"]
MISSING = {
    "assignment": gettext_lazy("Hãy chọn người vắng mặt."),
    "covering": gettext_lazy("Hãy chọn người làm thay."),
    "form": gettext_lazy("Hãy chọn hình thức."),
    "valid_from": gettext_lazy("Hãy ghi ngày đầu, ví dụ 23/11/2026."),
    "valid_to": gettext_lazy("Hãy ghi ngày cuối, ví dụ 27/11/2026."),
}
NEEDS_CODE = gettext_lazy(
    "Giao quyền ký cho người khác: hãy nhập mã xác thực đang hiện trên điện thoại."
)


class CoverForm(forms.ModelForm):
    """A new cover; only people of the offices that the officer heads can be chosen."""

    valid_from = forms.DateField(input_formats=DATES)
    valid_to = forms.DateField(input_formats=DATES)
    procedures = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Cover
        fields = (
            "assignment",
            "covering",
            "form",
            "authorisation",
            "procedures",
            "valid_from",
            "valid_to",
        )

    def __init__(self, heads: list[int], *given: Any) -> None:
        super().__init__(*given)
        held = _in_force(RoleAssignment.objects.filter(authority__in=heads, **OF_SOMEBODY_HERE))
        # a role that stands twice is one
        same = {name: OuterRef(name) for name in ("user", "role", "authority")}
        once = held.filter(~Exists(held.filter(pk__gt=OuterRef("pk"), **same)))
        own = once.select_related("user", "role", "authority").order_by(
            "authority__name", "user__full_name"
        )
        fields: dict[str, Any] = self.fields
        fields["assignment"].queryset = own
        fields["assignment"].label_from_instance = _post
        fields["covering"].queryset = User.objects.filter(pk__in=held.values("user")).order_by(
            "full_name"
        )
        fields["form"].choices = Cover.Form.choices
        known = Procedure.objects.filter(open=True).order_by("title")
        fields["procedures"].choices = [
            (one.slug, in_language({"vi": one.title, "en": one.title_en})) for one in known
        ]
        for name, sentence in MISSING.items():
            self.fields[name].error_messages |= {"required": sentence, "invalid": sentence}
        for name in ("assignment", "covering"):
            fields[name].empty_label = _("Hãy chọn")

    def clean_procedures(self) -> str:
        """As the cover keeps them: slugs between blanks."""
        return " ".join(self.cleaned_data["procedures"])


def _post(assignment: RoleAssignment) -> str:
    return (
        f"{assignment.user} – {name_in_language(assignment.role)} –"
        f" {name_in_language(assignment.authority)}"
    )


@dataclass(frozen=True)
class Row:
    """One cover in the list. `state` is now, later or over."""

    cover: Cover
    state: str
    procedures: list[str]


def absence(request: HttpRequest) -> HttpResponse:
    """GET lists the covers with an empty form; POST gives one, after the second factor. 404 for who
    heads no office.
    """
    officer, heads = officer_of(request), _headed(request)
    if request.method == "GET":
        return _page(request, heads, CoverForm(heads))
    form = CoverForm(heads, request.POST)
    if not form.is_valid():
        return _page(request, heads, form, status=422)
    if not step_up(request):
        return _page(
            request,
            heads,
            form,
            refusal=why_not(request, str(NEEDS_CODE)),
            status=422,
            ask_code=True,
        )
    given = covers.give(form.save(commit=False), officer)
    names = {"covering": given.covering, "away": given.assignment.user}
    messages.success(request, _("%(covering)s được làm thay %(away)s.") % names)
    return redirect("portal:absence")


def end_cover(request: HttpRequest, pk: int) -> HttpResponse:
    """End a cover of an office that the officer heads; dead at the next request of whoever stood
    in.
    """
    heads = _headed(request)
    cover = get_object_or_404(covers.with_people(), pk=pk, assignment__authority__in=heads)
    covers.revoke(cover, officer_of(request))
    messages.success(
        request, _("Đã chấm dứt việc %(covering)s làm thay.") % {"covering": cover.covering}
    )
    return redirect("portal:absence")


def _headed(request: HttpRequest) -> list[int]:
    """Ids of the offices that the officer heads themselves; one who only stands in for a head
    arranges nothing.
    """
    here = [
        post.authority_id
        for post in reader_of(request).posts()
        if post.role == HEAD and post.cover_id is None
    ]
    if not here:
        raise Http404
    return here


def _page(
    request: HttpRequest,
    heads: list[int],
    form: CoverForm,
    *,
    refusal: str = "",
    status: int = 200,
    ask_code: bool = False,
) -> HttpResponse:
    rows = covers.with_people().filter(assignment__authority__in=heads)[:MOST]
    titles = dict(Procedure.objects.values_list("slug", "title"))
    shown = {
        **frame(reader_of(request), timezone.now(), "absence"),
        "form": form,
        "rows": [_row(cover, titles) for cover in rows],
        "refusal": refusal or next((errors[0] for errors in form.errors.values()), ""),
        "ask_code": ask_code,
    }
    return render(request, "portal/office/absence.html", shown, status=status)


def _row(cover: Cover, titles: dict[str, str]) -> Row:
    today = timezone.localdate()
    over = cover.revoked_at is not None or cover.valid_to < today
    state = "later" if cover.valid_from > today else "now"
    return Row(
        cover,
        "over" if over else state,
        [titles.get(slug, slug) for slug in cover.procedures.split()],
    )


def _in_force(rows: QuerySet[RoleAssignment]) -> QuerySet[RoleAssignment]:
    today: dt.date = timezone.localdate()
    return rows.filter(valid_from__lte=today).exclude(valid_to__lt=today)
