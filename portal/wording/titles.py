"""What a document, its issuer and the offices of a journal are called in the reader's language.

On papers and in the journal itself they stand in Vietnamese, as they were called then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import get_language, gettext_noop
from django.utils.translation import gettext as _

from documents.models import Document
from foundation.languages import in_language, in_vietnamese
from organisations.models import Authority
from registers.models import Grant
from workflows.journal.entries import SYSTEM_NAME
from workflows.models import Entry
from workflows.published import in_force

_VIETNAMESE = "vi"
#: What the procedures of the house grant, as their definitions write it into the public book.
GRANTED = (
    gettext_noop("Cho phép trường THPT hoạt động giáo dục"),
    gettext_noop("Trường đạt chuẩn quốc gia"),
)


def document_title(document: Document) -> str:
    """The kind of document: as its procedure calls it, as the portal calls its slips; Vietnamese
    where neither does.

    A document outlives its dossier: the template's name tells which procedure it belongs to.
    """
    if get_language() == _VIETNAMESE:
        return document.title
    slug, _sign, stem = document.template.name.partition("/")
    definition = in_force(slug)
    documents = definition.documents if definition else ()
    found = next((one.title for one in documents if one.template_name == stem), None)
    # a later version may call it otherwise
    same = found is not None and in_vietnamese(found) == document.title
    return in_language(found) if same else _(document.title)


def granted(title: str) -> str:
    """What was granted; as the book says it where no other words are known."""
    return _(title) if title in GRANTED else title


def issuer_name(document: Document | Grant) -> str:
    """Who issued it; in another language only while the authority still has the name that the paper
    bears.
    """
    if get_language() == _VIETNAMESE:
        return document.authority_name
    authority = document.authority
    is_called_so = authority.name == document.authority_name
    return (is_called_so and authority.name_en) or document.authority_name


def offices_of(entries: Iterable[Entry]) -> Callable[[str], str]:
    """What the offices in these entries, and the worker, are called; asks the database only for
    another language.
    """
    if get_language() == _VIETNAMESE:
        return str
    names = {entry.authority for entry in entries if entry.authority}
    found = (
        Authority.objects.filter(name__in=names).exclude(name_en="").values_list("name", "name_en")
    )
    known = {SYSTEM_NAME: _("Hệ thống"), **dict(found)}
    return lambda name: known.get(name, name)
