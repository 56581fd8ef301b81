"""`python make.py CHECKOUT OUT`: by the code of a checkout of e3c58bb, on the empty PostgreSQL of
DATABASE_URL.

The demo of that commit, and one dossier more at every step that one of its demo's applications can
reach. Writes OUT, a tar.xz of `site.sql` and of what MOTCUA_VAR holds (keys of this throwaway site,
uploads, documents, the demo seal).
"""

from __future__ import annotations

import importlib.util
import os
import random
import subprocess
import sys
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CHECKOUT, OUT = Path(sys.argv[1]).resolve(), Path(sys.argv[2]).resolve()
os.chdir(CHECKOUT)
sys.path.insert(0, str(CHECKOUT))
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "CELERY_TASK_ALWAYS_EAGER": "0",
    "DEMO": "1",
}
os.environ |= {"BROKER_URL": "memory://"}

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import transaction  # noqa: E402

import workflows  # noqa: E402
from assessment.models import Assessment  # noqa: E402
from organisations.models import User  # noqa: E402
from portal.demo import (  # noqa: E402
    accreditation,
    foreign_diplomas,
    licences,
    load,
    stories,
    transfers,
)
from workflows import actions, catalogue, effects  # noqa: E402
from workflows.errors import ActRefused  # noqa: E402
from workflows.models import Dossier, Draft, Effect, Procedure, WorkItem  # noqa: E402

#: What `onward` imports by today's names, and what that commit calls it.
FORMER_NAMES = {
    "forms.files.uploads": "forms.uploads",
    "workflows.applicant.supplements": "workflows.supplements",
    "workflows.fee_requests": "workflows.fees",
    "workflows.process.conditions": "workflows.conditions",
    "workflows.published": "workflows.catalogue",
}
for _today, _former in FORMER_NAMES.items():
    sys.modules[_today] = importlib.import_module(_former)
workflows.fee_requests = sys.modules["workflows.fee_requests"]  # type: ignore[attr-defined]

_spec = importlib.util.spec_from_file_location("onward", HERE / "onward.py")
assert _spec is not None and _spec.loader is not None
onward = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(onward)

REGISTER_ROWS = 30
# works that are done; the others, most papers among them, are still owed when the upgrade comes
MADE = 6
FRUITLESS = 4  # walks in a row that found no new step


def sending() -> dict[str, Callable[[dict[str, User]], Dossier]]:
    """By the demo's own answers: how one more dossier is filed."""

    def mended(people: dict[str, User], slug: str, asked: dict[str, Any]) -> Dossier:
        owner = people["chubang"]
        answers = {**stories._about_diploma(owner, stories._own(owner)), **asked}
        return stories._file(owner, answers, slug)

    wrong = {
        "content": "holder_name",
        "old": "Nguyễn Thị Hường",
        "new_text": "Nguyễn Thị Ngọc Hương",
    }
    corrected = {
        "changes": [wrong],
        "ground": "rectified",
        "from_database": True,
        "delivery": "COUNTER",
    }
    return {
        "copy": lambda who: stories._file(who["chubang"], stories._own(who["chubang"])),
        "copy on paper": lambda who: stories._file(
            who["chubang"], {**stories._own(who["chubang"]), "delivery": "COUNTER"}
        ),
        "correction": lambda who: mended(who, "diploma-correction", corrected),
        "reissue": lambda who: mended(
            who,
            "diploma-reissue",
            {
                "changes": [{"content": "grade", "old": "Khá", "new_text": "Giỏi"}],
                "proof": [stories.named(who["chubang"], "Học bạ")],
            },
        ),
        "abroad": lambda who: _submitted(
            "foreign-diploma", who["duhocsinh"], foreign_diplomas._answers(who["duhocsinh"], "M")
        ),
        "transfer": lambda who: _submitted(
            "school-transfer",
            who["phuhuynh"],
            transfers._answers(who["phuhuynh"], "Y Khoa Niê", "2010-03-02"),
        ),
        "standard": lambda who: accreditation._filed(who, _reported()),
        "licence": lambda who: _sent(
            licences._draft(who["hieutruongmoi"], "Trường THPT Hòa Bình", "Thôn 4")
        ),
    }


