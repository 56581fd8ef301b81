"""The administrator moves running dossiers to another version: the plan, what must be chosen,
orders, the way back.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseNotAllowed,
    HttpResponseRedirect,
)
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from foundation.languages import in_vietnamese
from foundation.read_only_admin import Record
from organisations.models import User
from workflows import permissions
from workflows.admin.count_bar import bar
from workflows.background import version_moves
from workflows.models import MovedDossier, ProcedureVersion, VersionMove, VersionPath
from workflows.versions import planning
from workflows.versions.verdict import CHOICE, FOLLOWS, STAYS

ON_A_PAGE = 50
STAY = "-"  # what the select says for "nothing of the new version follows this step"
NAMES = {
    FOLLOWS: gettext_lazy("Theo được"),
    CHOICE: gettext_lazy("Cần chọn"),
    STAYS: gettext_lazy("Ở lại"),
}
State = MovedDossier.State


@admin.register(VersionMove)
class VersionMoveAdmin(Record):
    """Orders that were given; a new one begins at the version whose dossiers shall move."""

    list_display = ("__str__", "at", "by", "limit", "progress")
    list_select_related = ("old__procedure", "new__procedure", "by")
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[VersionMove]:
        return VersionMove.objects.annotate(ordered=Count("dossiers"))

    def get_urls(self) -> list[URLPattern]:
        """The plan for a pair of versions, and the way back, before the admin's own addresses."""
        view = self.admin_site.admin_view
        return [
            path("ke-hoach/<int:old>/", view(self.plan), name="workflows_version_plan"),
            path(
                "ke-hoach/<int:old>/<int:new>/", view(self.plan), name="workflows_version_plan_to"
            ),
            path("<int:pk>/chuyen-ve/", view(self.back), name="workflows_version_back"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("hồ sơ"))
    def progress(self, move: VersionMove) -> str:
        """How many dossiers it was given for."""
        return str(getattr(move, "ordered", ""))

    def plan(self, request: HttpRequest, old: int, new: int | None = None) -> HttpResponse:
        """GET shows who may follow; POST keeps a choice, or orders the move."""
        user = _mover(request)
        source = get_object_or_404(ProcedureVersion.objects.select_related("procedure"), pk=old)
        others = list(
            source.procedure.versions.exclude(pk=source.pk)
            .order_by("-number")
            .defer("source", "canonical")
        )
        target = next((each for each in others if new in (None, each.pk)), None)
        if target is None:
            raise Http404
        way = VersionPath.objects.filter(old=source, new=target).first() or VersionPath(
            old=source, new=target
        )
        if request.method == "POST" and "choose" in request.POST:
            return self._choose(request, way, user)
        found = planning.plan(way)
        if request.method == "POST":
            return self._order(request, way, found, user)
        return self._plan_page(request, way, found, others)

    def _choose(self, request: HttpRequest, way: VersionPath, user: User) -> HttpResponse:
        sent = {
            name.removeprefix("step."): value
            for name, value in request.POST.items()
            if name.startswith("step.")
        }
        way.steps = {step: "" if value == STAY else value for step, value in sent.items() if value}
        way.left = sorted(request.POST.getlist("left"))
        way.changed_by = user
        way.save()
        self.log_change(request, way, "choose")
        messages.success(request, _("Đã lưu lựa chọn cho cặp phiên bản này."))
        return HttpResponseRedirect(_plan_address(way))

    def _order(
        self, request: HttpRequest, way: VersionPath, found: planning.Plan, user: User
    ) -> HttpResponse:
        follow = [row.dossier.pk for row in found.of_kind(FOLLOWS)]
        chosen = set(request.POST.getlist("dossier"))
        wanted = (
            follow if "move_all" in request.POST else [pk for pk in follow if str(pk) in chosen]
        )
        limit = request.POST.get("limit", "")
        if not wanted or limit not in VersionMove.Limit.values:
            messages.error(
                request, _("Hãy chọn ít nhất một hồ sơ theo được, và cách tính thời hạn.")
            )
            return HttpResponseRedirect(_plan_address(way))
        move = version_moves.order(way, wanted, limit, user)
        self.log_addition(request, move, "move_dossiers")
        return HttpResponseRedirect(reverse("admin:workflows_versionmove_change", args=[move.pk]))

    def _plan_page(
        self,
        request: HttpRequest,
        way: VersionPath,
        found: planning.Plan,
        others: list[ProcedureVersion],
    ) -> HttpResponse:
        kind = request.GET.get("xem", "")
        kind = kind if kind in NAMES else ""
        page = {
            **self._common(request, _("Chuyển hồ sơ sang phiên bản khác")),
            "way": way,
            "plan": found,
            "others": others,
            "kind": kind,
            "bar": bar(found.counts, NAMES),
            "rows": _page_of(request, found.of_kind(kind)),
            "names": NAMES,
            "choices": list(_step_choices(found)),
            "fields": list(_field_choices(found)),
            "limits": VersionMove.Limit.choices,
        }
        return TemplateResponse(request, "admin/workflows/version_plan.html", page)

    def change_view(
        self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """What became of an order, dossier by dossier."""
        if request.method != "GET":
            raise PermissionDenied
        _mover(request)
        rows = VersionMove.objects.select_related(
            "old__procedure", "new__procedure", "by", "back_by"
        )
        move = get_object_or_404(rows, pk=object_id)
        found = dict(move.dossiers.values_list("state").annotate(Count("pk")))
        counts = {state: found.get(state, 0) for state in State.values}
        page = {
            **self._common(request, _("Lần chuyển phiên bản")),
            "move": move,
            "bar": bar(counts, dict(State.choices)),
            "rows": _page_of(
                request, move.dossiers.select_related("dossier").order_by("-why", "pk")
            ),
            "working": counts[State.WAITING] + counts[State.RETURNING],
            "moved": counts[State.MOVED],
        }
        return TemplateResponse(request, "admin/workflows/version_move.html", page)

    def back(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have everything go back on which nothing has happened since."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        user = _mover(request)
        move = get_object_or_404(VersionMove, pk=pk)
        count = version_moves.order_back(move, user)
        self.log_change(request, move, "move_back")
        told = ngettext("Đang chuyển về %(count)d hồ sơ.", "Đang chuyển về %(count)d hồ sơ.", count)
        messages.success(request, told % {"count": count})
        return HttpResponseRedirect(reverse("admin:workflows_versionmove_change", args=[move.pk]))

    def _common(self, request: HttpRequest, title: str) -> dict[str, Any]:
        return {**self.admin_site.each_context(request), "title": title, "opts": self.opts}


def _mover(request: HttpRequest) -> User:
    if not isinstance(request.user, User) or not permissions.may_move_versions(request.user):
        raise PermissionDenied
    return request.user


def _plan_address(way: VersionPath) -> str:
    return reverse("admin:workflows_version_plan_to", args=[way.old_id, way.new_id])


def _page_of(request: HttpRequest, rows: Any) -> Page[Any]:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("trang"))


def _step_choices(found: planning.Plan) -> Any:
    """Old step, what was chosen, and what may be: steps of its kind in the new version."""
    for step in (found.pair.old.step(each) for each in found.steps_to_choose):
        fitting = [
            (each.id, in_vietnamese(each.title))
            for each in found.pair.new.steps
            if each.kind == step.kind
        ]
        chosen = found.pair.steps.get(step.id)
        yield step.id, in_vietnamese(step.title), STAY if chosen == "" else chosen or "", fitting


def _field_choices(found: planning.Plan) -> Any:
    """Field, its label, and whether its answers are left as they are."""
    labels = {
        one.id: in_vietnamese(one.label)
        for form in (found.pair.old.form, found.pair.new.form)
        for one in form.fields()
    }
    for name in found.fields_to_leave:
        yield name, labels.get(name, name), name in found.pair.left
