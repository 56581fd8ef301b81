"""Word templates: published once, then frozen; what they ask for; which facts this app adds to
every document.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.db import transaction
from django.db.models import Max

from documents.models import Template
from documents.orders import TemplateMissing
from documents.word_templates import sandbox
from documents.word_templates.sandbox import TemplateFaulty

__all__ = ["STANDARD_FACTS", "TemplateFaulty", "current", "placeholders", "printed", "publish"]

STANDARD_FACTS = frozenset(
    {
        "number_symbol",  # "12/BS-SGDĐT"
        "place_and_date",  # "Đắk Lắk, ngày 05 tháng 02 năm 2026"
        "agency",  # in capitals, as in the letterhead
        "agency_name",  # as in running text
        "parent_agency",  # empty for an authority without one
        "title",
        "signer_name",
        "signer_position",
        "issuer",  # whose decision it is: "Giám đốc Sở …", also where a deputy signs
        "recipients",  # list; the order may state its own
        "check_url",
        "check_code",  # grouped: "7K2M-Q9ZD-4X5J"
        "qr",  # the picture of check_url
        "notice",  # "BẢN DÙNG THỬ …" while the demo seal is in use, else empty
    }
)

_SHIPPED = Path(__file__).parent.parent
#: SHA-256 of slips that were shipped before: where no authority has put its own in their place,
#: today's follow them.
_SHIPPED_BEFORE = frozenset(
    {
        "4bdb83e196496230c219cbcc9bc504b2924624b4219452c4965c78aec93be826",
        "8d0a5f1c40389778e74f0028d0299259b3e7d52dbd0681a405959fa4743d0003",
        "eb26dde4fb695a1d7d11fc729b5b6979b2fb2e975b574d619cd5b488dd1e546e",
    }
)


def placeholders(docx: bytes) -> set[str]:
    """Every name the Word template asks for, standard facts included. Raises TemplateFaulty."""
    return set(sandbox.names(docx))


def printed(docx: bytes) -> frozenset[str]:
    """The names it prints as they are, so that an empty one would leave a blank. Raises
    TemplateFaulty.
    """
    return sandbox.printed_names(docx)


def publish(name: str, source: Path | bytes) -> Template:
    """Publish a Word template under a name; the same content again is the version it already is.

    A new content becomes the next version; documents already issued keep theirs. Raises
    TemplateFaulty.
    """
    docx = source if isinstance(source, bytes) else source.read_bytes()
    asked = sorted(placeholders(docx))
    digest = hashlib.sha256(docx).hexdigest()
    with transaction.atomic():
        newest = Template.objects.filter(name=name).aggregate(newest=Max("version"))["newest"] or 0
        template, _created = Template.objects.get_or_create(
            name=name,
            sha256=digest,
            defaults={"version": newest + 1, "docx": docx, "placeholders": asked},
        )
    return template


def was_published(name: str, docx: bytes) -> bool:
    """True when this content was a version of the template some time."""
    return Template.objects.filter(name=name, sha256=hashlib.sha256(docx).hexdigest()).exists()


def current(name: str, sha256: str = "") -> Template:
    """The newest version, or the one of this content; a slip or decision of this app is published
    at first use, and again where the newest is what this app shipped before.

    Raises TemplateMissing.
    """
    versions = (
        Template.objects.filter(name=name, sha256=sha256)
        if sha256
        else Template.objects.filter(name=name)
    )
    template = versions.order_by("-version").first()
    if template is not None and (sha256 or template.sha256 not in _SHIPPED_BEFORE):
        return template
    shipped = _SHIPPED / f"{name}.docx"
    if sha256 or not name.startswith(("slips/", "decisions/")) or not shipped.is_file():
        raise TemplateMissing(f"no template was published as {name!r}")
    return publish(name, shipped)
