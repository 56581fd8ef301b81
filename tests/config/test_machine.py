"""Where the machine lacks a browser or a database, tests are not run and say how to get it; in CI
they fail.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import conftest, machine

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def browser_test(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> pytest.Item:
    """This very test, marked as one that needs a browser, on a machine that has none."""
    monkeypatch.setattr(machine, "browser", lambda: None)
    request.node.add_marker("browser")
    return request.node


def test_without_a_browser_the_test_is_not_run_and_says_how_to_get_one(
    browser_test: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("REQUIRE_BROWSER", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install chromium"):
        conftest.pytest_runtest_setup(browser_test)


def test_where_a_browser_is_required_its_absence_fails(
    browser_test: pytest.Item, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        conftest.pytest_runtest_setup(browser_test)


@pytest.mark.parametrize(
    ("required", "outcome"), [("", pytest.skip.Exception), ("1", pytest.fail.Exception)]
)
def test_no_seal_goes_unread_where_the_reader_is_required(
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
    required: str,
    outcome: type[Exception],
) -> None:
    monkeypatch.setattr(machine, "poppler", lambda: False)
    monkeypatch.setenv("REQUIRE_POPPLER", required)
    request.node.add_marker("poppler")
    with pytest.raises(outcome, match="apt-get install poppler-utils"):
        conftest.pytest_runtest_setup(request.node)


@pytest.mark.parametrize(("required", "status"), [("0", 0), ("1", 1)])
def test_without_postgresql_the_command_is_not_run(
    tmp_path: Path, required: str, status: int
) -> None:
    program = (
        "import sys; from scripts import services; from tests import postgres; "
        "services.postgres_programs = lambda: None; "
    )
    done = subprocess.run(
        [sys.executable, "-c", program + "sys.exit(postgres.main(['touch', 'ran']))"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "REQUIRE_POSTGRES": required},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == status
    assert done.stderr.count("\n") == 1 and "apt-get install postgresql" in done.stderr
    assert not (tmp_path / "ran").exists()
