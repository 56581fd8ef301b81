"""`make` on a stranger's machine: what is missing is said in one line, and what is in place is not
made again.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """scripts/install.py, told that the project lies in an empty folder; commands are written down,
    not run.
    """
    spec = importlib.util.spec_from_file_location("install", ROOT / "scripts" / "install.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.ROOT, module.VENV = tmp_path, tmp_path / ".venv"
    module.PYTHON, module.INSTALLED = (
        tmp_path / ".venv" / "bin" / "python",
        tmp_path / ".venv" / "installed",
    )
    module.calls = []

    def run(command: list[object], failure: str) -> None:
        module.calls.append(" ".join(str(part) for part in command))
        module.PYTHON.parent.mkdir(parents=True, exist_ok=True)
        module.PYTHON.touch()

    monkeypatch.setattr(module, "_run", run)
    (tmp_path / "requirements.txt").write_text("django==5.2.19\n")
    (tmp_path / "requirements-dev.txt").write_text("django==5.2.19\npytest==9.2.0\n")
    return module


def test_an_old_python_is_named_in_one_line(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    with pytest.raises(SystemExit) as stop:
        install.main("requirements.txt")
    assert "needs Python 3.11 or newer" in str(stop.value) and "is 3.9" in str(stop.value)
    assert "\n" not in str(stop.value)
    assert not install.calls


def test_a_python_without_venv_says_how_to_get_it(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(install.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt-get install python3-venv"):
        install.main("requirements.txt")
    assert not install.calls


def test_the_second_time_nothing_is_done(install: ModuleType) -> None:
    install.main("requirements.txt")
    assert ["venv" in install.calls[0], "--require-hashes" in install.calls[1]] == [True, True]
    install.calls.clear()
    install.main("requirements.txt")
    assert not install.calls


def test_a_changed_requirement_makes_a_new_environment(install: ModuleType) -> None:
    install.main("requirements.txt")
    install.calls.clear()
    (install.ROOT / "requirements.txt").write_text("django==5.2.20\n")
    install.main("requirements.txt")
    assert "--clear" in install.calls[0] and len(install.calls) == 2


def test_the_tests_packages_come_on_top_and_serve_make_run_too(install: ModuleType) -> None:
    install.main("requirements.txt")
    install.calls.clear()
    install.main("requirements-dev.txt")
    assert len(install.calls) == 1 and install.calls[0].endswith("requirements-dev.txt")
    install.main("requirements.txt")
    assert len(install.calls) == 1


def test_an_interrupted_installation_is_begun_again(
    install: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = install._run

    def cut_off(command: list[object], failure: str) -> None:
        if "--require-hashes" in command:
            raise KeyboardInterrupt
        run(command, failure)

    with monkeypatch.context() as interrupted, pytest.raises(KeyboardInterrupt):
        interrupted.setattr(install, "_run", cut_off)
        install.main("requirements.txt")
    install.calls.clear()
    install.main("requirements.txt")
    assert len(install.calls) == 2


def test_every_package_is_pinned_with_its_hash_and_no_index_is_named() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (ROOT / name).read_text()
        pins = [line for line in text.splitlines() if line and line[0].isalnum()]
        assert pins and all("==" in pin and pin.endswith("\\") for pin in pins)
        assert "://" not in text and "--index" not in text and "--find-links" not in text
