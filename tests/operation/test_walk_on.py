"""A site's life after deploy/machine: a dossier, not up, up, back, up again, its sealed paper,
restored, new keys.

`make test` leaves out what fails, the second way up and the new keys, which other tests try without
a whole machine (test_upgrade.py, tests/protection/test_rotation.py); `make faults` walks all of it.
Shipped scripts alone, on a real PostgreSQL with its two roles, by the site's user; web through the
shipped nginx file on other ports. The release that comes brings a table, a word of the definition
language and a procedure that uses it, which the release before cannot read. Each stage prints its
seconds.
"""

from __future__ import annotations

import http.client
import os
import re
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from scripts.services import Postgres, free_port, running, temporary_folder
from tests.keystore import PASSPHRASE, keystore
from tests.operation.new_machine import HOST, Machine, needs_for_a_machine
from tests.operation.test_walk_in import as_user, bare, web

LONG = os.environ.get("FAULTS") == "long"
#: Acts of a site's people by the code that runs, through `deploy/manage shell`; what is printed is
#: looked at.
PEOPLE = """
import datetime as dt
from django.utils import timezone
from forms.lists import places
from organisations.models import Authority, RoleAssignment, User
from registers.models import Diploma, RegisterBook
from workflows import actions
from workflows.journal import outbox
from workflows.models import Dossier, Draft, Effect, Procedure, WorkItem
def who(name): return User.objects.get(username=name)
def task(dossier): return WorkItem.objects.select_related("process", "authority").get(process=dossier, finished=None)
def owed():
    for _round in range(9):
        for pk in Effect.objects.filter(state="PENDING", due_at__lte=timezone.now()).values_list("pk", flat=True):
            outbox.run(pk)
"""
BEGIN = """
keeper = Authority.objects.get(slug="sgddt-daklak")
for name, role, at in (("lan", "receptionist", "ttpvhcc-daklak"), ("binh", "expert", "sgddt-daklak"),
                       ("dung", "head", "sgddt-daklak"), ("anh", "clerk", "sgddt-daklak"), ("huong", "", "")):
    full_name = name.title() if role else "Nguyễn Thị Hường"
    user = User.objects.create(username=name, full_name=full_name, position="PHÓ GIÁM ĐỐC")
    if role: RoleAssignment.objects.create(user=user, role_id=role, authority=Authority.objects.get(slug=at))
born = dt.date(1998, 2, 5)
Diploma.objects.create(book=RegisterBook.objects.create(name="Sổ gốc", keeper=keeper), book_number="1", serial="A 1",
    holder_name="Nguyễn Thị Hường", birth_date=born, birth_date_text="05/02/1998", birth_place="Đắk Lắk", sex="F",
    ethnicity="Kinh", school="THPT Buôn Ma Thuột", level="THPT", graduation_year=2016, grade="Khá", decision="5",
    decision_date=dt.date(2016, 7, 15), issued_by="Sở", signer="Phan Hồng")
province = next(code for code, name in places.provinces() if "Đắk Lắk" in name)
address = {"province": province, "ward": places.wards(province)[0][0], "detail": "12 Lê Duẩn", "old_place": ""}
person = {"name": "Nguyễn Thị Hường", "birth_date": "1998-02-05", "sex": "F", "identity": "066198001234"}
answers = {"relation": "owner", "applicant": person, "phone": "0905123456", "email": "h@example.vn",
    "address": address,
    "level": "THPT", "graduation_year": 2016, "school": "THPT Buôn Ma Thuột", "copies": 2, "delivery": "ONLINE"}
version = Procedure.objects.get(slug="diploma-copy").current
draft = Draft.objects.create(owner=who("huong"), version=version, answers=answers)
dossier = actions.submit(draft, who("huong"))
actions.decide(task(dossier), who("lan"), "accept")
owed()
"""
END = """
dossier = Dossier.objects.get()
match = str(Diploma.objects.get().pk)
actions.decide(task(dossier), who("binh"), "found", values={"match": match})
actions.decide(task(dossier), who("dung"), "approve")
actions.decide(task(dossier), who("anh"), "seal")
owed()
"""
TELL = """
from workflows.journal import entries as journal
dossier = Dossier.objects.get()
sealed = [link.document.state for link in dossier.documents.select_related("document")]
versions = ",".join(str(one.number) for one in Procedure.objects.get(slug="diploma-copy").versions.order_by("number"))
print("TOLD", dossier.code, dossier.legal_status, dossier.due_at, dossier.entries.count(), dossier.entry_hash[:12],
      sealed, versions, journal.verify())
"""
TABLE = """\
from django.db import migrations
class Migration(migrations.Migration):
    dependencies = [("operation", "{before}")]
    operations = [migrations.RunSQL("CREATE TABLE walked (id int)", "DROP TABLE walked")]
"""
FAILS = TABLE.replace("CREATE TABLE walked (id int)", "CREATE TABLE again (id int); SELECT 1/0")


