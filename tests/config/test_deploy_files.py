"""What an operator copies to their machine is what its programs understand: units, compose file,
image.

systemd's own reader and judge where they are on the machine; Compose's own reader where Docker has
it, and in any case the references inside the file, which Compose finds only when it starts.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests import machine

ROOT = Path(__file__).parents[2]
UNITS = sorted((ROOT / "deploy/systemd").iterdir())
SERVICES = [unit for unit in UNITS if unit.suffix == ".service"]
DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
PARTS: dict[str, dict[str, Any]] = COMPOSE["services"]
OPERATORS_OWN = ("./deploy/tls", "./deploy/secrets")  # certificate and seal of the site
EXPOSED_AT_MOST = 2.0  # of 10, as systemd judges a sandbox


def systemd(*arguments: str) -> str:
    """What systemd-analyze says; fails with it."""
    program = shutil.which("systemd-analyze")
    if program is None:
        (pytest.fail if machine.required("systemd") else pytest.skip)(
            "systemd-analyze is not on this machine"
        )
    run = subprocess.run([program, *arguments], capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    return run.stdout + run.stderr


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """The units on a machine where the clone is in place: the paths are real, the programs do
    nothing.
    """
    home, units = tmp_path / "srv", tmp_path / "units"
    units.mkdir()
    for unit in UNITS:
        text = unit.read_text().replace("/srv/motcua", str(home))
        (home / "current").mkdir(parents=True, exist_ok=True)
        (units / unit.name).write_text(text)
        for program in re.findall(r"^ExecStart=(\S+)", text, re.MULTILINE):
            place = Path(program)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy("/bin/true", place)
    return units


def test_systemd_reads_every_unit_without_a_word(installed: Path) -> None:
    assert systemd("verify", "--man=no", *map(str, sorted(installed.iterdir()))).strip() == ""


@pytest.mark.parametrize("unit", SERVICES, ids=lambda unit: unit.name)
def test_a_service_can_reach_little_of_its_machine(unit: Path) -> None:
    judged = systemd("security", "--offline=true", "--no-pager", str(unit))
    level = re.search(r"exposure level for \S+: ([\d.]+)", judged)
    assert level and float(level[1]) <= EXPOSED_AT_MOST, judged[-300:]


def test_units_start_what_is_in_the_clone_with_words_it_knows() -> None:
    """The programs come from the packages, the arguments are those that the container is started
    with too.
    """
    for unit in SERVICES:
        (line,) = re.findall(
            r"^ExecStart=/srv/motcua/current/(.*)$", unit.read_text(), re.MULTILINE
        )
        program, *arguments = line.split()
        if program.startswith("deploy/"):
            assert (ROOT / program).stat().st_mode & 0o100
            continue
        name = Path(program).name
        assert re.search(rf"^{name}==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
        known = [
            *map(str, PARTS.get(unit.stem.removeprefix("motcua-"), {}).get("command", [])),
            *DOCKERFILE.split('"'),
        ]
        for word in (word for word in arguments if word.startswith("--") and word != "--schedule"):
            assert word in known, f"{unit.name}: {word}"


def test_compose_reads_its_file() -> None:
    docker = shutil.which("docker")
    if (
        docker is None
        or subprocess.run([docker, "compose", "version"], capture_output=True).returncode
    ):
        pytest.skip("Docker's compose is not on this machine")
    given = {"DATABASE_PASSWORD": "x", "PATH": "/usr/bin:/bin:/usr/local/bin"}
    run = subprocess.run(
        [docker, "compose", "-f", "compose.yaml", "config", "-q", "--no-env-resolution"],
        cwd=ROOT, env=given, capture_output=True, text=True,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr


@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_a_part_waits_for_is_there_and_can_become_so(name: str) -> None:
    for other, how in PARTS[name].get("depends_on", {}).items():
        assert other in PARTS
        if how["condition"] == "service_healthy":
            assert PARTS[other]["healthcheck"]["test"][0] == "CMD"
        else:
            assert (
                how["condition"] == "service_completed_successfully"
                and PARTS[other]["restart"] == "no"
            )


@pytest.mark.parametrize("name", sorted(PARTS))
def test_what_a_part_is_given_exists(name: str) -> None:
    part = PARTS[name]
    for mount in part.get("volumes", []):
        source = mount.split(":")[0]
        in_clone = (ROOT / source).exists() or source in OPERATORS_OWN
        assert in_clone if source.startswith(".") else source in COMPOSE["volumes"], mount
    for file in part.get("env_file", []):
        assert (ROOT / f"{file}.example").exists()
    if "build" in part:
        assert (ROOT / part["build"]["dockerfile"]).exists()
        assert part["security_opt"] == ["no-new-privileges:true"] and part["cap_drop"] == ["ALL"]
    else:
        tag = part["image"].partition(":")[2]
        assert re.match(r"\d", tag), "an image of no stated version changes under the site"


def test_only_nginx_can_be_reached_from_outside() -> None:
    assert [name for name, part in PARTS.items() if "ports" in part] == ["nginx"]
    for name, part in PARTS.items():
        for address in part.get("environment", {}).values():
            host = re.match(r"(?:\w+://(?:[^@/]*@)?)?([a-z]+):\d+", str(address))
            assert host is None or host[1] in PARTS, f"{name}: {address}"


def test_the_image_is_small_pinned_and_runs_as_nobody_of_importance() -> None:
    steps = re.findall(r"^([A-Z]+) (.*?)(?<!\\)$", DOCKERFILE, re.MULTILINE | re.DOTALL)
    assert [
        name
        for name, _ in steps
        if name not in {"FROM", "RUN", "WORKDIR", "COPY", "USER", "ENV", "EXPOSE", "CMD"}
    ] == []
    said = dict(steps)
    assert re.search(r":\d+\.\d+", said["FROM"]) and said["USER"] not in ("root", "0")
    assert said["CMD"].startswith('["'), "the exec form: signals reach the program"
    packages = next(text for name, text in steps if name == "RUN" and "apt-get install" in text)
    assert (
        "apt-get update" in packages
        and "--no-install-recommends" in packages
        and "/var/lib/apt/lists" in packages
    )
    assert "--require-hashes" in DOCKERFILE and "--no-cache-dir" in DOCKERFILE
    order = [text for _name, text in steps]
    assert order.index("requirements.txt ./") < order.index(". ."), (
        "packages are made anew only when they changed"
    )
    for name, text in steps:
        if name == "COPY" and not text.startswith(". "):
            assert (ROOT / text.split()[0]).exists()
    ignored = [
        line
        for line in (ROOT / ".dockerignore").read_text().splitlines()
        if not line.startswith("#")
    ]
    assert ignored[0] == "*", "neither secrets nor data go into the image: test_container.py"
