"""Which roles a procedure lets bind others: they are given with the head's word alone
(`organisations.roles`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from django.db.models import Q
from django.utils import timezone

from organisations.models import RoleAssignment
from organisations.roles import SIGNING
from workflows.definition import AnyStep, Definition, Finding, Outcome
from workflows.definition.findings import Rules, fault

NEW_SIGNERS = Rules(
    {
        "role_would_sign": fault(
            "The role '{role}' would decide or sign, and is held by people whom no head has given"
            " it to.",
            "End their roles first; once this is published they are asked for anew and granted by"
            " the head.",
            "Vai trò '{role}' sẽ được ký hoặc quyết định, trong khi có người đang giữ mà thủ trưởng"
            " chưa cấp.",
            "Hãy kết thúc vai trò của họ trước; công bố xong thì đề nghị lại để thủ trưởng cấp.",
        ),
    }
)

BINDING = ("approve", "refuse")  # acts that decide for the authority


def roles_that_sign(definition: Definition) -> frozenset[str]:
    """Slugs of the roles that decide, sign a document, first or last, or number and seal it."""
    binding = {step.role for _number, step in _binding_steps(definition)}
    return frozenset(
        binding.union(
            step.role for step in definition.steps if any(one.signs for one in step.outcomes)
        )
    )


def new_signers(definition: Definition, known: Callable[[], Collection[str]]) -> list[Finding]:
    """A finding where it lets a role bind others that people hold whom no head has given it to.

    `known`: roles that sign already. Who writes a procedure would else give the head's word to
    whoever holds the role. Whoever countersigns binds nobody: the last signature is another one's.
    """
    binding = {step.role for _number, step in _binding_steps(definition)}.difference(SIGNING)
    fresh = binding.difference(known()) if binding else binding
    today = timezone.localdate()
    held = RoleAssignment.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today), role__in=fresh)
    return list(_findings(definition, set(held.values_list("role_id", flat=True)))) if fresh else []


def _findings(definition: Definition, roles: set[str]) -> Iterator[Finding]:
    for number, step in _binding_steps(definition):
        if step.role in roles:
            yield NEW_SIGNERS.found(
                "role_would_sign", ("steps", number, "role"), (step.id,), role=step.role
            )


def _binding_steps(definition: Definition) -> Iterator[tuple[int, AnyStep]]:
    """Steps that decide, sign last, or lead to the number and the seal."""
    signed = {document.signed_at for document in definition.documents}
    issued = {step.id for step in definition.steps if step.document}
    for number, step in enumerate(definition.steps):
        if step.outcomes and (
            step.id in signed or any(_binds(one, issued) for one in step.outcomes)
        ):
            yield number, step


def _binds(outcome: Outcome, issued: Collection[str]) -> bool:
    return outcome.act in BINDING or outcome.to in issued
