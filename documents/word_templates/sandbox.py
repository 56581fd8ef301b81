"""Jinja in Word files: a sandbox in which a template can print facts and nothing else."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, meta, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import SandboxedEnvironment

from foundation.untrusted_archives import ArchiveRefused, Caps, TooLarge, check_office

# a template is uploaded by an administrator, but a zip bomb is still refused
CAPS = Caps(unpacked=20 * 1024 * 1024)


_STRICT = b"http://purl.oclc.org/ooxml/"
_MAIN = b"wordprocessingml.document.main+xml"
# those docxtpl fills
_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title", "version")
_TAG = re.compile(r"\{\{|\{%|\{#")
_NEVER_FILLED = (
    (r"word/endnotes\.xml", gettext_lazy("chú thích cuối")),
    (r"word/comments\w*\.xml", gettext_lazy("nhận xét")),
    (r"word/glossary/.*\.xml", gettext_lazy("khối dựng sẵn")),
    (r"word/(charts|diagrams)/.*\.xml", gettext_lazy("biểu đồ, sơ đồ")),
    (r"docProps/(app|custom)\.xml|customXml/.*\.xml", gettext_lazy("thuộc tính tệp tự đặt")),
)


FILTERS = frozenset(
    {
        "upper",
        "lower",
        "title",
        "capitalize",
        "trim",
        "length",
        "count",
        "default",
        "d",
        "join",
        "first",
        "last",
        "escape",
        "e",
        "string",
        "int",
        "abs",
    }
)
MOST_LOOPS = 2  # one in the other
MOST_LISTED = 20  # items of a list that the template writes out and goes through
#: What printing facts takes: no name gets a new value, nothing is called, nothing is multiplied.
_KNOWN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Const,
    nodes.Name,
    nodes.Getattr,
    nodes.Getitem,
    nodes.Slice,
    nodes.Filter,
    nodes.Test,
    nodes.If,
    nodes.For,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Compare,
    nodes.Operand,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
    nodes.Neg,
    nodes.List,
    nodes.Tuple,
    nodes.Keyword,
)


class TemplateFaulty(ValueError):
    """The file is not a Word template that can be filled; the text says why, in Vietnamese, for the
    administrator.
    """


def environment() -> SandboxedEnvironment:
    """A new sandboxed environment: text is escaped for XML, an unknown name is an error, not a
    blank.
    """
    return SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, optimized=False)


class _Kept(SandboxedEnvironment):
    """Compiles each text of a template once in a process: the same few are filled by the
    hundred.
    """

    def from_string(self, source: str | nodes.Template, *_given: Any, **_more: Any) -> Template:
        return _compiled(str(source))


# body, header and footer of some forty templates; what a document says is in none of them
@lru_cache(maxsize=128)
def _compiled(source: str) -> Template:
    return environment().from_string(source)


def filling_environment() -> SandboxedEnvironment:
    """The same sandbox, with what it compiled before."""
    return _Kept(autoescape=True, undefined=StrictUndefined, optimized=False)


class _Asked(meta.TrackingCodeGenerator):
    """Finds the names without working anything out: `{{ 'a' * 10**9 }}` is only looked at."""

    def _output_child_to_const(self, *_given: Any) -> NoReturn:
        raise nodes.Impossible


def asked(tree: nodes.Template) -> set[str]:
    """The names that the tree asks for. Raises TemplateError for a filter or test that nobody
    knows.
    """
    found = _Asked(tree.environment or environment())
    found.optimizer = None
    found.visit(tree)
    return found.undeclared_identifiers


@lru_cache(maxsize=64)
def names(docx: bytes) -> frozenset[str]:
    """Every name the template asks for. Raises TemplateFaulty."""
    found: set[str] = set()
    for place, tree in parsed(docx).items():
        try:
            found |= asked(tree)
        except TemplateError as error:  # a filter or test that nobody knows
            fault = _("Mẫu có lỗi cú pháp ở %(place)s: %(error)s") % {
                "place": place,
                "error": error.message,
            }
            raise TemplateFaulty(fault) from error
    return frozenset(found)


@lru_cache(maxsize=64)
def printed_names(docx: bytes) -> frozenset[str]:
    """The names printed as they are (`{{ name }}`, with or without a filter): an empty fact would
    leave a blank.

    A template that allows for an empty fact says so: `{{ grade or "(không ghi)" }}` or `{% if grade
    %}…{% endif %}`.
    """
    printed = (set(_printed(tree, frozenset())) & asked(tree) for tree in parsed(docx).values())
    return frozenset().union(*printed)


@lru_cache(maxsize=64)
def parsed(docx: bytes) -> dict[str, nodes.Template]:
    """Place in the file, in Vietnamese → what Jinja reads there; every place that is filled. Raises
    TemplateFaulty.
    """
    _refuse_unreadable(docx)
    trees = {}
    for place, source in _sources(docx).items():
        try:
            trees[place] = environment().parse(source)
        except TemplateError as error:
            fault = _("Mẫu có lỗi cú pháp ở %(place)s: %(error)s") % {
                "place": place,
                "error": error.message,
            }
            raise TemplateFaulty(fault) from error
    return trees


def places_of(docx: bytes, name: str) -> str:
    """Where the template asks for the name: "cước chú, chân trang"."""
    asking = (place for place, tree in parsed(docx).items() if name in asked(tree))
    return ", ".join(asking)


def _refuse_unreadable(docx: bytes) -> None:
    try:
        check_office(docx, "word/document.xml", CAPS)
    except TooLarge as refused:
        raise TemplateFaulty(_("Tệp Word quá lớn.")) from refused
    except ArchiveRefused as refused:
        raise TemplateFaulty(_("Tệp không phải là tài liệu Word (.docx).")) from refused
    _refuse_strict(docx)
    types = (
        zipfile.ZipFile(io.BytesIO(docx)).read("[Content_Types].xml") if _has_types(docx) else b""
    )
    if _MAIN not in types and re.search(rb"template\.main\+xml|macroEnabled", types):
        raise TemplateFaulty(
            _(
                "Tệp là bản mẫu của Word (.dotx) hoặc có macro (.docm). "
                "Hãy mở bằng Word, chọn Lưu thành “Tài liệu Word (.docx)”."
            )
        )


def _refuse_strict(docx: bytes) -> None:
    """The other form of the standard (ISO/IEC 29500 Strict), which Word offers and no library here
    reads.
    """
    if _STRICT in zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml")[:4000]:
        raise TemplateFaulty(
            _(
                "Tệp được lưu theo kiểu “Strict Open XML”. Hãy mở bằng Word, chọn Lưu thành “Tài"
                " liệu Word (.docx)”."
            )
        )


def _has_types(docx: bytes) -> bool:
    return "[Content_Types].xml" in zipfile.ZipFile(io.BytesIO(docx)).namelist()


def _sources(docx: bytes) -> dict[str, str]:
    """The XML of every part that is filled, Word's run splits inside tags joined, and the text of
    the properties.
    """
    try:
        template = DocxTemplate(io.BytesIO(docx))
        template.init_docx()
        body = template.patch_xml(template.get_xml())
    except Exception as error:  # python-docx and lxml raise what they meet in a broken package
        raise TemplateFaulty(_("Tệp Word bị hỏng, không mở được.")) from error
    filled: dict[str, list[str]] = {_("phần thân"): [body]}
    for place, uri in (
        (_("đầu trang"), template.HEADER_URI),
        (_("chân trang"), template.FOOTER_URI),
    ):
        parts = [
            template.patch_xml(template.get_part_xml(part))
            for _key, part in template.get_headers_footers(uri)
        ]
        filled[place] = parts
    notes = (
        part.blob
        for part in template.docx.part.package.parts
        if part.content_type.endswith(".footnotes+xml")
    )
    filled[_("cước chú")] = [template.patch_xml(blob.decode()) for blob in notes]
    said = template.docx.core_properties
    filled[_("thuộc tính tệp")] = [str(getattr(said, name) or "") for name in _PROPERTIES]
    return {place: "\n".join(sources) for place, sources in filled.items() if any(sources)}


def commands(docx: bytes) -> list[str]:
    """What the template does beyond printing facts: it may put words together, choose, and go
    through lists of facts.

    A reckoning such as `9**9**9`, a filter such as `center(10**9)`, a loop in a loop in a loop or
    `{% set x = x ~ x %}` forty times would hold the process that fills it for ever.
    """
    return sorted({told for tree in parsed(docx).values() for told in _commands(tree, 0)})


def _commands(node: nodes.Node, loops: int) -> Iterator[str]:
    if isinstance(node, nodes.For):
        loops += 1
        if loops > MOST_LOOPS or node.recursive or not _is_list_of_facts(node.iter):
            yield "for"
    elif isinstance(node, nodes.Filter) and node.name not in FILTERS:
        yield f"|{node.name}"
    elif not isinstance(node, _KNOWN):
        yield _called(node)
    for child in node.iter_child_nodes():
        yield from _commands(child, loops)


def _called(node: nodes.Node) -> str:
    """As its writer calls it: `*`, `set`, `range()`."""
    if isinstance(node, nodes.Assign | nodes.AssignBlock):
        return "set"
    return getattr(node, "operator", "") or type(node).__name__.lower()


def _is_list_of_facts(node: nodes.Node) -> bool:
    """A fact, a part of one, or a few words that are written out."""
    while isinstance(node, nodes.Getattr | nodes.Getitem):
        node = node.node
    short = isinstance(node, nodes.List | nodes.Tuple) and len(node.items) <= MOST_LISTED
    return isinstance(node, nodes.Name) or short


def unfilled(docx: bytes) -> list[str]:
    """Places where the file has a tag that nobody fills: endnotes, comments, properties of the
    office's own.
    """
    found = []
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        for name in archive.namelist():
            place = next(
                (place for pattern, place in _NEVER_FILLED if re.fullmatch(pattern, name)), None
            )
            if place and _TAG.search(
                re.sub(r"<[^>]*>", "", archive.read(name).decode(errors="replace"))
            ):
                found.append(str(place))
    return found


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
        yield from (
            name for part in node.nodes if (name := _bare_name(part)) and name not in guarded
        )
        return
    for child in node.iter_child_nodes():
        yield from _printed(child, guarded)


def _with_self(node: nodes.Node, kind: type[nodes.Name]) -> Iterator[nodes.Name]:
    if isinstance(node, kind):
        yield node
    yield from node.find_all(kind)


def _bare_name(expression: nodes.Node) -> str | None:
    """The name behind `{{ name }}` or `{{ name|upper }}`; None for anything that says what an empty
    fact means.
    """
    while isinstance(expression, nodes.Filter) and expression.node is not None:
        expression = expression.node
    return expression.name if isinstance(expression, nodes.Name) else None
