"""The Word file of a document: its frozen template filled with its frozen facts, nothing else."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from docx.opc.coreprops import CoreProperties
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage

from documents import qr
from documents.conversion.converter import LANGUAGE
from documents.models import Document
from documents.word_templates import sandbox


class _Template(DocxTemplate):  # type: ignore[misc] # docxtpl carries no types
    """Joins the tags that Word has split once for each text of a template, which is filled by the
    hundred.
    """

    def patch_xml(self, src_xml: str) -> str:
        return _joined(src_xml)


@lru_cache(maxsize=128)
def _joined(xml: str) -> str:
    # it asks nothing of the template that it is given
    return str(DocxTemplate.patch_xml(None, xml))


def docx(document: Document) -> bytes:
    """Fill the document's template. Raises jinja2.UndefinedError or SecurityError for a template
    that asks too much.
    """
    template = _Template(io.BytesIO(bytes(document.template.docx)))
    picture = InlineImage(
        template, io.BytesIO(qr.png(document.facts["check_url"])), width=Mm(qr.PRINTED_MM)
    )
    template.render({**document.facts, "qr": picture}, sandbox.filling_environment())
    _name(template.docx.core_properties, document.facts)
    buffer = io.BytesIO()
    template.save(buffer)
    return buffer.getvalue()


def _name(properties: CoreProperties, facts: Mapping[str, Any]) -> None:
    """What a reader's title bar and a screen reader say of the file: kind and number, and whose
    paper it is.
    """
    said = (str(facts.get(name, "")) for name in ("title", "number_symbol"))
    properties.title = " số ".join(filter(None, said))
    properties.author = properties.last_modified_by = str(facts.get("agency_name", ""))
    properties.subject = properties.keywords = properties.comments = properties.category = ""
    properties.language = LANGUAGE
