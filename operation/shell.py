"""Who ran which command, and when: a shell is the one way around the pages, so it leaves a row of
its own (D6).
"""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager

import django
from django.db import DatabaseError, transaction

#: These change nothing on the site, and some run where there is no database yet.
UNRECORDED = {
    "check",
    "check_procedures",
    "check_site",
    "compilemessages",
    "definition_schema",
    "diffsettings",
    "account_in_log",
    "doctor",
    "draw_procedure",
    "new_procedure",
    "findstatic",
    "help",
    "inspectdb",
    "make_register",
    "makemessages",
    "makemigrations",
    "runserver",
    "showmigrations",
    "sqlmigrate",
    "test",
    "testserver",
    "verify_journal",
    "version",
}
OPTIONS = ("-h", "--help", "--version")


@contextmanager
def recorded(arguments: list[str]) -> Iterator[None]:
    """Run a command line; its row is written first, or last where the command itself makes the
    table.
    """
    if not is_recorded(arguments):
        yield
        return
    django.setup()
    written = record(arguments[1])
    try:
        yield
    finally:
        if not written:
            record(arguments[1])


def is_recorded(arguments: list[str]) -> bool:
    """False for what changes nothing, and where somebody only asks what a command does."""
    return (
        len(arguments) > 1 and arguments[1] not in UNRECORDED and not set(arguments) & set(OPTIONS)
    )


def record(command: str) -> bool:
    """Write the row, without the arguments: they may name people. False while the table is not
    there yet.
    """
    from operation.models import CommandRun  # the apps are not ready when manage.py imports this

    try:
        with transaction.atomic():
            CommandRun.objects.create(command=command[:60], account=account())
    except DatabaseError:
        return False
    return True


def account() -> str:
    """Who sits at the machine; whoever became the site's user by sudo keeps their own name."""
    name = getpass.getuser()
    behind = os.environ.get("SUDO_USER", "")
    return f"{behind} → {name}"[:80] if behind and behind != name else name[:80]
