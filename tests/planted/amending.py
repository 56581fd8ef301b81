"""Bugs planted for what applicants correct of their own accord."""

from tests.planted import Planted

AMENDING = "tests/workflows/test_amending.py"

PLANTED = [
    Planted(
        "A16",
        "an officer decides on answers they have not seen",
        "workflows/actions/deciding.py",
        "    amendments.demand_seen(act.dossier, act.definition, seen)\n",
        "",
        f"{AMENDING} -k nobody_decides",
    ),
    Planted(
        "A16",
        "any answer may be corrected",
        "workflows/actions/amending.py",
        "    if set(answers) - amendments.names(definition):",
        "    if False:",
        f"{AMENDING} -k only_what_is_named",
    ),
    Planted(
        "A16",
        "a dossier is corrected after its step has come",
        "workflows/permissions/dossiers.py",
        "    return not WorkItem.objects.filter(process=dossier, step__in=rule.until).exists()",
        "    return True",
        f"{AMENDING} -k step_has_come",
    ),
    Planted(
        "A16",
        "anybody corrects anybody's dossier",
        "workflows/actions/amending.py",
        "    if not permissions.is_filer(actor, dossier):",
        "    if False:",
        f"{AMENDING} -k only_the_filer",
    ),
    Planted(
        "A16",
        "a slip that prints the former answer is not named",
        "workflows/actions/amending.py",
        "if before[fact] != after[fact]",
        "if False",
        f"{AMENDING} -k slips_that_print",
    ),
]
