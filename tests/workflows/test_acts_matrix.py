"""Every state × act × role against the table declared here (C2): what is not declared is refused
and writes nothing.

In `make test` whoever may, in every state; of those who may not, each has their turn at each act in
every third state.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone

from documents.models import Document
from organisations.models import Authority, RoleAssignment, User
from tests.faults.acts import another_department
from tests.organisations.test_covers import cover
from tests.people import World, draft_of, officer, person
from tests.workflows.conftest import accepted, item_of, ready_to_sign, reread
from tests.workflows.test_reply import asked
from tests.workflows.versions import WORDS, next_version
from workflows import actions
from workflows.errors import ActRefused, WrongState
from workflows.journal import outbox
from workflows.models import (
    ClockEvent,
    Dossier,
    DossierDocument,
    Effect,
    Entry,
    VersionMove,
    WorkItem,
)

pytestmark = pytest.mark.once

CITIZEN, RECEPTIONIST, EXPERT, HEAD, CLERK, CHIEF, ADMINISTRATOR = (
    "citizen",
    "receptionist",
    "expert",
    "head",
    "clerk",
    "centre's head",
    "administrator",
)
DEPUTY = "who stands in for a head"
REASON = "Có lý do."
EVERY_ONE = os.environ.get("FAULTS") == "long"
OUTCOMES = (
    *(
        "accept",
        "supplement",
        "refuse",
        "found",
        "not_found",
        "approve",
        "send_back",
        "seal",
        "returned",
        "unheard-of",
    ),
)
#: As long as nothing is numbered and nobody asked to stop, a dossier may follow the next version.
MOVED = {"migrate": {ADMINISTRATOR}}
#: While somebody works on it: the citizen may withdraw, the deciding head may extend and give the
#: task to a colleague.
UNDER_WAY = {"withdraw": {CITIZEN}, "extend": {HEAD}, "reassign": {HEAD}, **MOVED}
#: Before anything is decided, the offices that have it may give it to the authority that is
#: competent.
GIVEN = {"hand_over": {RECEPTIONIST, HEAD, CHIEF}}
#: Before the head has it, the citizen may correct what the procedure names.
CORRECTED = {"amend": {CITIZEN}}
CHECKS = {
    **CORRECTED,
    "claim": {EXPERT},
    "found": {EXPERT},
    "not_found": {EXPERT},
    "supplement": {EXPERT},
    **UNDER_WAY,
    **GIVEN,
}
DECLARED: dict[str, dict[str, set[str]]] = {
    "filed": {
        **{act: {RECEPTIONIST} for act in ("claim", "accept", "supplement", "refuse")},
        "withdraw": {CITIZEN},
        "reassign": {CHIEF},
        **CORRECTED,
        **MOVED,
        **GIVEN,
    },
    "supplement asked at reception": {
        "supply": {CITIZEN},
        "withdraw": {CITIZEN},
        "allow_again": {HEAD},
        **MOVED,
    },
    "not received": {},
    "accepted": CHECKS,
    "taken by the expert": {**CHECKS, "release": {EXPERT}},
    "supplement asked by the expert": {
        "supply": {CITIZEN},
        "withdraw": {CITIZEN},
        "allow_again": {HEAD},
        **MOVED,
    },
    "asked while the clock runs": {
        "reply": {CITIZEN},
        "withdraw": {CITIZEN},
        "extend": {HEAD},
        **CORRECTED,
    },
    "to sign": {"claim": {HEAD}, "approve": {HEAD}, "send_back": {HEAD}, **UNDER_WAY, **GIVEN},
    "to sign a refusal": {
        "claim": {HEAD},
        "refuse": {HEAD},
        "send_back": {HEAD},
        **UNDER_WAY,
        **GIVEN,
    },
    "to seal": {"claim": {CLERK}, "seal": {CLERK}, "send_back": {CLERK}, **UNDER_WAY},
    "being issued": {"extend": {HEAD}},
    "to hand over": {
        "claim": {RECEPTIONIST},
        "returned": {RECEPTIONIST},
        "reassign": {CHIEF},
        "revoke": {HEAD},
    },
    "handed over": {"revoke": {HEAD}},
    "withdrawal asked": {"stop": {RECEPTIONIST, HEAD}},
    "stopped": {},
}
#: Keeping a dossier from being erased moves nothing: whoever has the right does it in every state.
KEPT = {"hold": {ADMINISTRATOR}, "release_hold": {ADMINISTRATOR}}
ACTS = (
    *(
        *OUTCOMES,
        "claim",
        "release",
        "reassign",
        "opinion",
        "supply",
        "withdraw",
        "stop",
        "extend",
        "apologise",
    ),
    *("hold", "release_hold", "amend"),
    *("migrate", "allow_again", "reply", "hand_over", "revoke", "bring_back"),
)


def people_of(world: World) -> dict[str, User]:
    commune = Authority.objects.filter(kind="COMMUNE").order_by("pk")[0]
    elsewhere = officer("xa", "Cán Bộ Xã", "head", commune, "Chủ tịch")
    for role in ("receptionist", "expert", "clerk"):
        RoleAssignment.objects.create(user=elsewhere, role_id=role, authority=commune)
    return {
        CITIZEN: world.huong,
        "another citizen": person("khac", "Người Dân Khác"),
        RECEPTIONIST: world.lan,
        EXPERT: world.binh,
        HEAD: world.dung,
        CLERK: world.anh,
        CHIEF: officer("truong", "Giám Đốc Trung Tâm", "head", world.centre, "Giám đốc"),
        "officer elsewhere": elsewhere,
        DEPUTY: standing_in(world, "pho", "diploma-copy"),
        "deputy for another procedure": standing_in(world, "pho2", "school-transfer"),
        ADMINISTRATOR: User.objects.create_superuser(
            "goc", password="x" * 20, full_name="Quản trị"
        ),
    }


def standing_in(world: World, name: str, procedure: str) -> User:
    """Somebody without a role of their own who stands in for another head of the department, in one
    procedure.
    """
    away = officer(f"{name}-away", "Giám Đốc Đi Vắng", "head", world.department, "Giám đốc")
    found = person(name, "Người Thay")
    cover(away, found, procedures=procedure)
    return found


def declared(state: str, act: str) -> set[str]:
    """Who may; whoever stands in for a head may what a head may."""
    who = {**DECLARED[state], **KEPT}.get(act, set())
    return who | {DEPUTY} if HEAD in who else who


def states_of(world: World) -> dict[str, Dossier]:
    def filed(**changes: Any) -> Dossier:
        return actions.submit(draft_of(world, **changes), world.huong)

    def after(dossier: Dossier, who: User, outcome: str) -> Dossier:
        values = {"match": str(world.diploma.pk)} if outcome == "found" else {}
        actions.decide(item_of(dossier), who, outcome, values, REASON)
        return reread(dossier)

    def sealed(**changes: Any) -> Dossier:
        return after(
            after(ready_to_sign(world, filed(**changes)), world.dung, "approve"), world.anh, "seal"
        )

    def issued(dossier: Dossier) -> Dossier:
        for effect in Effect.objects.filter(
            kind="document.produce", state="PENDING", entry__dossier=dossier
        ):
            outbox.run(effect.pk)
        return reread(dossier)

    def taken(dossier: Dossier) -> Dossier:
        actions.claim(item_of(dossier), world.binh)
        return reread(dossier)

    def withdrawn(dossier: Dossier) -> Dossier:
        actions.withdraw(dossier, world.huong)
        return reread(dossier)

    stopped = withdrawn(filed())
    actions.stop(stopped, world.lan)
    return {
        "filed": filed(),
        "supplement asked at reception": after(filed(), world.lan, "supplement"),
        "not received": after(filed(), world.lan, "refuse"),
        "accepted": accepted(world, filed()),
        "taken by the expert": taken(accepted(world, filed())),
        "supplement asked by the expert": after(accepted(world, filed()), world.binh, "supplement"),
        "asked while the clock runs": asked(world),
        "to sign": ready_to_sign(world, filed()),
        "to sign a refusal": after(accepted(world, filed()), world.binh, "not_found"),
        "to seal": after(ready_to_sign(world, filed()), world.dung, "approve"),
        "being issued": sealed(),
        "to hand over": issued(sealed(delivery="COUNTER")),
        "handed over": after(issued(sealed(delivery="COUNTER")), world.lan, "returned"),
        "withdrawal asked": withdrawn(accepted(world, filed())),
        "stopped": reread(stopped),
    }


def attempt(act: str, world: World, dossier: Dossier, actor: User) -> object:
    """Do it as this person, with everything it could need, on the task that is or was the last
    one.
    """
    item = (
        WorkItem.objects.select_related("process", "authority").filter(process=dossier).latest("pk")
    )
    colleague = {
        "receptionist": world.lan,
        "expert": world.binh,
        "head": world.dung,
        "clerk": world.anh,
    }.get(item.role)
    others: dict[str, Callable[[], object]] = {
        "claim": lambda: actions.claim(item, actor),
        "release": lambda: actions.release(item, actor),
        "reassign": lambda: actions.reassign(item, actor, colleague or world.lan),
        "opinion": lambda: actions.give_opinion(item, actor, "Đồng ý."),
        "reply": lambda: actions.reply(dossier, actor, {"agrees": True}),
        "supply": lambda: actions.supply(dossier, actor, dossier.answers),
        "amend": lambda: actions.amend(dossier, actor, {"phone": "0905999888"}),
        "withdraw": lambda: actions.withdraw(dossier, actor),
        "stop": lambda: actions.stop(dossier, actor),
        # the definition has ways of its own
        "bring_back": lambda: actions.bring_back(item, actor, "check", REASON),
        "revoke": lambda: actions.revoke(last_document(dossier), actor, "issued_wrongly"),
        "extend": lambda: actions.extend(dossier, actor, REASON),
        "hold": lambda: actions.hold(dossier, actor, REASON),
        "release_hold": lambda: actions.release_hold(dossier, actor, REASON, timezone.localdate()),
        "hand_over": lambda: actions.hand_over(
            dossier, actor, Authority.objects.get(slug="so-ban"), REASON
        ),
        "allow_again": lambda: actions.allow_again(dossier, actor, REASON),
        "apologise": lambda: actions.apologise(dossier, actor, REASON, timezone.localdate()),
        "migrate": lambda: actions.migrate(dossier, actor, VersionMove.objects.get()),
    }
    if act in others:
        return others[act]()
    values = {"match": str(world.diploma.pk)} if item.step == "check" else {}
    return actions.decide(item, actor, act, values, REASON)


def last_document(dossier: Dossier) -> Document:
    """Its result, or else the last slip; a dossier without any paper has nothing to revoke."""
    links = dossier.documents.select_related("document").order_by("pk")
    link = links.filter(kind="copy").last() or links.last()
    if link is None:
        raise WrongState("no document")
    return link.document


def written(dossier: Dossier) -> list[Any]:
    """All that an act may write."""
    related = (WorkItem.objects.filter(process=dossier), ClockEvent.objects.filter(dossier=dossier))
    rows = [
        list(found.order_by("pk").values())
        for found in (Dossier.objects.filter(pk=dossier.pk), *related)
    ]
    counts = [model.objects.count() for model in (Entry, Effect, DossierDocument)]
    return [*rows, counts]


@dataclass
class Table:
    """What is done, who may do it (in a state, by the act's name), and all that the act may
    write.
    """

    do: Callable[[str, Dossier, User], object]
    declared: Callable[[str, str], set[str]]
    written: Callable[[Dossier], list[Any]]

    def try_every_cell(
        self, states: dict[str, Dossier], acts: Iterable[str], people: dict[str, User]
    ) -> None:
        """Each act by each person in each state (the head of this file), each undone; fails with
        the cells that are not as declared.
        """
        wrong: list[str] = []
        cells = list(product(acts, people.items()))
        for turn, (state, dossier) in enumerate(states.items()):
            before = self.written(dossier)
            for number, (act, (name, actor)) in enumerate(cells):
                may = name in self.declared(state, act)
                if not (may or EVERY_ONE or (number + turn) % 3 == 0):
                    continue
                if self._refused(act, dossier, actor, before) == may:
                    wrong.append(f"{state}, {act}, {name}: {'refused' if may else 'done'}")
        assert not wrong, f"{len(wrong)} cells:\n" + "\n".join(wrong[:40])

    def _refused(self, act: str, dossier: Dossier, actor: User, before: list[Any]) -> bool:
        refused = False
        with transaction.atomic():
            try:
                self.do(act, reread(dossier), actor)
            except ActRefused:
                refused = True
                assert self.written(dossier) == before, (
                    f"{act} by {actor}: refused, and something was written"
                )
            transaction.set_rollback(True)
        return refused


def test_every_cell_is_as_declared(world: World) -> None:
    another_department()
    people, states = people_of(world), states_of(world)
    VersionMove.objects.create(
        old=world.version, new=next_version(*WORDS), by=people[ADMINISTRATOR]
    )
    assert states.keys() == DECLARED.keys()
    table = Table(
        lambda act, dossier, actor: attempt(act, world, dossier, actor), declared, written
    )
    table.try_every_cell(states, ACTS, people)
