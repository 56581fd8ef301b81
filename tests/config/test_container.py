"""What Docker would do, without Docker: the build context by `.dockerignore`, and the site that
runs from it.

The image has all that the application needs and nothing that an operator keeps in the clone; the
health check of `compose.yaml`, as it stands there, is answered by the real application under
production settings.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.services import postgres_programs, temporary_folder
from tests import machine
from tests.config.composed import Composed, make_volumes
from tests.keystore import PASSPHRASE, keystore
from tests.operation.test_nginx import certificate

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SECRET = "mot-bi-mat-cua-co-quan"
#: Where the guide says to put them, and where people do.
SECRETS = (
    "deploy/environment",
    "deploy/backup-environment",
    "deploy/tls/privkey.pem",
    "deploy/secrets/seal.p12",
    ".env",
    "config/.env",
    "seal.p12",
    "documents/seal.pfx",
    "tls/privkey.pem",
    "privkey.key",
    "environment",
    "var/keys/field_key",
    "var/secret_key",
    "var/motcua.sqlite3",
    "config/site.sqlite3",
    "releases/0123/deploy/environment",
    "current/.env",
    "backups/20261129T0000/database",
    ".git/config",
    ".ssh/id_ed25519",
    "so-goc.xlsx",
    "deploy/secrets/passphrase",
)
#: What git must not offer to add; a register or a note of the operator it cannot know.
IGNORED_BY_GIT = [
    name
    for name in SECRETS
    if not re.match(r"environment|backups|so-goc|\.(git|ssh)/|config/site", name)
]


def left_out(name: str, rules: list[str]) -> bool:
    """Whether `.dockerignore` leaves a file out: the last rule that names it, or a folder above it,
    decides.
    """
    out = False
    parts = name.split("/")
    above = ["/".join(parts[:length]) for length in range(1, len(parts) + 1)]
    for rule in rules:
        pattern = re.compile(_expression(rule.lstrip("!").strip("/")))
        if any(pattern.fullmatch(place) for place in above):
            out = not rule.startswith("!")
    return out


def _expression(rule: str) -> str:
    """Docker's pattern as a regular expression: `**` crosses folders, `*` does not."""
    pieces = [re.escape(piece).replace(r"\*", "[^/]*") for piece in re.split(r"\*\*/", rule)]
    return "(?:.*/)?".join(pieces)


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """A folder that the containers' users may enter."""
    with temporary_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def clone(scratch: Path) -> Path:
    """A clone in which an operator has worked, by the guide and otherwise."""
    clone = scratch / "clone"
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True
    )
    tracked = listed.stdout.split("\n") if listed.returncode == 0 else _every_file()
    for name in filter(None, tracked):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            _put(clone / name, (ROOT / name).read_bytes())
    for name in SECRETS:
        _put(clone / name, SECRET.encode())
    return clone


@pytest.fixture(scope="module")
def image(clone: Path, scratch: Path) -> Path:
    """The folder `/srv/motcua` of the image, built from the clone."""
    image = scratch / "image"
    rules = [
        line
        for line in (clone / ".dockerignore").read_text().splitlines()
        if line and not line.startswith("#")
    ]
    for path in clone.rglob("*"):
        name = path.relative_to(clone).as_posix()
        if path.is_file() and not left_out(name, rules):
            _put(image / name, path.read_bytes())
    return image


def _every_file() -> Iterator[str]:
    """A copy without git (`make planted`): all but what is made."""
    for path in ROOT.rglob("*"):
        if not {".venv", "var", "__pycache__"} & set(path.relative_to(ROOT).parts):
            yield path.relative_to(ROOT).as_posix()


