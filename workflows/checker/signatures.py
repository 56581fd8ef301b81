"""Documents that several sign: every signer is there, every way keeps the order, what is signed
stands still.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import AnyStep, Definition, Finding, IssuedDocument
from workflows.definition.findings import Path, Rules, fault
from workflows.drawing import graph

SIGNATURES = Rules(
    {
        "signer_unknown": fault(
            "'{step}' should sign '{document}', but none of its outcomes does.",
            "Give one of its outcomes signs: {document}. {hint}",
            "Bước '{step}' phải ký '{document}' nhưng không lựa chọn nào của bước này là ký.",
            "Hãy thêm signs: {document} vào một lựa chọn của bước. {hint_vi}",
        ),
        "signer_unlisted": fault(
            "Outcome '{outcome}' signs '{document}', whose signatures do not list the step"
            " '{step}'.",
            "Add '{step}' to the document's signatures, in its place of the order.",
            "Lựa chọn '{outcome}' ký '{document}' nhưng signatures của văn bản không có bước"
            " '{step}'.",
            "Hãy thêm '{step}' vào signatures của văn bản, đúng thứ tự ký.",
        ),
        "signer_twice": fault(
            "'{step}' signs '{document}' twice.",
            "List it once: signing again replaces the signature before.",
            "Bước '{step}' ký '{document}' hai lần.",
            "Chỉ ghi một lần: ký lại thì thay chữ ký trước.",
        ),
        "signer_not_last": fault(
            "The last to sign '{document}' is '{step}', but it is signed at '{final}'.",
            "Put '{final}' at the end of signatures, or change signed_at.",
            "Người ký cuối của '{document}' là bước '{step}', nhưng signed_at là '{final}'.",
            "Hãy để '{final}' ở cuối signatures, hoặc sửa signed_at.",
        ),
        "signed_by_silence": fault(
            "Silence takes the outcome '{outcome}', by which '{document}' is issued: nobody would"
            " have signed it.",
            "Let silence take an outcome that leads to whoever signs.",
            "Im lặng dẫn tới lựa chọn '{outcome}' rồi phát hành '{document}', nhưng không ai ký.",
            "Hãy cho im lặng dẫn tới bước có người ký.",
        ),
        "signed_fact_late": fault(
            "The fact '{fact}' of '{document}' reads '{name}', which is not yet known when the"
            " first one signs.",
            "State it by what is known before the first signature, or let the earlier steps sign"
            " another document.",
            "Mục '{fact}' của '{document}' đọc '{name}', chưa có khi người đầu tiên ký; chữ ký sẽ"
            " mất hiệu lực.",
            "Hãy dùng thông tin đã có trước chữ ký đầu tiên.",
        ),
        "signature_early": fault(
            "'{step}' can sign '{document}' before '{before}' has signed.",
            "Let every way to it go through the step that signs before.",
            "Bước '{step}' có thể ký '{document}' khi bước '{before}' chưa ký.",
            "Mọi đường tới bước này phải qua bước ký trước.",
        ),
        "signature_missing": fault(
            "Step '{step}' can issue '{document}' before '{before}' has signed.",
            "Let every way to it go through every signature.",
            "Bước '{step}' có thể phát hành '{document}' khi bước '{before}' chưa ký.",
            "Mọi đường tới đây phải qua đủ các bước ký.",
        ),
        "signer_unsure": fault(
            "On this way '{paper}' cannot be issued: nobody has decided the step '{step}', at which"
            " it is signed.",
            "Let every way to it go through that step, decided by a person.",
            "Đi đường này thì không phát hành được '{paper}': chưa ai quyết định ở bước ký"
            " '{step}'.",
            "Mọi đường tới bước phát hành phải qua bước ký, do người có thẩm quyền quyết định.",
        ),
    }
)

_READS = re.compile(r"(?<![\w.])(?:office|noted)\.(\w+)|(?<![\w.])(dossier\.reason)\b")


def chains(definition: Definition) -> Iterator[Finding]:
    """Faults of `signatures` and `signs`, without walking the ways."""
    for number, document in enumerate(definition.documents):
        if document.signatures:
            yield from _chain(definition, document, ("documents", number))
    for number, step in enumerate(definition.steps):
        if step.outcomes:
            yield from _signing(definition, step, ("steps", number))


def _chain(definition: Definition, document: IssuedDocument, path: Path) -> Iterator[Finding]:
    names = {"document": document.id}
    signers = _signers(definition, document.id)
    for place, step in enumerate(document.signatures):
        here = (*path, "signatures", place)
        if step not in signers:
            steps = [one.id for one in definition.steps if one.outcomes]
            hints = {"hint": "", "hint_vi": ""} if step in steps else did_you_mean(step, steps)
            yield SIGNATURES.found("signer_unknown", here, step=step, **names, **hints)
        if step in document.signatures[:place]:
            yield SIGNATURES.found("signer_twice", here, step=step, **names)
    last = document.signatures[-1]
    if last != document.signed_at:
        yield SIGNATURES.found(
            "signer_not_last", (*path, "signatures"), step=last, final=document.signed_at, **names
        )
    for fact, text in document.facts.items():
        for step, reason in _READS.findall(text):
            if reason or step in document.signatures[1:]:
                where = (*path, "facts", fact)
                yield SIGNATURES.found(
                    "signed_fact_late", where, fact=fact, name=reason or f"office.{step}", **names
                )


def _signing(definition: Definition, step: AnyStep, path: Path) -> Iterator[Finding]:
    for place, outcome in enumerate(step.outcomes):
        if not outcome.signs:
            continue
        here = (*path, "outcomes", place, "signs")
        document = next((one for one in definition.documents if one.id == outcome.signs), None)
        if document is None:
            hints = did_you_mean(outcome.signs, definition.document_ids())
            yield REFERENCES.found(
                "reference_unknown", here, name=outcome.signs, what="document", **hints
            )
        elif step.id not in document.signatures:
            yield SIGNATURES.found(
                "signer_unlisted", here, step=step.id, outcome=outcome.id, document=document.id
            )
        if step.taken_by_silence == outcome.id:
            where = (*path, "silence", "outcome")
            yield SIGNATURES.found(
                "signed_by_silence", where, outcome=outcome.id, document=outcome.signs
            )


def _signers(definition: Definition, document: str) -> set[str]:
    """Steps with an outcome that signs the document."""
    return {
        step.id
        for step in definition.steps
        if any(outcome.signs == document for outcome in step.outcomes)
    }


def ways(definition: Definition) -> Iterator[Finding]:
    """Every way to a signature or to issuing goes through the signatures before it. Each fault told
    once.
    """
    for document in definition.documents:
        yield from _signed_by_nobody(definition, document)
        if not document.signatures:
            yield from _never_signed(definition, document)
        if document.signatures and set(document.signatures) == _signers(definition, document.id):
            yield from _walk(definition, document)


def _signed_by_nobody(definition: Definition, document: IssuedDocument) -> Iterator[Finding]:
    """Silence passes the step where the document is signed, and nobody signs before it is
    issued.
    """
    leads = graph.ways(definition)
    issues = [step.id for step in definition.steps if step.document == document.id]
    for number, step in enumerate(definition.steps):
        if step.id != document.signed_at or not step.taken_by_silence:
            continue
        path, taken = ("steps", number, "silence", "outcome"), step.taken_by_silence
        reached = (
            graph.traces({**leads, step.id: []}, [step.targets()[taken]])
            if taken in step.targets()
            else {}
        )
        for issue in issues:
            if issue in reached:
                trace = (step.id, *reached[issue])
                yield SIGNATURES.found(
                    "signed_by_silence", path, trace, outcome=taken, document=document.id
                )


def _never_signed(definition: Definition, document: IssuedDocument) -> Iterator[Finding]:
    """A way from the start to issuing that leaves out the step at which a person signs."""
    if document.signed_at not in {step.id for step in definition.steps if step.outcomes}:
        return
    unsigned = graph.traces({**graph.ways(definition), document.signed_at: []}, definition.starts())
    for number, step in enumerate(definition.steps):
        if step.document == document.id and step.id in unsigned:
            names = {"name": "signer_name", "paper": document.id, "step": document.signed_at}
            yield SIGNATURES.found("signer_unsure", ("steps", number), unsigned[step.id], **names)


def _walk(definition: Definition, document: IssuedDocument) -> Iterator[Finding]:
    told: set[Path] = set()
    numbers = {step.id: number for number, step in enumerate(definition.steps)}
    for here, signed, trace in _states(definition, document):
        step, path = definition.step(here), ("steps", numbers[here])
        missing = document.signatures[signed : signed + 1]
        if not missing or path in told:
            continue
        names = {"step": here, "document": document.id, "before": missing[0]}
        if step.document == document.id:
            told.add(path)
            yield SIGNATURES.found("signature_missing", path, trace, **names)
        elif here in document.signatures[signed + 1 :]:
            told.add(path)
            yield SIGNATURES.found("signature_early", path, trace, **names)


def _states(
    definition: Definition, document: IssuedDocument
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """Every step with how many have signed in a row when the dossier comes there, by a shortest
    way.

    A signature that is given again undoes those after it.
    """
    first = (definition.start, 0)
    seen: dict[tuple[str, int], tuple[str, ...]] = {first: (definition.start,)}
    waiting = [first]
    for here, signed in waiting:
        yield here, signed, seen[here, signed]
        for target, signs in _moves(definition.step(here), document.id):
            after = (target, min(document.signatures.index(here), signed) + 1 if signs else signed)
            if after not in seen:
                seen[after] = (*seen[here, signed], target)
                waiting.append(after)


def _moves(step: AnyStep, document: str) -> list[tuple[str, bool]]:
    """Where a step leads, and whether going there signs the document."""
    if step.outcomes:
        return [(outcome.to, outcome.signs == document) for outcome in step.outcomes]
    return [(target, False) for target in step.targets().values()]