class Walk:
    def __init__(self, machine: Machine, folder: Path) -> None:
        self.machine, self.upstream = machine, folder / "upstream"
        self.plain, self.secure, self.behind = free_port(), free_port(), free_port()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        sys.stdout.write(f"{name}: {time.monotonic() - began:.1f} s\n")

    def give(self, command: str, *given: str, **more: str) -> subprocess.CompletedProcess[str]:
        """A shipped command of the release that runs, by the site's user."""
        return as_user(self.machine, self.machine.current / "deploy" / command, *given, **more)

    def people(self, *acts: str) -> None:
        done = self.give("manage", "shell", "--no-imports", "-c", "".join((PEOPLE, *acts)))
        assert done.returncode == 0, done.stderr[-3000:]

    def told(self) -> list[str]:
        """Of the one dossier: code, status, due, entries and their hash, documents; the versions of
        its procedure.
        """
        done = self.give("manage", "shell", "--no-imports", "-c", PEOPLE + TELL)
        assert done.returncode == 0, done.stderr[-3000:]
        return next(line for line in done.stdout.splitlines() if line.startswith("TOLD")).split(
            " "
        )[1:]

    def publish(self, subject: str, **files: str) -> None:
        for name, text in files.items():
            (self.upstream / name.replace("__", "/")).write_text(text)
        for line in (
            ["add", "--all"],
            ["-c", "user.name=x", "-c", "user.email=x@x.example", "commit", "-qm", subject],
        ):
            done = as_user(self.machine, "git", "-C", self.upstream, *line)
            assert done.returncode == 0, done.stderr

    def page(self) -> str:
        """The front page by the shipped nginx file."""
        nobody = ssl.create_default_context()
        nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
        talk = http.client.HTTPSConnection("127.0.0.1", self.secure, timeout=60, context=nobody)
        talk.request("GET", "/", headers={"Host": HOST})
        answer = talk.getresponse()
        text = answer.read().decode()
        assert answer.status == 200, text[:300]
        return text


@pytest.fixture
def walk() -> Iterator[Walk]:
    needs_for_a_machine()
    with temporary_folder() as folder:
        postgres = Postgres(folder / "postgres", durable=False)
        with running(postgres):
            made = Walk(bare(folder, postgres.url), folder)
            answers = made.machine.answers
            answers.write_text(answers.read_text().replace("SEAL_NAME=", "SEAL_IGNORED="))
            seal = keystore(folder / "seal.p12")
            with answers.open("a") as more:
                more.write(f"SEAL_PKCS12={seal}\nSEAL_PASSPHRASE={PASSPHRASE}\n")
            on_other_ports(made)
            yield made


def on_other_ports(walk: Walk) -> None:
    file = walk.machine.clone / "deploy/nginx/motcua.conf"
    text = file.read_text()
    for old, new in {
        "    listen [::]:80;\n": "", "    listen [::]:443 ssl;\n": "", "listen 80;": f"listen 127.0.0.1:{walk.plain};",
        "listen 443 ssl;": f"listen 127.0.0.1:{walk.secure} ssl;", "127.0.0.1:8000": f"127.0.0.1:{walk.behind}",
        "/tmp/motcua-static": str(walk.machine.root / "tmp-static"),
    }.items():  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    file.write_text(text)


