"""Papers asked once, uploads that exist, templates that are given every fact they print."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from documents.templates import STANDARD_FACTS
from forms.language import AttachmentField
from organisations.text import fold
from workflows.checker.rules import MEANING, did_you_mean
from workflows.definition import Case, Definition, Finding
from workflows.definition.base import in_vietnamese
from workflows.definition.findings import Path


def papers(definition: Definition) -> Iterator[Finding]:
    """No paper twice in a case; a paper's field is an upload of the form."""
    uploads = [field.id for field in definition.form.fields() if isinstance(field, AttachmentField)]
    for number, case in enumerate(definition.cases):
        yield from _twice(number, case)
        for place, paper in enumerate(case.papers):
            if paper.field and paper.field not in uploads:
                path = ("cases", number, "papers", place, "field")
                names = {"paper": paper.id, "field": paper.field, **did_you_mean(paper.field, uploads)}
                yield MEANING.found("paper_field", path, **names)


def _twice(number: int, case: Case) -> Iterator[Finding]:
    seen: set[str] = set()
    for place, paper in enumerate(case.papers):
        signs = {paper.id, fold(in_vietnamese(paper.name))}
        if signs & seen:
            yield MEANING.found(
                "paper_twice", ("cases", number, "papers", place), paper=in_vietnamese(paper.name), case=case.id
            )
        seen |= signs


def checked(definition: Definition) -> Iterator[Finding]:
    """Every document says which of its facts the public check shows; a birth date is asked only where one is known."""
    for number, document in enumerate(definition.documents):
        if document.check is None:
            yield MEANING.found("check_unsaid", ("documents", number), document=document.id)
            continue
        check: Path = ("documents", number, "check")
        for when, shown in (("at_once", document.check.at_once), ("with_birth_date", document.check.with_birth_date)):
            for name in sorted(shown.keys() - document.facts.keys()):
                hints = did_you_mean(name, document.facts)
                yield MEANING.found("check_unknown", (*check, when, name), document=document.id, name=name, **hints)
        if document.check.with_birth_date and "birth_date" not in document.holder:
            yield MEANING.found("check_for_nobody", (*check, "with_birth_date"), document=document.id)


def templates(definition: Definition, placeholders: Mapping[str, Collection[str]] | None) -> Iterator[Finding]:
    """Every name a template prints is a fact of the document, or one that every document has."""
    if placeholders is None:
        return
    for number, document in enumerate(definition.documents):
        asked = placeholders.get(document.template)
        if asked is None:
            path = ("documents", number, "template")
            yield MEANING.found("template_missing", path, template=document.template)
            continue
        known = {*document.facts, *STANDARD_FACTS}
        for name in sorted(set(asked) - known):
            place = ("documents", number, "facts")
            hints = did_you_mean(name, sorted(known))
            yield MEANING.found("placeholder_unknown", place, template=document.template, name=name, **hints)
        for name in sorted(set(document.facts) - set(asked)):
            fact = ("documents", number, "facts", name)
            yield MEANING.found("fact_unused", fact, template=document.template, name=name)
