"""The cashier's desk: fees that wait, bank statements, money that is owed back; at the authorities
they collect for.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.spreadsheets import UnreadableFile, on_disk
from foundation.text import clean_line, list_key
from foundation.untrusted_archives import Caps
from organisations.models import Authority, User
from organisations.roles import CASHIER
from payments.models import OPEN_ROWS, FeeRequest, Refund, Statement, StatementRow
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from privacy import reads
from workflows.applicant import twins
from workflows.models import DEFINITION_TEXT, DossierFee
from workflows.payments_in import reconciliation

WAITING, ROWS, REFUNDS, DONE = "cho-nop", "sao-ke", "hoan-tra", "da-nop"
VIEWS: dict[str, Promise] = {
    WAITING: gettext_lazy("Chờ nộp"),
    ROWS: gettext_lazy("Sao kê"),
    REFUNDS: gettext_lazy("Hoàn trả"),
    DONE: gettext_lazy("Đã giải quyết"),
}
SHOWN = 100  # rows of a list; the oldest first, so that what waits longest is seen
LARGEST = 5 * 1024 * 1024  # bytes: a month of statements of a large office
IN_THE_BROWSER = Caps(cells=300_000)


def cashier(request: HttpRequest) -> HttpResponse:
    """One of the four lists; 404 for who collects nowhere."""
    return page(request, request.GET.get("xem", WAITING))


def cashier_import(request: HttpRequest) -> HttpResponse:
    """A bank's statement as .xlsx or .csv; the same one again changes nothing."""
    officer, desks = officer_of(request), desks_of(request)
    payee = next(
        (one for one in desks if str(one.pk) == request.POST.get("payee", str(desks[0].pk))), None
    )
    upload = request.FILES.get("file")
    if payee is None:
        raise Http404
    if not isinstance(upload, UploadedFile) or (upload.size or 0) > LARGEST:
        return page(
            request,
            ROWS,
            _("Hãy chọn tệp sao kê .xlsx hoặc .csv, không quá 5 MB."),
            422,
            payee=payee.pk,
        )
    try:
        statement = _import(upload, payee, officer)
    except UnreadableFile as problem:
        return page(request, ROWS, str(problem), 422, payee=payee.pk)
    rows = list(statement.rows.values_list("state", flat=True))
    told = {
        "rows": len(rows),
        "matched": rows.count(StatementRow.State.MATCHED),
        "before": statement.passed_over,
    }
    sentence = _(
        "Sao kê có %(rows)d khoản tiền vào, %(matched)d khoản đã khớp; %(before)d khoản đã có từ"
        " trước."
    )
    messages.success(request, sentence % told)
    if faulty := statement.faults.count():
        unread = _("Dòng không đọc được: %(faulty)d, xem trong danh sách sao kê bên dưới.")
        messages.warning(request, unread % {"faulty": faulty})
    return redirect(f"{request.path.removesuffix('nhap-sao-ke/')}?xem={ROWS}")


def _import(upload: UploadedFile[Any], payee: Authority, officer: User) -> Statement:
    with on_disk(upload, IN_THE_BROWSER) as path:
        return reconciliation.take_in(path, clean_line(upload.name or ""), payee, officer)


def desks_of(request: HttpRequest) -> list[Authority]:
    """The authorities whose cashier the officer is today; 404 for who is none."""
    held = reader_of(request).places(CASHIER)
    found = sorted(Authority.objects.filter(pk__in=held), key=lambda one: list_key(one.name))
    if not found:
        raise Http404
    return found


def page(
    request: HttpRequest, view: str, refusal: str = "", status: int = 200, **typed: Any
) -> HttpResponse:
    """The desk with one list open; `typed` is what was sent and refused."""
    desks, view = desks_of(request), view if view in VIEWS else WAITING
    counts = {
        WAITING: FeeRequest.objects.filter(payee__in=desks, state=FeeRequest.State.ASKED).count(),
        ROWS: StatementRow.objects.filter(statement__payee__in=desks, state__in=OPEN_ROWS).count(),
        REFUNDS: (
            Refund.objects.filter(payment__request__payee__in=desks, state=Refund.State.DUE).count()
        ),
    }
    shown = {
        **frame(reader_of(request), timezone.now(), "cashier"),
        "desks": desks,
        "view": view,
        "views": [(name, title, counts.get(name, 0)) for name, title in VIEWS.items()],
        "refusal": refusal,
        **_list(request, view, desks),
        **typed,
    }
    return render(request, "portal/office/cashier.html", shown, status=status)


def _list(request: HttpRequest, view: str, desks: list[Authority]) -> dict[str, Any]:
    if view == ROWS:
        reads.note(request, "cashier statement rows")
        rows = StatementRow.objects.filter(statement__payee__in=desks, state__in=OPEN_ROWS)
        statements = (
            Statement.objects.filter(payee__in=desks)
            .select_related("imported_by")
            .prefetch_related("faults")
        )
        return {"rows": rows.select_related("request")[:SHOWN], "statements": statements[:10]}
    if view == REFUNDS:
        due = Refund.objects.filter(payment__request__payee__in=desks, state=Refund.State.DUE)
        return {"refunds": _with_dossiers(due.select_related("payment__request")[:SHOWN])}
    links = DossierFee.objects.filter(request__payee__in=desks).select_related(
        "request", "dossier__version__procedure"
    )
    links = links.defer(*(f"dossier__{name}" for name in (*DEFINITION_TEXT, "answers", "office")))
    if view == DONE:
        settled = links.exclude(request__state=FeeRequest.State.ASKED).order_by(
            "-request__settled_at", "-pk"
        )
        return {"links": settled[:SHOWN]}
    waiting = list(
        links.filter(request__state=FeeRequest.State.ASKED).order_by("request_id")[:SHOWN]
    )
    return {"links": waiting, "paid_before": twins.paid_among(link.dossier for link in waiting)}


def _with_dossiers(refunds: Any) -> list[tuple[Refund, DossierFee]]:
    found = list(refunds)
    links = DossierFee.objects.select_related("dossier").filter(
        request__in=[one.payment.request_id for one in found]
    )
    by_request = {
        link.request_id: link for link in links.defer("dossier__answers", "dossier__office")
    }
    return [(one, by_request[one.payment.request_id]) for one in found]
