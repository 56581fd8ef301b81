"""What an officer may begin: the open procedures, each at the authorities where they may."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from organisations.models import Authority
from workflows import permissions
from workflows.definition import Definition
from workflows.models import Procedure, ProcedureVersion
from workflows.published import definition_of
from workflows.reading_rights import Reader


@dataclass(frozen=True)
class Offer:
    """A procedure that the officer may begin at, or for, one authority."""

    procedure: Procedure
    version: ProcedureVersion
    authority: Authority

    @property
    def value(self) -> str:
        """What the form sends."""
        return f"{self.procedure.slug}/{self.authority.slug}"


def offers(fitting: Callable[[Procedure, Definition], list[Authority]]) -> list[Offer]:
    """The open procedures, each at the authorities that `fitting` finds for it."""
    return [
        Offer(version.procedure, version, authority)
        for version in _in_force()
        for authority in fitting(version.procedure, definition_of(version))
    ]


def _in_force() -> Iterator[ProcedureVersion]:
    """The version of each open procedure that new applications use, in one query."""
    rows = ProcedureVersion.objects.filter(
        procedure__open=True, valid_from__lte=timezone.localdate()
    )
    order = ("procedure__field", "procedure__title", "procedure", "-number")
    before = None
    for version in rows.select_related("procedure").defer("source", "canonical").order_by(*order):
        if version.procedure_id != before:
            before = version.procedure_id
            yield version


def ex_officio_offers(reader: Reader) -> list[Offer]:
    """Open procedures that an office opens itself, where the officer holds the role at the
    authority that decides.
    """
    held: dict[str, set[int]] = {}
    for post in reader.posts():
        held.setdefault(post.role, set()).add(post.authority_id)
    own = [version for version in _in_force() if _role_of(version) in held]
    if not own:
        return []
    places = set().union(*held.values())
    authorities = {one.slug: one for one in Authority.objects.filter(pk__in=places)}
    offered = []
    for version in own:
        definition = definition_of(version)
        place = authorities.get(definition.authority.decides)
        if place is not None and permissions.may_open_ex_officio(reader.user, definition, place):
            offered.append(Offer(version.procedure, version, place))
    return offered


def _role_of(version: ProcedureVersion) -> str:
    """The role that opens it ex officio; "" where nobody does."""
    opened = definition_of(version).ex_officio
    return opened.role if opened else ""
