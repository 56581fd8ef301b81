"""deploy/machine on a bare machine: one command, what is there stays, cut anywhere and repeated it
ends.

What it calls is stood in for here (tests/operation/new_machine.py); tests/operation/test_walk_in.py
walks the real way.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import stat
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import machine as programs
from tests.operation import new_machine
from tests.operation.new_machine import HOST, Machine
from tests.operation.scratch_site import ROOT

KEYS = ("SECRET_KEY", "FIELD_KEY", "INDEX_KEY", "MONITOR_TOKEN", "SEAL_PASSPHRASE")
#: What changes nothing outside bash: dying before one is dying before the command that follows.
CHANGES_NOTHING = re.compile(
    r"(\[|\[\[|local|case|say|export|return|continue|shift|trap|for|while|read|refuse|exit|:|set|cd|if|\.|dirname|pwd|ask"
    r"|ask_\w+|fits|readable|settings_there|cat|sed|head|declare|command|ls|python3|id|find|another_may_write|trusted|put"
    r"|put_\w+|make_key|made_password|server|database_url|owner_database_url|postgres_of|eval|merged|booted|at_home|unset"
    r"|subject|tell_what_is_left|opens|read_answers|grep|roles_and_database|rights_of_rows|printf|tr|unanswered.*|URL=.*"
    r"|given.*|settings.*|order.*|said_in|tail|umask|compgen|install_programs|make_user_and_folders|write_settings"
    r"|keep_answers|appears|write_key_once|request_seal|make_database|as_superuser|make_clone|as_user|place_units"
    r"|place_nginx|start_services)( |$)|\w+=|\w+\[.*\]="
)


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return new_machine.with_stand_ins(tmp_path)


def test_one_command_makes_a_site_and_says_what_it_did(machine: Machine) -> None:
    done = machine.run()
    assert done.returncode == 0, done.stderr
    there, backup = machine.settings(), machine.settings("backup-environment")
    keys = [*(there[name] for name in KEYS), backup["BACKUP_KEY"]]
    assert len(set(keys)) == len(keys) and all(len(key) > 55 for key in keys), "each its own"
    assert (there["ALLOWED_HOSTS"], there["SITE_URL"]) == (HOST, f"https://{HOST}")
    assert (there["EMAIL_HOST_PASSWORD"], there["SEAL_AWAITED"], there["PRODUCTION"]) == (
        "p#a$s%s",
        "1",
        "1",
    )
    assert there["DATABASE_URL"] == "postgres://root@/motcua", (
        "no password: PostgreSQL knows the user"
    )
    owner = machine.settings("owner-environment")["OWNER_DATABASE_URL"]
    assert re.fullmatch(r"postgres://root_owner:[0-9a-f]{48}@127.0.0.1:5432/motcua", owner)
    for name in ("environment", "owner-environment", "backup-environment"):
        assert stat.S_IMODE((machine.etc / name).stat().st_mode) == 0o640
    assert stat.S_IMODE((machine.root / "var/backups/motcua").stat().st_mode) == 0o700
    assert stat.S_IMODE((machine.etc / "seal-request/seal.key").stat().st_mode) == 0o600
    assert (machine.current / ".complete").exists() and list(
        (machine.root / "var/backups/motcua").glob("*/manifest")
    )
    assert_placed(machine)
    for said in (
        "backed up once and restored once",
        "seal.csr",
        "appoint administrator",
        "/quan-tri/khai-truong/",
    ):
        assert said in done.stderr
    assert not any(key in done.stderr + done.stdout for key in keys), "no key on the terminal"


def assert_placed(machine: Machine) -> None:
    units = machine.root / "etc/systemd/system"
    assert {unit.name for unit in (ROOT / "deploy/systemd").iterdir()} == {
        unit.name for unit in units.iterdir()
    }
    for unit in units.iterdir():
        places = re.findall(r"(\S*?)/(?:srv|etc|var/lib|var/backups)/motcua", unit.read_text())
        assert all(place.endswith(str(machine.root)) for place in places), unit.name
        assert "User=motcua" not in unit.read_text()
    told = machine.told.read_text()
    for word in (
        "daemon-reload",
        "enable motcua-settle motcua-web",
        "restart motcua-web",
        "reload nginx",
    ):
        assert word in told
    assert "enable --now motcua-backup.timer motcua-trial.timer" in told
    sudoers = machine.root / "etc/sudoers.d/motcua"
    assert (
        stat.S_IMODE(sudoers.stat().st_mode) == 0o440
        and "root ALL=(root) NOPASSWD: MOTCUA" in sudoers.read_text()
    )
    site = (machine.root / "etc/nginx/sites-enabled/motcua.conf").read_text()
    assert site.count(f"server_name {HOST};") == 2 and f"{machine.folder}/tls/privkey.pem;" in site


def everything(machine: Machine) -> dict[str, bytes]:
    """What must not change when it is repeated: settings, keys, request."""
    found = (
        path for path in machine.etc.rglob("*") if path.is_file() and path.name != "machine-answers"
    )
    return {str(path): path.read_bytes() for path in found}


def test_what_is_there_stays(machine: Machine) -> None:
    assert machine.run().returncode == 0
    before = everything(machine)
    machine.answer(SITE_HOST="other.example", EMAIL_HOST="other.example", SEAL_NAME="Cơ quan khác")
    again = machine.run()
    assert again.returncode == 0, again.stderr
    assert everything(machine) == before
    assert_placed(machine)
    machine.answers.write_text("")
    assert machine.run().returncode == 0, "what it was told once is not asked again"
    assert everything(machine) == before
    (machine.etc / "environment").write_text("# by hand\nSECRET_KEY=mine\nFIELD_KEY=\nMY_OWN=1\n")
    machine.answer()
    assert machine.run().returncode == 0
    there = machine.settings()
    assert (there["SECRET_KEY"], there["MY_OWN"]) == ("mine", "1") and len(there["FIELD_KEY"]) > 55
    assert (
        (machine.etc / "environment")
        .read_text()
        .startswith("# by hand\nSECRET_KEY=mine\nFIELD_KEY=")
    )


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"SITE_HOST": "", "EMAIL_HOST": "", "SEAL_NAME": ""},
            "SITE_HOST: [\\s\\S]*EMAIL_HOST: [\\s\\S]*SEAL_NAME: ",
        ),
        ({"SITE_HOST": "https://motcua.example"}, "SITE_HOST: a host name"),
        ({"SITE_HOST": "motcua.example; root /"}, "SITE_HOST: a host name"),
        ({"TLS_KEY": "/nowhere/key.pem"}, "TLS_KEY: there is no file /nowhere/key.pem"),
        ({"TLS_CERTIFICATE": "/tmp/a b"}, "TLS_CERTIFICATE: a path without blanks"),
        ({"EMAIL_HOST_PASSWORD": 'a"b'}, "EMAIL_HOST_PASSWORD: no quotes"),
        ({"EMAIL_HOST_PASSWORD": "a\\b"}, "EMAIL_HOST_PASSWORD: no quotes"),
        ({"AUTHORITIES": "/nowhere.csv"}, "AUTHORITIES: there is no file"),
        ({"SEAL_PKCS12": "/nowhere.p12", "SEAL_PASSPHRASE": "x"}, "SEAL_PKCS12: there is no file"),
        ({"SEAL_PKCS11_MODULE": "/usr/lib/x.so"}, "SEAL_PKCS11_TOKEN: [\\s\\S]*SEAL_PKCS11_PIN: "),
        ({"DATABASE_NAME": 'x"; DROP'}, "DATABASE_NAME: "),
    ],
)
def test_what_lacks_or_cannot_be_is_said_at_once_and_nothing_is_begun(
    machine: Machine, changed: dict[str, str], said: str
) -> None:
    machine.answer(**changed)
    refused = machine.run()
    assert refused.returncode == 1 and "Not begun" in refused.stderr
    assert re.search(said, refused.stderr), refused.stderr
    assert not machine.etc.exists() and not machine.told.exists()


def test_answers_come_from_the_environment_too(machine: Machine) -> None:
    answers = dict(line.split("=", 1) for line in machine.answers.read_text().splitlines())
    machine.answers.write_text("")
    done = machine.run(**answers)
    assert done.returncode == 0, done.stderr
    assert machine.settings()["EMAIL_HOST"] == "smtp.example"


def test_a_machine_for_a_restore_has_no_tables_and_nothing_runs(machine: Machine) -> None:
    machine.etc.mkdir(parents=True)
    (machine.etc / "environment").write_text("FIELD_KEY=the same key as before\n")
    done = machine.run("--answers", str(machine.answers), "--empty")
    assert done.returncode == 0 and "deploy/restore" in done.stderr, done.stderr
    assert machine.settings()["FIELD_KEY"] == "the same key as before"
    assert (machine.current / ".complete").exists() and not (
        machine.root / "var/lib/motcua/tables"
    ).exists()
    assert not machine.told.exists() or "start" not in machine.told.read_text()


def test_none_means_none(machine: Machine) -> None:
    machine.answer(EMAIL_HOST="none")
    assert machine.run().returncode == 0
    assert (
        machine.settings()["LETTERS_INTO_FILES"] == "1" and "EMAIL_HOST" not in machine.settings()
    )
    machine.answers.write_text("")
    assert machine.run().returncode == 0


def owned_by_another(clone: Path) -> None:
    os.chown(clone / "deploy/parts/keys.sh", 1, 1)


def writable_by_all(clone: Path) -> None:
    (clone / "deploy/sudoers").chmod(0o646)


def writable_by_a_group(clone: Path) -> None:
    os.chown(clone / "deploy/common.sh", 0, 1)
    (clone / "deploy/common.sh").chmod(0o664)


def folder_of_another(clone: Path) -> None:
    os.chown(clone / "deploy/systemd", 1, 1)


def the_clone_of_another(clone: Path) -> None:
    os.chown(clone, 1, 1)


def a_folder_above(clone: Path) -> None:
    clone.parent.chmod(0o777)


def the_repository(clone: Path) -> None:
    os.chown(clone / ".git/config", 1, 1)


@pytest.mark.parametrize(
    "how",
    [owned_by_another, writable_by_all, writable_by_a_group, folder_of_another, the_clone_of_another, a_folder_above,
     the_repository],
    ids=lambda how: how.__name__,
)  # fmt: skip
def test_root_runs_nothing_that_another_may_write(
    machine: Machine, how: Callable[[Path], None]
) -> None:
    how(machine.clone)
    refused = machine.run()
    assert refused.returncode == 1 and "Root runs nothing that others may write" in refused.stderr
    assert not machine.etc.exists() and not machine.told.exists()


def test_root_does_not_run_the_site_s_own_commands(machine: Machine) -> None:
    assert machine.run().returncode == 0
    for place in (machine.home, machine.current):
        os.chown(place, 1, 1)
    machine.stub("id", "echo 0")
    for program in ("manage", "upgrade", "back", "backup", "restore", "trial", "settle", "install"):
        refused = machine.run("x", program=f"../../root/srv/motcua/deploy/{program}")
        assert refused.returncode == 1 and "Not as root: sudo -u " in refused.stderr, program


def test_a_real_sudo_lets_the_site_s_user_restart_its_three_services_and_nothing_else(
    machine: Machine,
) -> None:
    """In a mount namespace of its own, so that the machine's rules stay as they are."""
    if (
        shutil.which("sudo") is None
        or subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode
    ):
        (pytest.fail if programs.required("sudo") else pytest.skip)(
            "sudo, or the right to a mount namespace, is missing"
        )
    assert machine.run().returncode == 0
    rules, place = machine.root / "etc/sudoers.d/motcua", "/etc/sudoers.d/motcua"
    begun = (
        f"mount -t tmpfs -o mode=755 rules /etc/sudoers.d && sed s/^root/daemon/ {rules} >{place}"
        f" && chmod 440 {place}"
    )

    def may(command: str) -> bool:
        line = f"{begun} && exec runuser -u daemon -- sudo -n -l {command}"
        return (
            subprocess.run(
                ["unshare", "--mount", "bash", "-c", line], cwd="/", capture_output=True
            ).returncode
            == 0
        )

    three = "motcua-web motcua-worker motcua-beat"
    assert all(may(f"/usr/bin/systemctl {verb} {three}") for verb in ("stop", "start", "restart"))
    for more in (
        f"disable {three}",
        "restart motcua-web",
        f"restart {three} ssh",
        "edit motcua-web",
        "daemon-reload",
    ):
        assert not may(f"/usr/bin/systemctl {more}"), more
    assert not may("/usr/bin/bash")


