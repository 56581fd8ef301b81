"""A plan's text, YAML or JSON, as a Plan; or sentences that say what is wrong where."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from pydantic import ValidationError

from admissions.models import PlanVersion, Round
from admissions.plan.checks import Finding
from admissions.plan.language import Plan
from admissions.plan.plan_checks import check_plan
from admissions.plans import direct_rights, second_officers
from forms.conditions.cost import excess
from forms.conditions.evaluation import Condition, ConditionError
from organisations.models import Authority
from workflows.definition import DefinitionFaults
from workflows.definition.source import Source, read_yaml


class PlanUnreadable(ValueError):
    """No plan; `sentences` say what is wrong, and in which line."""

    def __init__(self, sentences: list[str]) -> None:
        self.sentences = sentences
        super().__init__(sentences[0])


def read(text: str) -> Plan:
    """The plan that was written, in YAML or JSON. Raises PlanUnreadable."""
    try:
        source = read_yaml(text, "plan")
    except DefinitionFaults as faults:
        raise PlanUnreadable([_at(one.line, one.message_vi) for one in faults.findings]) from None
    if source.faults:
        raise PlanUnreadable([_at(one.line, one.message_vi) for one in source.faults])
    try:
        return Plan.model_validate(source.data)
    except ValidationError as wrong:
        raise PlanUnreadable([_sentence(one, source) for one in wrong.errors()[:20]]) from None


def _at(line: int, sentence: str) -> str:
    return _("Dòng %(line)d: %(what)s") % {"line": line, "what": sentence}


def _sentence(error: Any, source: Source) -> str:
    word = ".".join(str(one) for one in error["loc"]) or _("kế hoạch")
    kinds = {
        "missing": _("còn thiếu"),
        "extra_forbidden": _("không phải từ của kế hoạch"),
        "timezone_aware": _("phải có múi giờ, ví dụ 2027-04-01T07:00:00+07:00"),
    }
    line, _column = source.place(tuple(error["loc"]))
    return _at(line, f"{word} {kinds.get(error['type'], _('có giá trị không đúng'))}.")


def findings(plan: Plan, round_: Round | None = None) -> list[Finding]:
    """What cannot work, on data alone and on this site."""
    return [
        *check_plan(plan),
        *_conditions(plan),
        *_schools(plan),
        *second_officers.findings(plan),
        *_same_round(plan, round_),
        *(direct_rights.findings(plan, round_) if round_ else ()),
    ]


def _conditions(plan: Plan) -> list[Finding]:
    texts = [plan.eligible, plan.direct, plan.candidate, plan.pupil_code]
    texts += [*plan.facts.values(), *plan.facts_at.values()]
    if plan.score:
        texts += [*plan.score.records.values(), *(one.by for one in plan.score.bonuses)]
    texts += [one for table in plan.areas for one in (table.ward, table.hamlet)]
    texts += [table.hamlet for table in plan.distances]
    found = []
    for text in texts:
        try:
            Condition(text)
        except ConditionError as wrong:
            found.append(Finding("condition", f"Không đọc được điều kiện “{text}”: {wrong}"))
        else:
            if excess(text):
                found.append(Finding("cost", f"Điều kiện “{text}” có thể chạy quá lâu."))
    return found


def _schools(plan: Plan) -> list[Finding]:
    needed = {plan.authority, *(one.school for one in plan.programmes.values())}
    known = set(Authority.objects.filter(slug__in=needed).values_list("slug", flat=True))
    return [
        Finding("school_unknown", f"Trang này không có cơ quan “{one}”.")
        for one in sorted(needed - known)
    ]


def _same_round(plan: Plan, round_: Round | None) -> list[Finding]:
    if round_ is None:
        return []
    told = (plan.slug, plan.procedure, plan.authority)
    if told != (round_.slug, round_.procedure, round_.authority.slug):
        return [Finding("other_round", "Kế hoạch này là của đợt, thủ tục hoặc cơ quan khác.")]
    return []


def canonical(plan: Plan) -> str:
    """The plan as it is frozen and hashed."""
    return plan.model_dump_json()


def digest(content: str) -> str:
    """SHA-256 of a frozen text."""
    return hashlib.sha256(content.encode()).hexdigest()


def plan_of(version: PlanVersion) -> Plan:
    """The plan of a version; read once in a process."""
    return _plan_of(version.pk, version.sha256, version.content)


@lru_cache(maxsize=64)
def _plan_of(pk: int, sha256: str, content: str) -> Plan:
    if digest(content) != sha256:
        raise RuntimeError(f"plan {pk} is not what was frozen")
    return Plan.model_validate_json(content)


def in_force(round_: Round) -> Plan:
    """The plan that holds for the round. Raises NoPlan."""
    if round_.plan is None:
        raise NoPlan
    return plan_of(round_.plan)


class NoPlan(LookupError):
    """No version of the round's plan is in force yet."""
