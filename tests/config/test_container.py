"""What Docker would do, without Docker: the build context by `.dockerignore`, and the site that runs from it.

The image has all that the application needs and nothing that an operator keeps in the clone; the health check of
`compose.yaml`, as it stands there, is answered by the real application under production settings.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.services import free_port
from tests import kept_database
from tests.keystore import PASSPHRASE, keystore

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
SECRET = "mot-bi-mat-cua-co-quan"
#: Where the guide says to put them, and where people do.
SECRETS = (
    "deploy/environment", "deploy/backup-environment", "deploy/tls/privkey.pem", "deploy/secrets/seal.p12", ".env",
    "config/.env", "seal.p12", "documents/seal.pfx", "tls/privkey.pem", "privkey.key", "environment",
    "var/keys/field_key", "var/secret_key", "var/motcua.sqlite3", "config/site.sqlite3",
    "releases/0123/deploy/environment", "current/.env", "backups/20261129T0000/database", ".git/config",
    ".ssh/id_ed25519", "so-goc.xlsx", "deploy/secrets/passphrase",
)  # fmt: skip
#: What git must not offer to add; a register or a note of the operator it cannot know.
IGNORED_BY_GIT = [
    name for name in SECRETS if not re.match(r"environment|backups|so-goc|\.(git|ssh)/|config/site", name)
]


def left_out(name: str, rules: list[str]) -> bool:
    """Whether `.dockerignore` leaves a file out: the last rule that names it, or a folder above it, decides."""
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
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder `/srv/motcua` of the image, built from a clone in which an operator has worked."""
    clone, image = tmp_path_factory.mktemp("clone"), tmp_path_factory.mktemp("image")
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True)
    tracked = listed.stdout.split("\n") if listed.returncode == 0 else _every_file()
    for name in filter(None, tracked):
        if not name.startswith("tests/") and (ROOT / name).is_file():
            _put(clone / name, (ROOT / name).read_bytes())
    for name in SECRETS:
        _put(clone / name, SECRET.encode())
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
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
    found = [path for path in image.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
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


@pytest.fixture(scope="module")
def web(image: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The container `web`: the Dockerfile's command, production settings, the seal where it is mounted; its port."""
    var, port = tmp_path_factory.mktemp("var"), free_port()
    (mount,) = [one for one in COMPOSE["services"]["web"]["volumes"] if one.startswith("./deploy/secrets:")]
    assert mount == "./deploy/secrets:/etc/motcua:ro", "where environment.example looks for the seal"
    (command,) = re.findall(r"^CMD (\[.*\])$", (ROOT / "deploy/Dockerfile").read_text(), re.MULTILINE)
    words = [word.replace("0.0.0.0:8000", f"127.0.0.1:{port}") for word in yaml.safe_load(command)]
    words[words.index("--workers") + 1] = "1"
    environment = {
        "PATH": os.environ["PATH"], "MOTCUA_VAR": str(var), "PRODUCTION": "1", "SECRET_KEY": "Zq3vJ8sKfT1xYw7N" * 4,
        "FIELD_KEY": "aB3dE6gH9jK2mN5p" * 3, "INDEX_KEY": "Q1w2E3r4T5y6U7i8" * 3, "ALLOWED_HOSTS": "motcua.example",
        "SITE_URL": "https://motcua.example", "EMAIL_HOST": "smtp.motcua.example", "UPLOADS_WITHOUT_SCANNER": "1",
        "SEAL_PKCS12": str(keystore(var / "seal.p12")), "SEAL_PASSPHRASE": PASSPHRASE,
    }  # fmt: skip
    manage = [sys.executable, "manage.py"]
    if not kept_database.bring(var / "motcua.sqlite3"):
        subprocess.run([*manage, "migrate", "-v0"], cwd=image, env=environment, check=True)
    subprocess.run([*manage, "collectstatic", "--no-input", "-v0"], cwd=image, env=environment, check=True)
    server = subprocess.Popen([sys.executable, "-m", *words], cwd=image, env=environment)
    try:
        yield port
    finally:
        server.terminate()
        server.wait(30)


def test_the_health_check_of_the_container_is_answered_and_the_front_page_opens(web: int) -> None:
    check = COMPOSE["services"]["web"]["healthcheck"]["test"]
    assert check[:2] == ["CMD", "python"]
    ours = [word.replace("127.0.0.1:8000", f"127.0.0.1:{web}") for word in check[2:]]
    give_up = time.monotonic() + 120
    while (probe := subprocess.run([sys.executable, *ours], capture_output=True, text=True)).returncode:
        assert "HTTP Error" not in probe.stderr and time.monotonic() < give_up, probe.stderr  # it may still be loading
        time.sleep(0.3)
    passed = {"Host": "motcua.example", "X-Forwarded-Proto": "https"}
    front = urllib.request.Request(f"http://127.0.0.1:{web}/", headers=passed)
    with urllib.request.urlopen(front, timeout=60) as answer:
        assert answer.status == 200 and "Một cửa" in answer.read().decode()


def test_a_foreign_name_opens_nothing_else(web: int) -> None:
    request = urllib.request.Request(f"http://127.0.0.1:{web}/kiem-tra/", headers={"X-Forwarded-Proto": "https"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(request, timeout=60)
    assert refused.value.code == 400
