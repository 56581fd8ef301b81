"""Fills a demo site once: authorities, procedures, people, a register of 20,000 rows, dossiers at
every stage.

Everything goes through the doors that real use takes: the importer, the publisher, the acts.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.management import call_command
from django.db import transaction

from documents import demo_seal
from figures import sweeping
from organisations.models import Authority, RoleAssignment, User
from organisations.seed import seed_organisations
from portal.demo import (
    accreditation,
    admissions,
    foreign_diplomas,
    licences,
    stories,
    transfers,
    versions,
    weeks,
)
from portal.demo.owed import settle
from portal.demo.people import PEOPLE, Persona
from workflows.procedure import publishing

REGISTER_ROWS = 20_000
SEED = 1
DAYS = 200  # that are counted at once: all of the demo's
BOOK = "Sổ gốc dùng thử"

Say = Callable[[str], None]


def load(say: Say = print, rows: int = REGISTER_ROWS) -> None:
    """Load what is missing; a site that already has the demo people is left as it is."""
    if User.objects.filter(is_demo=True).exists():
        return
    seed_organisations()
    for folder in publishing.shipped_folders():
        publishing.publish(folder)
    demo_seal.ensure()
    import_registers(rows)
    # people are what marks the demo as loaded: they come with their dossiers or not at all
    with transaction.atomic():
        people = {person.username: _hire(person) for person in PEOPLE}
        weeks.tell(people)  # first: nothing is noted before what was noted already
        stories.tell(people)
        foreign_diplomas.tell(people)
        transfers.tell(people)
        accreditation.tell(people)
        licences.tell(people)
        versions.tell(people)
        admissions.tell(people)
    settle()
    sweeping.sweep(most=DAYS)
    say(f"{len(people)} people, {stories.count()} dossiers, a register of {rows} rows.")


def import_registers(rows: int) -> None:
    """A generated register with its real troubles, by the importer; the demo people's diplomas are
    its first rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        generated = str(Path(folder) / "register.csv")
        call_command("make_register", generated, rows=rows, seed=SEED, verbosity=0)
        call_command("import_register", generated, book=BOOK, verbosity=0)


def _hire(person: Persona) -> User:
    """An account without a password: it is entered by the page of demo people only."""
    user = User(
        username=person.username,
        email=person.email,
        full_name=person.full_name,
        birth_date=person.birth_date,
        identity_number=person.identity_number,
        phone=person.phone,
        position=person.position,
        is_demo=True,
        is_staff=person.username == "quantri",
        is_superuser=person.username == "quantri",
    )
    user.set_unusable_password()
    user.save()
    for role in person.roles:
        authority = Authority.objects.get(slug=person.authority)
        RoleAssignment.objects.create(user=user, role_id=role, authority=authority)
    return user
