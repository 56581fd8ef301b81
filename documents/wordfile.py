"""Jinja in Word files: a sandbox in which a template can print facts and nothing else."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, meta, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from organisations.archives import ArchiveRefused, Caps, TooLarge, check_office

CAPS = Caps(unpacked=20 * 1024 * 1024)  # a template is uploaded by an administrator, but a zip bomb is still refused


class TemplateFaulty(ValueError):
    """The file is not a Word template that can be filled; the text says why, in Vietnamese, for the administrator."""


def environment() -> SandboxedEnvironment:
    """A new sandboxed environment: text is escaped for XML, an unknown name is an error, not a blank."""
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


@lru_cache(maxsize=64)
def names(docx: bytes) -> frozenset[str]:
    """Every name the template asks for. Raises TemplateFaulty."""
    return frozenset(meta.find_undeclared_variables(_parsed(docx)))


@lru_cache(maxsize=64)
@lru_cache(maxsize=64)
def printed_names(docx: bytes) -> frozenset[str]:
    """The names printed as they are (`{{ name }}`, with or without a filter): an empty fact would leave a blank.

    A template that allows for an empty fact says so: `{{ grade or "(không ghi)" }}` or `{% if grade %}…{% endif %}`.
    """
    tree = _parsed(docx)
    return frozenset(_printed(tree, frozenset())) & meta.find_undeclared_variables(tree)


def _parsed(docx: bytes) -> nodes.Template:
    _refuse_unreadable(docx)
    try:
        return environment().parse(_text(docx))
    except TemplateError as error:
        raise TemplateFaulty(_("Mẫu có lỗi cú pháp: %s") % error.message) from error


def _refuse_unreadable(docx: bytes) -> None:
    try:
        check_office(docx, "word/document.xml", CAPS)
    except TooLarge as refused:
        raise TemplateFaulty(_("Tệp Word quá lớn.")) from refused
    except ArchiveRefused as refused:
        raise TemplateFaulty(_("Tệp không phải là tài liệu Word (.docx).")) from refused


def _text(docx: bytes) -> str:
    """The template's source: the XML of body, headers and footers, with Word's run splits inside tags joined."""
    template = DocxTemplate(io.BytesIO(docx))
    template.init_docx()
    sources = [template.patch_xml(template.get_xml())]
    for uri in (template.HEADER_URI, template.FOOTER_URI):
        sources += [template.patch_xml(template.get_part_xml(part)) for _key, part in template.get_headers_footers(uri)]
    return "\n".join(sources)


def _printed(node: nodes.Node, guarded: frozenset[str]) -> Iterator[str]:
    """Names printed under `node`, less those that an enclosing `if` has found to be non-empty."""
    if isinstance(node, nodes.If):
        tested = frozenset(name.name for name in _with_self(node.test, nodes.Name))
        for child in node.body:
            yield from _printed(child, guarded | tested)
        for child in [*node.elif_, *node.else_]:
            yield from _printed(child, guarded)
        return
    if isinstance(node, nodes.Output):
        yield from (name for part in node.nodes if (name := _bare_name(part)) and name not in guarded)
        return
    for child in node.iter_child_nodes():
        yield from _printed(child, guarded)


def _with_self(node: nodes.Node, kind: type[nodes.Name]) -> Iterator[nodes.Name]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _bare_name(expression: nodes.Node) -> str | None:
    """The name behind `{{ name }}` or `{{ name|upper }}`; None for anything that says what an empty fact means."""
    while isinstance(expression, nodes.Filter) and expression.node is not None:
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else None
