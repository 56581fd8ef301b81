"""`python -m tests.faults.every_point [PART OF]`: die at every point of every act, recover,
compare. Prints JSON.

Each act is done once undisturbed, which counts its points and says what the end looks like. Then,
for each point, the site is put back to where it stood, a child process does the act and is gone at
that point, and another child does what happens next: the client tries again with the same key, and
a while later the sweeps do what is owed. The end must be the same. What the disk holds after a
death decides what comes next, so deaths that leave the same rows and files (but for their moments)
recover once. `FAULTS=long` takes every act and point; else an act of each kind, and every third of
the points behind which something was changed.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import json
import os
import re
import shutil
import sqlite3
import sys
import traceback
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import django

django.setup()

import time_machine  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402
from django.utils import timezone  # noqa: E402

from documents import demo_seal, seal  # noqa: E402
from notifications import delivery  # noqa: E402
from tests import kept_database  # noqa: E402
from tests.faults import states  # noqa: E402
from tests.faults.acts import ACTS, Act  # noqa: E402
from tests.faults.licence_acts import LICENCE_ACTS  # noqa: E402
from tests.faults.points import DIED, Points  # noqa: E402
from tests.people import make_world  # noqa: E402
from workflows import compile  # noqa: E402
from workflows.errors import ActRefused  # noqa: E402
from workflows.journal import outbox  # noqa: E402
from workflows.models import Effect, ProcedureVersion  # noqa: E402
from workflows.published import definition_of  # noqa: E402

NINE_O_CLOCK = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)  # a Monday morning in Buôn Ma Thuột
EVERY_ONE = os.environ.get("FAULTS") == "long"
ONE_OF = 3  # lasting points, where not every one is taken
#: An act of each kind, where not every one is taken: filing, a file, a step, a request and its
#: answer, a number, a document, letters, money, votes, many at once, another version.
SAMPLE = {
    *("submit", "upload", "accept", "ask_supplement", "supply", "countersign", "seal", "issue"),
    *("deliver", "receive_payment", "council_vote", "bulk_approve", "migrate"),
}
WRITES = re.compile(r"after (?:INSERT|UPDATE|DELETE)\b")
ASKS = re.compile(r"after (?:\(?SELECT|SAVEPOINT|RELEASE|BEGIN|PRAGMA|EXPLAIN)\b")
LATER = dt.timedelta(minutes=2)  # every lease has run out, and nothing is put off any more
FOLDERS = ("UPLOAD_ROOT", "DOCUMENT_ROOT", "EMAIL_FILE_PATH")


class Child(RuntimeError):
    """A child ended otherwise than it had to."""


def in_child(work: Callable[[], Any]) -> tuple[int, Any]:
    """Run `work` in a fork of this process: its exit status and what it returned."""
    connections.close_all()
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        gc.disable()  # it ends soon; collecting would copy this process's memory
        os.close(read)
        status = 1
        try:
            answer = work()
            connections.close_all()
            with open(write, "w") as out:  # noqa: PTH123 - a descriptor; and fdopen has points in it
                json.dump(answer, out)
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(status)
    os.close(write)
    with os.fdopen(read) as given:
        text = given.read()
    status = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return status, json.loads(text) if text else None


def done(work: Callable[[], Any]) -> Any:
    """What `work` returned; raises Child when it failed."""
    status, answer = in_child(work)
    if status:
        raise Child(f"status {status}")
    return answer


# --- The site on the disk
# ----------------------------------------------------------------------------------------


def keep(name: str) -> None:
    """Remember the site as it stands."""
    connections.close_all()
    _copy_database(str(connection.settings_dict["NAME"]), name, keeping=True)
    for folder in FOLDERS:
        shutil.rmtree(settings.VAR / name / folder, ignore_errors=True)
        shutil.copytree(getattr(settings, folder), settings.VAR / name / folder)


def put_back(name: str) -> None:
    """The site as it was remembered."""
    connections.close_all()
    _copy_database(name, str(connection.settings_dict["NAME"]), keeping=False)
    for folder in FOLDERS:
        shutil.rmtree(getattr(settings, folder), ignore_errors=True)
        shutil.copytree(settings.VAR / name / folder, getattr(settings, folder))


def _copy_database(source: str, target: str, keeping: bool) -> None:
    if connection.vendor == "postgresql":
        _copy_on_postgres(source, target)
        return
    site = Path(connection.settings_dict["NAME"])
    copy = settings.VAR / (target if keeping else source) / "site.sqlite3"
    if keeping:
        copy.parent.mkdir(exist_ok=True)
        with contextlib.closing(sqlite3.connect(site)) as database:
            database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(site, copy)
        return
    for ending in ("-wal", "-shm"):
        Path(f"{site}{ending}").unlink(missing_ok=True)
    shutil.copyfile(copy, site)


def _copy_on_postgres(source: str, target: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{target}" WITH (FORCE)')
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <>"
            " pg_backend_pid()",
            [source],
        )
        cursor.execute(f'CREATE DATABASE "{target}" TEMPLATE "{source}"')
    connections.close_all()


# --- Doing and dying
# ---------------------------------------------------------------------------------------------


def build() -> None:
    """The empty site with its people and its procedure, remembered as `empty`."""

    def make() -> None:
        if connection.vendor == "sqlite":
            # then nothing is left to migrate
            kept_database.bring(Path(connection.settings_dict["NAME"]))
        call_command("migrate", verbosity=0)
        make_world()
        demo_seal.ensure()
        Effect.objects.all().delete()

    for folder in FOLDERS:
        Path(getattr(settings, folder)).mkdir(parents=True, exist_ok=True)
    done(make)
    keep("empty")
    read_versions()
    seal.signer()
    gc.freeze()  # what every child shares is not gone through again


def read_versions() -> None:
    """Read here what a process keeps, so that no child spends its time on it, nor passes points
    others do not.
    """
    for version in ProcedureVersion.objects.all():
        definition_of(version)
        compile.flow_for(version)


def sweep(act: Act) -> dict[str, Any]:
    """Die at each point of the act; how many points of which kinds, the states they left, and what
    was wrong.
    """
    put_back("empty")
    done(lambda: prepare(act))
    read_versions()  # an act may need a procedure of its own
    keep("before")
    points: list[str] = done(lambda: perform(act, None))
    expected = done(settle)
    wrong, recovered = [], {}
    if expected["faults"]:
        wrong.append(f"{act.name}, undisturbed: {expected['faults']}")
    for number, name in chosen(points):
        put_back("before")
        status, _nothing = in_child(lambda last=number: perform(act, last))
        place = f"{act.name}, point {number} ({name})"
        if status != DIED:
            wrong.append(f"{place}: ended with {status} and did not die")
            continue
        left = states.digest()
        if left not in recovered:
            status, found = in_child(lambda: recover(act))
            recovered[left] = (
                [f"recovery ended with {status}"] if status else differences(expected, found)
            )
        wrong += [f"{place}: {difference}" for difference in recovered[left]]
    kinds = sorted(
        {name.removeprefix("before ").removeprefix("after ").split(" ")[0] for name in points}
    )
    tried = len(chosen(points))
    return {
        "points": len(points),
        "tried": tried,
        "kinds": kinds,
        "states": len(recovered),
        "wrong": wrong,
    }


def chosen(points: list[str]) -> list[tuple[int, str]]:
    """Number (from 1) and name of the points to die at: all of them, or the first, the last and
    every third of those behind which something else is left.

    A death before a call leaves what the death after the last one left, and so does one after a
    question; of the writes in a row that no commit has kept, the last stands for all.
    """
    numbered = list(enumerate(points, start=1))
    if EVERY_ONE:
        return numbered
    changes = [
        (number, name)
        for number, name in numbered
        if name.split()[0] != "before" and not ASKS.match(name)
    ]
    followed = pairwise([*changes, (0, "")])
    lasting = [
        one for one, after in followed if not (WRITES.match(one[1]) and WRITES.match(after[1]))
    ]
    return sorted({numbered[0], *lasting[::ONE_OF], numbered[-1]}) if numbered else []


def prepare(act: Act) -> None:
    """Bring the site to where the act is next; no ring is heard, so nothing owed is done yet."""
    Points().install()
    for step in act.steps:
        step()


def perform(act: Act, last: int | None) -> list[str]:
    """Do the act and die at point `last`; without one, the names of the points passed."""
    press = act.aim()
    points = Points(last)
    points.install()
    press()
    return points.passed


def recover(act: Act) -> dict[str, Any]:
    """The client tries again; then what is owed is done."""
    Points().install()
    with time_machine.travel(timezone.now() + LATER), contextlib.suppress(ActRefused):
        act.aim()()
    return settle()


def settle() -> dict[str, Any]:
    """A restarted worker, some while later, until nothing is owed; then how everything stands."""
    from forms.files import leftovers

    Points().install()
    with time_machine.travel(timezone.now() + 2 * LATER):
        while outbox.sweep() or delivery.sweep():
            pass
        leftovers.clear(before=float("inf"))
        return states.whole()


def differences(expected: dict[str, Any], found: dict[str, Any]) -> list[str]:
    """One line for each part that is not as without the death."""
    lines = []
    for part in expected:
        if isinstance(expected[part], dict):
            names = expected[part].keys() | found[part].keys()
            pairs = [
                (f"{part}.{name}", expected[part].get(name), found[part].get(name))
                for name in sorted(names)
            ]
        else:
            pairs = [(part, expected[part], found[part])]
        lines += [f"{name}: {_apart(wanted, now)}" for name, wanted, now in pairs if wanted != now]
    return lines


def _apart(wanted: Any, now: Any) -> str:
    """What is there and should not be, and what should be."""
    if isinstance(wanted, list) and isinstance(now, list):
        extra, missing = (
            [one for one in now if one not in wanted],
            [one for one in wanted if one not in now],
        )
        return f"{str(extra)[:300]} and not {str(missing)[:300]}"
    return f"{now} and not {wanted}"


def taken() -> list[Act]:
    """All acts, or the sample of them."""
    acts = [*ACTS, *LICENCE_ACTS]
    return acts if EVERY_ONE else [act for act in acts if act.name in SAMPLE]


def main(part: int, of: int) -> None:
    """Sweep this part's share of the acts."""
    with time_machine.travel(NINE_O_CLOCK):
        build()
        report = {act.name: sweep(act) for act in taken()[part::of]}
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(*(int(given) for given in sys.argv[1:] or ("0", "1")))
