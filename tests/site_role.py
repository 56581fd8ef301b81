"""Tests on PostgreSQL work as the site's own role, so that a right it lacks is missed here and not
on a site.

The tests' own user is a superuser and makes the tables; each connection then takes the role. Who
takes triggers away, as an attacker with the owner's rights does, is the owner until they have put
them back.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from operation import rights

ROLE = "motcua_site_of_tests"
_MAKE = (
    f"DO $$ BEGIN CREATE ROLE {ROLE}; EXCEPTION WHEN duplicate_object OR unique_violation THEN"
    " NULL; END $$"
)
_given: set[str] = set()  # names of databases in which the role has its rights
# while a block of `owner` lasts, who puts triggers back stays the owner
_owning: list[BaseDatabaseWrapper] = []


def give() -> None:
    """Make the role and give it its rights in the tests' database, as a migration on a site
    does.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
    rights.give(connection, ROLE)
    _given.add(str(connection.settings_dict["NAME"]))
    settings.SITE_DATABASE_ROLE = ROLE  # a test that migrates gives them anew
    be_site(connection)


def _connected(**signal: Any) -> None:
    be_site(signal["connection"])


def be_site(database: BaseDatabaseWrapper) -> None:
    """From here on with the site's rights."""
    if str(database.settings_dict["NAME"]) in _given and not _owning:
        with database.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")


def be_owner(database: BaseDatabaseWrapper) -> None:
    """From here on with all rights."""
    if database.vendor == "postgresql":
        with database.cursor() as cursor:
            cursor.execute("RESET ROLE")


@contextlib.contextmanager
def owner(database: BaseDatabaseWrapper) -> Iterator[None]:
    """What only the owner of the tables does: migrations, empty tables."""
    be_owner(database)
    _owning.append(database)
    try:
        yield
    finally:
        _owning.pop()
        if database.vendor == "postgresql":
            be_site(database)


@contextlib.contextmanager
def worked_as(triggers: Iterable[Any]) -> Iterator[None]:
    """Each new connection takes the role; `triggers`: modules whose `remove` and `install` only the
    owner may call.
    """

    def before(
        call: Callable[[BaseDatabaseWrapper], None],
    ) -> Callable[[BaseDatabaseWrapper], None]:
        def removed(database: BaseDatabaseWrapper) -> None:
            be_owner(database)
            call(database)

        return removed

    def after(call: Callable[[BaseDatabaseWrapper], None]) -> Callable[[BaseDatabaseWrapper], None]:
        def installed(database: BaseDatabaseWrapper) -> None:
            call(database)
            be_site(database)

        return installed

    connection_created.connect(_connected, dispatch_uid="site role")
    with pytest.MonkeyPatch.context() as patch:
        for module in triggers:
            patch.setattr(module, "remove", before(module.remove))
            patch.setattr(module, "install", after(module.install))
        yield
    connection_created.disconnect(dispatch_uid="site role")
