"""Brings the site's data to where this version of the code expects it, and tells who may sign in.

Safe to repeat: migrations, static files and procedures that are in place are left alone; demo data
is loaded into a site that has none. Progress goes to the error stream; the demo people go to the
output, for `run.py` to show.
"""

import hashlib
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import CommandError, call_command

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Prepare the site that the environment describes."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _step("database", "migrate", verbosity=0, interactive=False)
    _static_files()
    publish()
    if settings.DEMO:
        _demo()


def publish() -> None:
    """Bring the shipped procedures in, after the roles they name: an older site may lack one."""
    _step("authorities", "seed_organisations")
    _step("procedures", "publish_procedures")


def _static_files() -> None:
    """Collect and compress them when any has changed: it takes longer than all the rest of a second
    start.
    """
    files = [
        f"{path} {storage.size(path)} {storage.get_modified_time(path)}"
        for finder in get_finders()
        for path, storage in finder.list([])
    ]
    digest = hashlib.sha256("\n".join(sorted(files)).encode()).hexdigest()
    collected = settings.VAR / "static-collected"
    if not collected.exists() or collected.read_text() != digest:
        _step("style sheets and scripts", "collectstatic", verbosity=0, interactive=False)
        collected.write_text(digest)


def _demo() -> None:
    from portal.demo.people import PEOPLE

    _step("demo people and dossiers (the first time a minute)", "load_demo")
    for person in PEOPLE:
        sys.stdout.write(f"    {person.full_name:<24} {person.title}\n")


def _step(what: str, command: str, **options: object) -> None:
    sys.stderr.write(f"Preparing the {what} …\n")
    call_command(command, stdout=sys.stderr, **options)


if __name__ == "__main__":
    try:
        main()
    except CommandError as error:
        sys.exit(f"Motcua: {error}")
    except KeyboardInterrupt:
        sys.exit("Motcua: stopped before it was ready; make run goes on from here.")