def test_on_a_terminal_it_asks(machine: Machine) -> None:
    """Each question once, a default by Enter, no password echoed."""
    machine.answers.write_text("")
    said = {
        "host, as citizens": HOST,
        "certificate, with its chain": f"{machine.folder}/tls/fullchain.pem",
        "certificate's key": f"{machine.folder}/tls/privkey.pem",
        "Mail server": "smtp.example",
        "Password of that account": "bí mật 1",
        "Full name of the authority": "Sở Nội vụ",
    }
    ours, theirs = pty.openpty()
    line = [machine.clone / "deploy/machine"]
    with subprocess.Popen(
        line, env=machine.environment, stdin=theirs, stdout=theirs, stderr=theirs
    ) as program:
        os.close(theirs)
        shown = answered(ours, said)
    assert program.returncode == 0, shown
    assert shown.count("Mail server") == 1 and "bí mật 1" not in shown and "[587]" in shown
    there = machine.settings()
    assert (there["EMAIL_PORT"], there["EMAIL_HOST_PASSWORD"]) == ("587", "bí mật 1")
    assert there["DEFAULT_FROM_EMAIL"] == f"khong-tra-loi@{HOST}"


def answered(terminal: int, said: dict[str, str]) -> str:
    """What the program showed; each of its questions gets its answer, or Enter."""
    shown, seen = b"", 0
    while True:
        try:
            shown += os.read(terminal, 4096)
        except OSError:  # the program has ended
            return shown.decode()
        asked = shown[seen:].decode(errors="ignore")
        if asked.endswith(": ") and "\n" not in asked.rstrip("\r\n")[-2:]:
            question = asked.splitlines()[-1]
            answer = next((text for words, text in said.items() if words in question), "")
            seen = len(shown)
            os.write(terminal, f"{answer}\n".encode())


