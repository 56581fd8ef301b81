"""The logbook as .xlsx: text and dates only, nothing that a spreadsheet would calculate."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from privacy.reads import plain_cell
from workflows.reports.logbook import Row

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def logbook(rows: Iterable[Row], title: str) -> bytes:
    """The columns of the form, a line for each dossier; names and addresses that begin like a
    formula stay text.
    """
    from openpyxl import Workbook  # heavy, and wanted by few processes

    made = Workbook(write_only=True)
    sheet = made.create_sheet("STD")
    sheet.append([plain_cell(_("SỔ THEO DÕI HỒ SƠ – %(title)s") % {"title": title})])
    sheet.append([plain_cell(heading) for heading in headings()])
    for row in rows:
        sheet.append([row.number, *(plain_cell(cell) for cell in _cells(row))])
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def headings() -> list[str]:
    """The columns as the form has them."""
    return [
        *(
            _("STT"),
            _("Mã hồ sơ"),
            _("Tên thủ tục hành chính"),
            _("Tên tổ chức, cá nhân"),
            _("Địa chỉ, điện thoại"),
        ),
        *(
            _("Cơ quan chủ trì giải quyết"),
            _("Nhận hồ sơ"),
            _("Hẹn trả"),
            _("Trả kết quả"),
            _("Phương thức nhận"),
        ),
        _("Ký nhận"),
    ]


def _cells(row: Row) -> list[str]:
    moments = (_moment(row.received), _moment(row.due), _moment(row.returned))
    return [
        row.dossier.code,
        row.procedure,
        row.name,
        row.contact,
        row.leads,
        *moments,
        row.way,
        "",
    ]


def _moment(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M %d/%m/%Y}" if at else ""
