"""Bugs planted for councils, the register of grants and dossiers that an office opens itself."""

from tests.planted import Planted

LICENCE = "tests/procedures/test_school_licence.py"
CHANGE = "tests/procedures/test_school_licence_change.py"
GRANTS = "tests/registers/test_grants.py"

PLANTED = [
    Planted(
        "G5",
        "the head of the division cannot name the expert",
        "workflows/process/assignment.py",
        "item.to_be_given, item.given_by = True, step.given_by",
        'item.to_be_given, item.given_by = True, ""',
        f"{LICENCE} -k names_the_expert",
    ),
    Planted(
        "G5",
        "what comes back waits to be given once more",
        "workflows/process/assignment.py",
        "    if (before := _who_had_it(act, item)) is not None:\n        _give(act, item, before)\n        return\n",
        "",
        f"{LICENCE} -k names_the_expert",
    ),
    Planted(
        "G6",
        "a council is closed without its quorum",
        "workflows/actions/council.py",
        "    if not counted.has_quorum:",
        "    if not members:",
        f"{LICENCE} -k quorum",
    ),
    Planted(
        "G6",
        "anybody votes in a member's name",
        "workflows/actions/council.py",
        "    elif act.actor is None or fresh.user_id != act.actor.pk or not act.actor.is_active:",
        "    elif act.actor is None or not act.actor.is_active:",
        f"{LICENCE} -k votes_for_themselves",
    ),
    Planted(
        "G6",
        "a suspended licence that changes is active again",
        "registers/grants.py",
        '    state = begun.exclude(state=State.CHANGED).values("state")[:1]',
        '    state = begun.values("state")[:1]',
        f"{GRANTS} -k standing_of_each_day",
    ),
    Planted(
        "G6",
        "a reminder fires twice",
        "registers/grants.py",
        "    if timer.done_at is not None:\n        return False\n",
        "",
        f"{GRANTS} -k fire_once",
    ),
    Planted(
        "G6",
        "a second decision contradicts the register",
        "workflows/papers/issuance.py",
        "    register_writers.ask(dossier, definition, what, at, drafted=drafted)\n",
        "",
        f"{CHANGE} -k meanwhile",
    ),
    Planted(
        "G6",
        "who opened a dossier for their office signs it",
        "workflows/permissions/tasks.py",
        "    if item.process.channel == Dossier.Channel.OFFICIAL and _opened(side, item.process):",
        "    if False:",
        f"{CHANGE} -k opened_it_does_not_sign",
    ),
]