@contextmanager
def served(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Web as its unit starts it, nginx in front."""
    monkeypatch.setattr("tests.operation.test_walk_in.free_port", lambda: walk.behind)
    place = walk.machine.root / "etc/nginx/nginx.conf"
    with web(walk.machine), subprocess.Popen(["nginx", "-c", place, "-g", "daemon off;"]) as nginx:
        try:
            for _try in range(100):
                with suppress(OSError):
                    walk.page()
                    break
                time.sleep(0.1)
            yield
        finally:
            nginx.terminate()


@pytest.mark.slow
def test_a_site_lives_on(walk: Walk, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = walk.machine
    with walk.stage("install"):
        done = machine.run()
        assert done.returncode == 0, done.stderr[-4000:]
    subprocess.run(
        ["git", "clone", "-q", machine.clone, walk.upstream], check=True, capture_output=True
    )
    owner = f"{machine.user}:"
    subprocess.run(["chown", "-R", owner, walk.upstream], check=True)
    given = as_user(
        machine, "git", "-C", machine.home, "config", "remote.origin.url", walk.upstream
    )
    assert given.returncode == 0, given.stderr
    with walk.stage("first dossier"):
        walk.people(BEGIN)
        begun = walk.told()
        assert begun[-2:] == ["1", "None"], begun
    before = machine.current

    newest = sorted((walk.upstream / "operation/migrations").glob("0*.py"))[-1].stem
    name = f"operation__migrations__{int(newest[:4]) + 1:04d}_walk.py"
    if LONG:
        an_upgrade_that_fails(walk, name, newest)
        assert machine.current == before and walk.told() == begun

    with walk.stage("upgrade"):
        whole = walk.upstream / "workflows/definition/whole.py"
        procedure = walk.upstream / "workflows/procedures/diploma-copy/procedure.yaml"
        text = whole.read_text().replace("    code: Code", '    motto: str = ""\n    code: Code', 1)
        assert "motto" in text
        walk.publish(
            "two",
            **{
                name: TABLE.format(before=newest),
                "workflows__definition__whole.py": text,
                "workflows__procedures__diploma-copy__procedure.yaml": (
                    procedure.read_text() + "\nmotto: nhanh\n"
                ),
            },
        )
        done = walk.give("upgrade")
        assert done.returncode == 0, done.stderr[-4000:]
        assert machine.current != before and walk.told() == [*begun[:-2], "1,2", "None"]

    with walk.stage("page"), served(walk, monkeypatch):
        assert "Một cửa" in walk.page()

    with walk.stage("back"):
        back = walk.give("back")
        assert back.returncode == 0, back.stderr[-4000:]
        assert machine.current == before and walk.told() == begun, (
            "what the old code cannot read was taken back"
        )

    if LONG:
        with walk.stage("upgrade again"):
            assert walk.give("upgrade").returncode == 0

    with walk.stage("to the sealed paper"):
        walk.people(END)
        ended = walk.told()
        assert ended[0] == begun[0] and "SEALED" in "".join(ended) and ended[-1] == "None", ended

    with walk.stage("backup and trial restore"):
        assert walk.give("backup").returncode == 0
        trial = walk.give("trial")
        assert trial.returncode == 0 and "all sums hold" in trial.stderr + trial.stdout, (
            trial.stderr[-2000:]
        )

    if LONG:
        with walk.stage("new keys"):
            under_a_new_key(walk, ended)


def an_upgrade_that_fails(walk: Walk, name: str, newest: str) -> None:
    with walk.stage("failed upgrade"):
        walk.publish("fails", **{name: FAILS.format(before=newest)})
        failed = walk.give("upgrade")
        assert failed.returncode == 1 and "division by zero" in failed.stderr, failed.stderr[-3000:]


def under_a_new_key(walk: Walk, ended: list[str]) -> None:
    """The old key beside the new one, everything turned, then the new one alone."""
    place = walk.machine.etc / "environment"
    kept = place.read_text()
    place.write_text(
        re.sub(r"(?m)^FIELD_KEY=(.*)$", r"FIELD_KEY=Zx7cV9bN2mK4jH6gF8dS1aQ3wE5rT0yU,\1", kept)
    )
    turned = walk.give("manage", "rotate_field_keys")
    assert turned.returncode == 0, turned.stderr[-2000:]
    place.write_text(
        re.sub(r"(?m)^FIELD_KEY=.*$", "FIELD_KEY=Zx7cV9bN2mK4jH6gF8dS1aQ3wE5rT0yU", kept)
    )
    assert walk.told() == ended
    walk.people("assert Dossier.objects.get().answers['applicant']['identity'] == '066198001234'\n")