def _reported() -> Assessment:
    """The school's approved report."""
    return Assessment.objects.filter(reports__isnull=False).earliest("pk")


def _submitted(slug: str, owner: User, answers: dict[str, Any]) -> Dossier:
    version = Procedure.objects.get(slug=slug).current
    return _sent(Draft.objects.create(owner=owner, version=version, answers=answers))


def _sent(draft: Draft) -> Dossier:
    return actions.submit(draft, draft.owner)


class NothingNew(Exception):
    """The walk is undone."""


def standing() -> set[tuple[str, str]]:
    """(procedure, step) at which a dossier stands, and (procedure, status) of those that ended."""
    open_ = WorkItem.objects.filter(finished=None).values_list(
        "process__version__procedure__slug", "step"
    )
    ended = Dossier.objects.exclude(finished=None).values_list(
        "version__procedure__slug", "legal_status"
    )
    return {(slug, str(place)) for slug, place in [*open_, *ended]}


def fill(people: dict[str, User]) -> None:
    chance = random.Random(12)
    for name, file in sending().items():
        fruitless, told = 0, set()
        while fruitless < FRUITLESS:
            try:
                with transaction.atomic():
                    _walk(file(people), chance)
                fruitless = 0
            except (NothingNew, onward.Stands, ActRefused) as reason:
                fruitless, told = fruitless + 1, told | {str(reason)}
            except Exception as error:  # the next procedure may still be walked
                sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")
                break
        sys.stderr.write(f"{name}: {len(standing())} places; {sorted(told)[:4]}\n")


def _walk(dossier: Dossier, chance: random.Random) -> None:
    """On until it stands where no other does; raises NothingNew at an end where others are."""
    taken = standing() - _place(dossier)
    for acts in range(14):
        if _place(dossier) - taken and (acts or not _begun(dossier)):
            return
        if Dossier.objects.get(pk=dossier.pk).finished:
            break
        if "issue" in _kinds(dossier):
            break  # the paper is still owed when the upgrade comes
        onward.step_on(dossier, lambda ways: chance.choice(list(ways)))
    raise NothingNew("every step of its way is taken")


def _begun(dossier: Dossier) -> bool:
    """Whether another dossier of the procedure stands where this one begins."""
    same = Dossier.objects.filter(version__procedure=dossier.version.procedure_id).exclude(
        pk=dossier.pk
    )
    mine = [step for _slug, step in _place(dossier)]
    return WorkItem.objects.filter(process__in=same, finished=None, step__in=mine).exists()


def _kinds(dossier: Dossier) -> set[str]:
    """What kinds of steps it stands at."""
    definition = catalogue.definition_of(dossier.version)
    steps = WorkItem.objects.filter(process=dossier, finished=None).values_list("step", flat=True)
    return {definition.step(step).kind for step in steps}


def _place(dossier: Dossier) -> set[tuple[str, str]]:
    slug, now = dossier.version.procedure.slug, Dossier.objects.get(pk=dossier.pk)
    steps = WorkItem.objects.filter(process=dossier, finished=None).values_list("step", flat=True)
    return {(slug, step) for step in steps} or {(slug, str(now.legal_status))}


def main() -> None:
    call_command("migrate", verbosity=0)
    load.settle = lambda: None
    load.load(rows=REGISTER_ROWS)
    for pk in (
        Effect.objects.filter(state="PENDING").order_by("pk").values_list("pk", flat=True)[:MADE]
    ):
        effects.run(pk)
    fill({user.username: user for user in User.objects.filter(is_demo=True)})
    for line in sorted(standing()):
        sys.stdout.write(" ".join(line) + "\n")
    var = Path(os.environ["MOTCUA_VAR"])
    subprocess.run(
        [
            "pg_dump",
            "--no-owner",
            "--no-privileges",
            "--file",
            var / "site.sql",
            os.environ["DATABASE_URL"],
        ],
        check=True,
    )
    with tarfile.open(OUT, "w:xz") as archive:
        for name in ("site.sql", "keys", "uploads", "documents", "secret_key"):
            if (var / name).exists():
                archive.add(var / name, name)


if __name__ == "__main__":
    main()
