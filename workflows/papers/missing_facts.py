"""What a document still lacks, by label and step: asked before anybody signs it, while it can be
put right.

The document is drawn up as issuing would draw it up, without a number. What somebody is still going
to fill in on the way from here to the number counts as stated. It is the engine's question, so it
holds for frozen versions too.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from documents.issuing import blanks, unprinted
from documents.orders import LettersWithoutGlyph
from forms.conditions.evaluation import Condition
from foundation.languages import in_language
from workflows.act import Act
from workflows.definition import Definition, Gate, IssuedDocument, Outcome
from workflows.drawing import graph
from workflows.errors import Incomplete
from workflows.models import Dossier, WorkItem
from workflows.papers import issuance, register_writers
from workflows.papers.issuance import Signer
from workflows.process.conditions import GRANT, holds

NOTED = re.compile(r"(?<![\w.\"'])(?:office|noted)\.(\w+)\.(?:all\.)?(\w+)")
DECIDING = ("approve", "refuse")
#: Acts that ask nobody to stand by a document.
LEAVES_OPEN = ("send_back", "ask_supplement", "accept", "refuse_reception", "return_result")
#: What a document takes from whoever signs it, not from the dossier.
OF_SIGNER = ("signer_name", "signer_position")
SOMEBODY = Signer("…", "…")  # who signs later

Source = tuple[str, str]  # step ("" the application), and the field of it


@dataclass(frozen=True)
class Unmade:
    """Why a document could not be made: what it lacks and where that is filled in, or a register's
    own sentence.
    """

    what: IssuedDocument
    lacks: tuple[Source, ...]
    refusal: str = ""

    @property
    def steps(self) -> list[str]:
        """Where it is put right, in the order of the document; "" is the application."""
        return list(dict.fromkeys(step for step, _name in self.lacks))


def refuse_unmade(act: Act, item: WorkItem, chosen: Outcome) -> None:
    """Raise Incomplete where the outcome signs, decides or has signed what could not be made from
    what is there now.
    """
    signer = issuance.signer_of(act.actor, act.cover)
    if found := unmade(act.dossier, act.definition, item.step, chosen, signer, act.now):
        raise Incomplete(sentence(found, act.definition, item.step))


def refuse_number(act: Act, item: WorkItem) -> None:
    """Raise Incomplete where the document that is about to get its number lacks something."""
    step = act.definition.step(item.step)
    if step.document:
        what = act.definition.document(step.document)
        signer = issuance.standing_signer(act.dossier, what)
        if found := _missing(act.dossier, act.definition, what, signer, act.now, ()):
            raise Incomplete(sentence(found, act.definition, item.step))


def unmade(
    dossier: Dossier,
    definition: Definition,
    here: str,
    chosen: Outcome,
    signer: Signer | None,
    now: dt.datetime,
    still: Collection[str] = (),
) -> Unmade | None:
    """What stands against the outcome, chosen at the step `here`; None when its document could be
    made.

    `still` are steps whose fields may yet be filled in besides those on the way. Where a later
    choice tells which document it will be, one that could be made is enough.
    """
    if chosen.act in LEAVES_OPEN:
        return None
    coming = _coming(dossier, definition, chosen.to)
    found = []
    for what in _bound(definition, here, chosen, coming):
        one = _missing(
            dossier,
            definition,
            what,
            _signer(dossier, what, here, coming, signer),
            now,
            {*coming, *still},
        )
        if one is None:
            return None
        found.append(one)
    return min(found, key=lambda one: len(one.lacks), default=None)


def sentence(found: Unmade, definition: Definition, here: str) -> str:
    """Which document, what it lacks, at which step that is filled in, and what to do about it."""
    if found.refusal:
        return found.refusal
    names = {"document": in_language(found.what.title)}
    names["lacks"] = ", ".join(_told(step, name, definition) for step, name in found.lacks)
    said = _("“%(document)s” chưa lập được vì còn thiếu %(lacks)s.") % names
    if set(found.steps) <= {here, ""}:
        return said
    return _("%(said)s Hãy trả hồ sơ về bước đó.") % {"said": said}


def _told(step: str, name: str, definition: Definition) -> str:
    if name in OF_SIGNER:
        return str(
            _("họ tên người ký")
            if name == OF_SIGNER[0]
            else _("chức vụ người ký (ghi trong tài khoản)")
        )
    if not step:
        field = next((one for one in definition.form.fields() if one.id == name), None)
        label = in_language(field.label) if field else name
        return _("“%(label)s” (trong đơn)") % {"label": label}
    place = definition.step(step)
    field = next((one for one in place.fields if one.id == name), None)
    noted = str(_("Lý do")) if name == "reason" else name
    label = in_language(field.label) if field else noted
    return _("“%(label)s” (bước “%(step)s”)") % {"label": label, "step": in_language(place.title)}


def _bound(
    definition: Definition, here: str, chosen: Outcome, coming: Collection[str]
) -> list[IssuedDocument]:
    """The documents that the outcome signs, decides, has signed next or has numbered."""
    if chosen.signs:
        return [definition.document(chosen.signs)]
    signing = set(_signing_steps(definition))
    if chosen.act in DECIDING or here in signing or _next(definition, chosen.to, coming) & signing:
        issued = [step.document for step in definition.steps if step.document and step.id in coming]
        return [definition.document(name) for name in dict.fromkeys(issued)]
    return []


def _signing_steps(definition: Definition) -> Iterator[str]:
    """Steps where a document is signed or decided, and those that give it its number."""
    for what in definition.documents:
        yield from (what.signed_at, *what.signatures)
    for step in definition.steps:
        if step.document or any(one.act in DECIDING for one in step.outcomes):
            yield step.id


def _next(definition: Definition, start: str, coming: Collection[str]) -> set[str]:
    """The step a move leads to; behind a gate those it may lead to."""
    onward = graph.forward(definition)
    gates = {step.id for step in definition.steps if step.turns_on}
    passed = graph.traces({step: onward[step] if step in gates else [] for step in onward}, [start])
    return {step for step in passed if step not in gates and step in coming}


def _coming(dossier: Dossier, definition: Definition, start: str) -> set[str]:
    """`start` and all that can still come until the number; a gate over what is known by now turns
    as it will.
    """
    onward = graph.forward(definition)
    onward |= {step.id: [] for step in definition.steps if step.document}
    whole = set(graph.traces(onward, [start]))
    for step in definition.steps:
        if isinstance(step, Gate) and not whole & {
            place for place, _name in NOTED.findall(step.when)
        }:
            onward[step.id] = [step.turned(holds(step.when, dossier))]
    return set(graph.traces(onward, [start]))


def _signer(
    dossier: Dossier,
    what: IssuedDocument,
    here: str,
    coming: Collection[str],
    officer: Signer | None,
) -> Signer | None:
    if what.signed_at == here:
        return officer or SOMEBODY
    return SOMEBODY if what.signed_at in coming else issuance.standing_signer(dossier, what)


def _missing(
    dossier: Dossier,
    definition: Definition,
    what: IssuedDocument,
    signer: Signer | None,
    now: dt.datetime,
    still: Collection[str],
) -> Unmade | None:
    """What the document lacks now; what a step of `still` fills in is not counted."""
    lacks: dict[Source, None] = {}
    order = issuance.document_order(dossier, definition, what, signer, "")
    blank = blanks(issuance.with_blanks(order, what))
    texts = {name: what.facts.get(name, "") for name in sorted(blank)}
    for name, text in {**texts, **register_writers.unstated(dossier, definition, what)}.items():
        sources = _sources(text, definition, dossier, what) or [("", name)]
        if not any(step in still for step, _name in sources):
            lacks |= dict.fromkeys(sources)
    if lacks:
        return Unmade(what, tuple(lacks))
    if boxes := unprinted(order):
        written = [
            source
            for name in boxes
            for source in _sources(what.facts.get(name, ""), definition, dossier, what)
        ]
        return Unmade(what, tuple(dict.fromkeys(written)), str(LettersWithoutGlyph.of(boxes)))
    try:
        issuance.demand_register(dossier, definition, what, now, drafted=bool(still))
    except Incomplete as refused:
        return Unmade(what, _register_sources(definition, what), str(refused))
    return None


def _register_sources(definition: Definition, what: IssuedDocument) -> tuple[Source, ...]:
    """Where that was noted which a register will not take."""
    texts = [text for told in what.registers for text in told.values.values()]
    noted = [source for text in texts for source in NOTED.findall(text)]
    return tuple(dict.fromkeys([*definition.register_fields(), *noted]))


def _sources(
    text: str, definition: Definition, dossier: Dossier, what: IssuedDocument
) -> list[Source]:
    """Where the value of a fact comes from; of several only those that are empty now."""
    if not text:
        return []
    names = Condition(text).references
    found: list[Source] = list(NOTED.findall(text))
    found += definition.register_fields() if "register" in names else []
    found += definition.grant_fields() if GRANT in names else []
    found += [(what.signed_at, "reason")] if "dossier.reason" in text else []
    asked = {one.id for one in definition.form.fields()}
    found += [
        ("", one)
        for one in dict.fromkeys([*names, *re.findall(r"\b(?:shown|area)\.(\w+)", text)])
        if one in asked
    ]
    empty = [(step, name) for step, name in found if not _stated(dossier, step, name)]
    return empty or found


def _stated(dossier: Dossier, step: str, name: str) -> bool:
    said = dossier.office.get(step, {}) if step else dossier.answers
    return said.get(name) not in (None, "", [])
