"""The control slip of a dossier as a PDF: made from the journal when it is asked for; its number is
the code.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from documents import codes, rendering, standard_facts
from documents.conversion import converter
from documents.models import Document
from documents.orders import DocumentOrder
from documents.slip_numbers import form_text
from documents.slips import CONTROL
from documents.word_templates import templates
from portal.http.isolation import in_our_frame
from portal.shared.desk_visitor import dossier_for
from portal.shared.dossier_files import POLICY
from workflows.reading_rights import What
from workflows.reports.control_slip import slip_facts


@in_our_frame
def control_slip(request: HttpRequest, code: str) -> HttpResponse:
    """Every time the dossier changed hands, until now."""
    dossier = dossier_for(request, code, What.JOURNAL)
    order = DocumentOrder(
        key="control",
        authority=dossier.deciding,
        kind="PKS",
        title="Phiếu kiểm soát quá trình giải quyết hồ sơ",
        template=CONTROL,
        symbol="",
        facts={"form": form_text(CONTROL), **slip_facts(dossier)},
    )
    number = f"PKS-{dossier.code}"
    facts = standard_facts.complete(order, number, codes.new_code(), timezone.now())
    made = Document(template=templates.current(CONTROL), facts=facts)
    response = HttpResponse(converter.to_pdfa(rendering.docx(made)), content_type="application/pdf")
    response.headers["Content-Disposition"] = (
        f'inline; filename="phieu-kiem-soat-{dossier.code}.pdf"'
    )
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response