def test_a_file_that_nginx_refuses_does_not_stay(machine: Machine) -> None:
    assert machine.run().returncode == 0
    place = machine.root / "etc/nginx/sites-enabled/motcua.conf"
    place.write_text("# the one that worked\n")
    machine.stub("nginx", "echo bad >&2; exit 1")
    refused = machine.run()
    assert refused.returncode == 1 and "nginx refuses" in refused.stderr
    assert place.read_text() == "# the one that worked\n" and [place] == list(
        place.parent.iterdir()
    )


def commands(machine: Machine) -> list[str]:
    """Every command that does something outside bash, in order, each once."""
    trace = machine.folder / "trace"
    assert machine.run(TRACE=str(trace)).returncode == 0
    seen = [one for one in dict.fromkeys(trace.read_text().split("\0")) if one]
    return [one for one in seen if not CHANGES_NOTHING.match(one.split("|", 2)[2])]


@pytest.mark.slow
def test_cut_before_any_command_a_second_run_ends_and_keeps_what_was_made(machine: Machine) -> None:
    points = commands(machine)
    assert len(points) > 40
    settings = [
        point
        for point in points
        if point.startswith("folders.sh") and "etc/motcua/environment|" in point
    ]
    assert settings
    chosen = (
        points
        if os.environ.get("FAULTS") == "long"
        else list(dict.fromkeys([*settings, *points[::6]]))
    )
    for point in chosen:
        shutil.rmtree(machine.root / "etc/motcua")
        for place in ("srv/motcua", "srv/motcua.new", "var", "etc/systemd", "etc/sudoers.d"):
            shutil.rmtree(machine.root / place, ignore_errors=True)
        killed = machine.run(CUT=point)
        assert killed.returncode == -9, point
        made = {
            path: text for path, text in everything(machine).items() if not path.endswith(".new")
        }
        again = machine.run()
        assert again.returncode == 0, (point, again.stderr)
        kept = everything(machine)
        assert all(kept[path] == text for path, text in made.items()), point
        assert not [path for path in machine.etc.rglob("*.new") if path.stat().st_size], point
        assert (machine.current / ".complete").exists()
        assert_placed(machine)
        machine.run(CUT=point)
        assert {path: text for path, text in everything(machine).items() if path in kept} == kept, (
            point
        )
