"""Every state of a council × act × person against the table declared here; and what erasing leaves
of its members.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction
from django.utils import timezone

from organisations.models import User
from privacy import retention
from privacy.models import Erasure
from registers.models import Grant
from tests.procedures.licences import (
    MINUTES,
    Licensing,
    appraised,
    council_done,
    licensed,
    make_licensing,
    named,
    seated,
)
from tests.procedures.walking import paper
from workflows import actions
from workflows.errors import ActRefused
from workflows.models import CouncilMember, Dossier, Entry, WorkItem

KEEPERS = {
    "drafter",
    "who appraised",
}  # both hold the task's role; who appraised keeps the council, and never sits in it
AND_SECRETARY = KEEPERS | {"secretary"}
DECLARED: dict[str, dict[str, set[str]]] = {
    "not named": {"appoint": KEEPERS},
    "named": {
        "appoint": KEEPERS,
        "visit": AND_SECRETARY,
        "vote as chair": {"chair"},
        "vote of outsider": AND_SECRETARY,
    },
    "voted": {
        "visit": AND_SECRETARY,
        "vote as chair": {"chair"},
        "vote of outsider": AND_SECRETARY,
        "close": AND_SECRETARY,
    },
    "closed": {},
}


def people_of(site: Licensing) -> dict[str, User]:
    return {
        "drafter": site.drafter,
        "who appraised": site.expert,
        "chair": site.members[0],
        "secretary": site.members[1],
        "member": site.members[2],
        "applicant": site.school,
        "director": site.director,
        "head of division": site.chief,
        "receptionist": site.receptionist,
        "commune": site.commune,
    }


def states_of(site: Licensing) -> dict[str, Dossier]:
    bare, waiting, voted = (appraised(site) for _number in range(3))
    actions.appoint_council(task_of(waiting), site.drafter, named(site))
    actions.set_visit(task_of(waiting), site.drafter, timezone.localdate())
    for seat in seated(site, voted):
        actions.vote(seat, seat.user or site.drafter, "FOR")
    closed = council_done(site, appraised(site))
    return {"not named": bare, "named": waiting, "voted": voted, "closed": closed}


def task_of(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.select_related("process", "authority").get(
        process=dossier, step="council"
    )


def acts_of(
    site: Licensing, dossier: Dossier, actor: User, file: str
) -> dict[str, Callable[[], object]]:
    task = task_of(dossier)
    seats = list(CouncilMember.objects.filter(council__item=task).order_by("pk"))
    acts: dict[str, Callable[[], object]] = {
        "appoint": lambda: actions.appoint_council(task, actor, named(site)),
        "visit": lambda: actions.set_visit(task, actor, timezone.localdate()),
        "close": lambda: actions.close_council(task, actor, MINUTES, [file]),
    }
    if seats:
        acts["vote as chair"] = lambda: actions.vote(seats[0], actor, "AGAINST")
        acts["vote of outsider"] = lambda: actions.vote(seats[4], actor, "AGAINST")
    return acts


def test_every_cell_is_as_declared() -> None:
    site = make_licensing()
    people, file, wrong = people_of(site), paper(site.drafter), []
    for state, dossier in states_of(site).items():
        for name, actor in people.items():
            for act, press in acts_of(site, dossier, actor, file).items():
                entries, refused = Entry.objects.count(), False
                with transaction.atomic():
                    try:
                        press()
                    except ActRefused:
                        refused = True
                    written = Entry.objects.count() - entries
                    transaction.set_rollback(True)
                if refused == (name in DECLARED[state].get(act, set())) or written != (
                    0 if refused else 1
                ):
                    wrong.append(
                        f"{state}, {act}, {name}: {'refused' if refused else 'done'}, {written}"
                        " entries"
                    )
    assert not wrong, "\n".join(wrong)


def test_erasing_leaves_the_licence_and_no_member() -> None:
    site = make_licensing()
    dossier, today = licensed(site), timezone.localdate()
    erasure = Erasure.objects.create(dossier=dossier, announced_on=today, due_on=today)
    assert retention.erase(erasure, today)
    assert not CouncilMember.objects.filter(sealed_key__isnull=False).exists()
    assert "Phạm Văn Ngoài" not in str(list(CouncilMember.objects.values()))
    assert Grant.objects.get().holder == "Trường THPT Hòa Bình"
