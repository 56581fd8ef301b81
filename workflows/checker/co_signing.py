"""The second person who confirms an application: a person of the form, who is reached by a contact
of their own.
"""

from __future__ import annotations

from collections.abc import Iterator

from workflows.checker.rules import REFERENCES, did_you_mean
from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, fault

CO_SIGNING = Rules(
    {
        "co_signer_kind": fault(
            "co_signer.{part} names '{name}', which is a question of kind {kind}, not {wanted}.",
            "Name a question of kind {wanted}.",
            "co_signer.{part} nêu '{name}', là câu hỏi loại {kind}, không phải {wanted}.",
            "Hãy nêu một câu hỏi loại {wanted}.",
        ),
        "co_signer_is_applicant": fault(
            "co_signer.{part} names '{name}', which is the applicant's own.",
            "Ask for the second person, and how to reach them, in questions of their own.",
            "co_signer.{part} nêu '{name}', là của chính người nộp.",
            "Hãy hỏi người thứ hai và liên hệ của họ bằng những câu hỏi riêng.",
        ),
        "co_signer_unreached": fault(
            "No question says how the second person is reached.",
            "Name a question of kind phone or email in co_signer.",
            "Không có câu hỏi nào cho biết liên hệ của người thứ hai.",
            "Hãy nêu một câu hỏi loại phone hoặc email trong co_signer.",
        ),
    }
)


def signed_by_two(definition: Definition) -> Iterator[Finding]:
    """Faults of `co_signer`."""
    rule = definition.co_signer
    if rule is None:
        return
    if not rule.phone and not rule.email:
        yield CO_SIGNING.found("co_signer_unreached", ("co_signer",))
    kinds = {field.id: field.kind for field in definition.form.fields()}
    own = {*definition.applicant.fields().values()} - {definition.applicant.holder}
    for part in ("person", "phone", "email"):
        name, path = getattr(rule, part), ("co_signer", part)
        if not name:
            continue
        if name not in kinds:
            hints = did_you_mean(name, kinds)
            yield REFERENCES.found("reference_unknown", path, name=name, what="form field", **hints)
        elif kinds[name] != part:
            asked = {"name": name, "part": part, "wanted": part, "kind": kinds[name]}
            yield CO_SIGNING.found("co_signer_kind", path, **asked)
        elif name in own:
            yield CO_SIGNING.found("co_signer_is_applicant", path, name=name, part=part)
