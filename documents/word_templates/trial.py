"""A Word template is tried before it is accepted: the whole production, with invented facts, short
of number and seal.

What fails here would fail after a number was used, and again for ever. Three papers are made: an
ordinary one, one whose facts are empty wherever the template allows for it, and one of long and
foreign words.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Collection, Iterator
from functools import lru_cache
from pathlib import Path

import pikepdf
from django.conf import settings
from django.utils.translation import gettext as _
from docx import Document as open_word
from jinja2 import nodes

from documents import rendering
from documents.conversion import converter, printable_letters
from documents.models import Document, Template
from documents.word_templates import sandbox, templates
from documents.word_templates.sandbox import TemplateFaulty

Facts = dict[str, str | list[str]]

_ORDINARY = "Nguyễn Thị Hường & Y Bình Niê"
_FOREIGN = "Trường ວິທະຍາໄລ ປາກເຊ <高中> " + "W" * 60
_ROWS = 3
_GIVEN = {"check_url": "https://motcua.example/k/7K2MQ9ZD4XWE", "check_code": "7K2M-Q9ZD-4XWE"}


def check(docx: bytes) -> None:
    """Make the three papers; raises TemplateFaulty with the sentence that says what is wrong and
    where.

    The templates that came with this release are tried by its tests and not again on each site.
    """
    if hashlib.sha256(docx).hexdigest() not in _shipped():
        _check(docx)


def fault_of(docx: bytes, stated: Collection[str]) -> str:
    """Why the file is no template for a paper that states these facts, in Vietnamese; "" when it is
    one.
    """
    try:
        if unknown := sorted(sandbox.names(docx) - templates.STANDARD_FACTS - set(stated)):
            named = ", ".join(f"{name} ({sandbox.places_of(docx, name)})" for name in unknown)
            return _("Mẫu có chỗ điền chưa có dữ liệu: %s.") % named
        check(docx)
    except TemplateFaulty as fault:
        return str(fault)
    return ""


@lru_cache(maxsize=64)
def _check(docx: bytes) -> None:
    asked = sandbox.names(docx)
    if places := sandbox.unfilled(docx):
        raise TemplateFaulty(_("Mẫu có chỗ điền ở nơi không được điền: %s.") % ", ".join(places))
    if commands := sandbox.commands(docx):
        raise TemplateFaulty(
            _("Mẫu chỉ được điền, không được tính toán hay gọi lệnh: %s.") % ", ".join(commands)
        )
    lists, printed = asked & frozenset(_lists(docx)), asked & sandbox.printed_names(docx)
    texts = asked - lists - {"qr"}
    papers: tuple[Facts, ...] = (
        {**dict.fromkeys(texts, _ORDINARY), **dict.fromkeys(lists, [_ORDINARY] * _ROWS)},
        {
            **dict.fromkeys(texts, ""),
            **dict.fromkeys(printed, _ORDINARY),
            **{key: [] for key in lists},
        },
        {**dict.fromkeys(texts, _FOREIGN), **dict.fromkeys(lists, [_FOREIGN] * _ROWS)},
    )
    for facts in papers:
        _refuse_boxes(_made(docx, {**facts, **_GIVEN}))


def _made(docx: bytes, facts: Facts) -> bytes:
    """The PDF of one invented paper."""
    try:
        filled = rendering.docx(Document(template=Template(docx=docx), facts=facts))
    # Jinja, lxml and python-docx each raise their own; all mean that it cannot be filled
    except Exception as error:
        raise TemplateFaulty(_("Chạy thử mẫu không điền được: %s.") % error) from error
    _refuse_leftovers(filled)
    try:
        return converter.to_pdfa(filled)
    except converter.ConverterAway:
        raise
    except converter.ConversionFailed as error:
        raise TemplateFaulty(_("Chạy thử mẫu không đổi được sang PDF.")) from error


def _refuse_leftovers(filled: bytes) -> None:
    words = "\n".join(
        node.text or "" for node in open_word(io.BytesIO(filled)).element.iter("{*}t")
    )
    if any(tag in words for tag in ("{{", "{%", "{#")):
        raise TemplateFaulty(_("Chạy thử mẫu: trên văn bản còn lại dấu của chỗ điền."))
    if missing := printable_letters.without_glyph([words]):
        raise TemplateFaulty(_("Mẫu có chữ không in được: %s.") % ", ".join(missing))


def _refuse_boxes(pdf: bytes) -> None:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        if any(0 in set(printable_letters.glyphs_of(page)) for page in opened.pages):
            raise TemplateFaulty(
                _("Chạy thử mẫu: có chữ in ra thành ô trống, hãy đổi phông chữ của mẫu.")
            )


def _lists(docx: bytes) -> Iterator[str]:
    """Names that the template goes through or counts into: facts that are lists of texts."""
    for tree in sandbox.parsed(docx).values():
        over = [loop.iter for loop in tree.find_all(nodes.For)] + [
            item.node for item in tree.find_all(nodes.Getitem)
        ]
        yield from (name.name for name in over if isinstance(name, nodes.Name))


@lru_cache(maxsize=1)
def _shipped() -> frozenset[str]:
    root = Path(settings.BASE_DIR)
    folders = (
        root / "documents/slips",
        root / "documents/decisions",
        *root.glob("workflows/procedures/*/templates"),
    )
    return frozenset(
        hashlib.sha256(path.read_bytes()).hexdigest()
        for folder in folders
        for path in folder.glob("*.docx")
    )