def _put(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def test_no_secret_of_the_clone_is_in_the_image(image: Path) -> None:
    found = [
        path for path in image.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()
    ]
    assert not found
    assert (image / "manage.py").exists() and (image / "LICENSE").exists()


@pytest.mark.parametrize(("rule", "name", "out"), [
    ("*", "a/b.py", True), ("**/*.p12", "x/y/seal.p12", True), ("**/*.p12", "seal.p12", True),
    ("deploy/*", "deploy/a", True), ("*.pem", "deploy/a.pem", False), ("config", "config/x.py", True),
    ("config", "configs/x.py", False),
])  # fmt: skip
def test_the_rules_are_read_as_docker_reads_them(rule: str, name: str, out: bool) -> None:
    assert left_out(name, [rule]) is out
    assert not left_out(name, [rule, f"!{name}"])


@pytest.mark.parametrize("name", IGNORED_BY_GIT)
def test_git_does_not_offer_to_add_them(name: str, tmp_path: Path) -> None:
    """Asked in a repository of its own: this folder may be a copy without one."""
    shutil.copy(ROOT / ".gitignore", tmp_path)
    for arguments in (["init", "-q"], ["check-ignore", "-q", "--no-index", name]):
        assert subprocess.run(["git", *arguments], cwd=tmp_path).returncode == 0


SETTINGS = {
    "SECRET_KEY": "Zq3vJ8sKfT1xYw7N" * 4,
    "FIELD_KEY": "aB3dE6gH9jK2mN5p" * 3,
    "INDEX_KEY": "Q1w2E3r4T5y6U7i8" * 3,
    "MONITOR_TOKEN": "mot-bi-mat-dai-cho-giam-sat",
    "EMAIL_HOST": "smtp.motcua.example",
    "DEFAULT_FROM_EMAIL": "mot-cua@motcua.example",
    "SEAL_PASSPHRASE": PASSPHRASE,
}


@pytest.fixture(scope="module")
def site(clone: Path, image: Path, scratch: Path) -> Iterator[Composed]:
    """`docker compose up`, after what the guide asks of an operator: environment, .env,
    certificate, seal.
    """
    for program in ("nginx", "redis-server"):
        if shutil.which(program) is None:
            _lacks("nginx", f"{program} is missing: apt-get install nginx-light redis-server")
    if postgres_programs() is None:
        _lacks("postgres", "PostgreSQL is missing: apt-get install postgresql")
    if machine.scanner() is None:
        _lacks("scanner", machine.NO_SCANNER)
    filled = (clone / "deploy/environment.example").read_text()
    for name, value in SETTINGS.items():
        filled, times = re.subn(rf"(?m)^{name}=$", f"{name}={value}", filled)
        assert times == 1, name
    (clone / "deploy/environment").write_text(filled)
    (clone / ".env").write_text("DATABASE_PASSWORD=mat-khau-rat-dai\n")
    certificate(clone / "deploy/tls")
    keystore(clone / "deploy/secrets/seal.p12").chmod(0o400)
    if os.geteuid() == 0:
        os.chown(clone / "deploy/secrets/seal.p12", 10001, 10001)
    # as the Dockerfile does
    subprocess.run([sys.executable, "-m", "compileall", "-q", image], check=True)
    up = Composed(clone, image, scratch)
    make_volumes(scratch, up.file)
    _on_other_ports(clone / "deploy/nginx/motcua.conf", up)
    try:
        up.up()
        yield up
    finally:
        up.down()


def _lacks(what: str, reason: str) -> None:
    (pytest.fail if machine.required(what) else pytest.skip)(reason)


def _on_other_ports(file: Path, up: Composed) -> None:
    """`ports:` of the service: 80 and 443 of the container are others of this machine."""
    text = file.read_text()
    for old, new in {
        "    listen [::]:80;\n": "", "    listen [::]:443 ssl;\n": "",
        "listen 80;": f"listen 127.0.0.1:{up.ports['80']};",
        "listen 443 ssl;": f"listen 127.0.0.1:{up.ports['443']} ssl;",
    }.items():  # fmt: skip
        assert old in text
        text = text.replace(old, new)
    file.write_text(text.replace("/etc/motcua/tls", str(file.parents[1] / "tls")))


def front(site: Composed, path: str = "/", host: str = "motcua.example") -> tuple[int, str]:
    """Through nginx, as a visitor asks."""
    nobody = ssl.create_default_context()
    nobody.check_hostname, nobody.verify_mode = False, ssl.CERT_NONE
    talk = http.client.HTTPSConnection("127.0.0.1", site.ports["443"], timeout=60, context=nobody)
    talk.request("GET", path, headers={"Host": host})
    answer = talk.getresponse()
    return answer.status, answer.read().decode()


@pytest.mark.slow
def test_every_service_comes_up_in_its_order_until_the_front_page_opens_through_nginx(
    site: Composed,
) -> None:
    assert set(site.running) == set(COMPOSE["services"])
    if site.user is None and os.geteuid() == 0:
        sys.stdout.write("the image's user may not read this clone: its services run as root\n")
    give_up = time.monotonic() + 60
    while True:
        try:
            status, text = front(site)
            break
        except OSError:
            assert time.monotonic() < give_up, (site.folder / "nginx.log").read_text()
            time.sleep(0.2)
    assert status == 200 and "Một cửa" in text
    style = re.search(r'href="(/static/[^"]+\.css)"', text)
    assert style is not None and front(site, style[1])[0] == 200, (
        "collected by `prepare`, served by `web`"
    )
    assert front(site, "/healthz")[0] == 404, "nginx keeps it from outside"
    sys.stdout.write(
        "seconds of each service:"
        f" { {name: round(one, 1) for name, one in site.seconds.items()} }\n"
    )


@pytest.mark.slow
def test_each_service_is_well_by_its_own_probe_and_lives(site: Composed) -> None:
    for name, service in site.file["services"].items():
        if "healthcheck" in service:
            assert site.probe(name) == 0, name
        assert site.running[name].poll() == (0 if name == "prepare" else None), name
    give_up = time.monotonic() + 60  # worker and beat write their first sign of life
    while (said := _ready(site))["worker"] != "ok" or said["beat"] != "ok":
        logs = [(site.folder / f"{name}.log").read_text()[-1500:] for name in ("worker", "beat")]
        assert time.monotonic() < give_up, f"{said}\n{logs}"
        time.sleep(0.5)
    wrong = {name: word for name, word in said.items() if word not in ("ok", True)}
    assert set(wrong) <= {"seal", "calendar"}, wrong


def _ready(site: Composed) -> dict[str, object]:
    token = {"Authorization": f"Bearer {SETTINGS['MONITOR_TOKEN']}"}
    request = urllib.request.Request(f"http://127.0.0.1:{site.ports['web']}/readyz", headers=token)
    with urllib.request.urlopen(request, timeout=60) as answer:
        said: dict[str, object] = json.loads(answer.read())
    return said


@pytest.mark.slow
def test_the_seal_is_where_the_settings_look_for_it(site: Composed) -> None:
    """As the image's user, who may read it; `doctor --seal` in the container of the web."""
    service = site.file["services"]["web"]
    done = subprocess.run(
        [site.python, "manage.py", "doctor", "--json", "--seal"],
        cwd=site.image,
        capture_output=True,
        text=True,
        env=site.environment("web", service),
        timeout=120,
        **site.identity("web", service),
    )
    about = {word["about"]: word["says"] for word in json.loads(done.stdout)["words"]}
    assert "seal" not in about or "còn" in about["seal"], about
    assert not {"settings", "database", "broker", "scanner", "storage"} & set(about), about


@pytest.mark.slow
def test_a_foreign_name_opens_nothing(site: Composed) -> None:
    assert front(site, "/kiem-tra/", host="other.example")[0] == 400
