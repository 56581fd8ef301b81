"""deploy/upgrade and deploy/back, cut before every command: what runs stays whole, and a second run
ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.operation import scratch_site
from tests.operation.scratch_site import Site

#: What changes nothing outside bash: dying before one is dying before the command that follows.
CHANGES_NOTHING = re.compile(
    r"(\[|local|case|say|export|return|continue|shift|trap|for|read|refuse|exit|:|set|cd|if|\.|dirname|pwd|load|managed"
    r"|load_backup_key|command|readlink|realpath|tail|sort|find|sed|grep|finished_backups|tables_of|chosen|systemctl|answers"
    r"|printf '%s.n' \"\$revision\")( |$)|\w+=|printf .* 1?>&2"
)


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A running site of version one, with version two (a migration more) waiting in the
    repository.
    """
    site = scratch_site.make(tmp_path_factory.mktemp("upgrade") / "site")
    site.publish("two", "site.0003")
    server = scratch_site.answering()
    site.environment["MOTCUA_ADDRESS"] = f"http://127.0.0.1:{server.server_port}/healthz"
    yield site
    server.shutdown()


@pytest.fixture
def site(installed: Site, tmp_path: Path) -> Site:
    return scratch_site.copied(installed, tmp_path / "site")


def test_a_site_from_before_releases_comes_over_and_goes_back(site: Site) -> None:
    done = site.run("upgrade")
    assert done.returncode == 0, done.stderr
    assert site.whole() == "two" and site.current.parent == site.home / "releases"
    assert (site.var / "published").read_text() == "two"
    back = site.run("back")
    assert back.returncode == 0, back.stderr
    assert site.whole() == "one" and site.current == site.home
    assert len(list((site.root / "backups").iterdir())) == 2, "one before each"
    again = site.run("upgrade", code=site.current)
    assert again.returncode == 0 and site.whole() == "two"


def commands(site: Site) -> list[str]:
    """Every command that an upgrade gives and that does something outside bash, in order, each
    once.
    """
    trace = site.root / "trace"
    assert site.run("upgrade", TRACE=str(trace)).returncode == 0
    seen = [one for one in dict.fromkeys(trace.read_text().split("\0")) if one]
    # bash names a call of a function twice: there, and inside
    given = [one.split(" ", 2)[2] for one in seen]
    return [
        one
        for one, command, before in zip(seen, given, ["", *given], strict=False)
        if command != before and not CHANGES_NOTHING.match(command)
    ]


@pytest.mark.slow
def test_cut_before_any_command_what_runs_is_whole_and_a_second_run_ends(
    installed: Site, site: Site, tmp_path: Path
) -> None:
    points = commands(site)
    assert len(points) > 30
    for number, point in enumerate(points):
        cut = scratch_site.copied(installed, tmp_path / f"cut{number}")
        killed = cut.run("upgrade", CUT=point)
        assert killed.returncode == -9, point
        cut.settled()
        assert cut.whole() in ("one", "two"), point
        again = cut.run("upgrade")
        assert again.returncode == 0, (point, again.stderr)
        assert cut.whole() == "two", point
        assert (cut.var / "published").read_text() == "two"


@pytest.mark.slow
def test_the_machine_goes_off_in_the_middle_and_starts_again(
    installed: Site, site: Site, tmp_path: Path
) -> None:
    """No guard lives on; systemd starts what settles, and then the services."""
    tried, points = 0, commands(site)
    begun = next(number for number, point in enumerate(points) if " begin " in point)
    for number, point in enumerate(points[begun:]):
        off = scratch_site.copied(installed, tmp_path / f"off{number}")
        (off.root / "bin/setsid").write_text("#!/bin/true\n")
        (off.root / "bin/setsid").chmod(0o755)
        off.run("upgrade", CUT=point)
        if not (off.var / "upgrading").exists():
            continue
        tried += 1
        (off.root / "running").unlink(missing_ok=True)
        boot = off.run("settle", "--boot", code=off.current)
        assert boot.returncode == 0, boot.stderr
        (off.root / "running").write_text(str(off.current))
        assert off.whole() in ("one", "two"), point
    assert tried > 8


def no_packages(site: Site) -> None:
    site.environment["PACKAGES"] = "/nowhere"


def no_repository(site: Site) -> None:
    (site.root / "upstream").rename(site.root / "away")


def failing_migration(site: Site) -> None:
    site.publish("three", "site.0004", "site.0005 fails")


def refused_site(site: Site) -> None:
    site.publish("three", refuses="")


def no_room_for_the_backup(site: Site) -> None:
    (site.root / "backups").rmdir()
    (site.root / "backups").write_text("no folder can be made here")


def silent_web(site: Site) -> None:
    site.environment["MOTCUA_ADDRESS"] = "http://127.0.0.1:1/healthz"


def no_right(site: Site) -> None:
    site.environment["MAY_NOT"] = "1"


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (no_packages, "the packages could not be installed"),
        (no_repository, "cannot be fetched"),
        (failing_migration, "site.0005 failed"),
        (refused_site, "refuses this site"),
        (no_room_for_the_backup, "Not done"),
        (silent_web, "does not answer"),
        (no_right, "may not restart the services. As root"),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_on_a_fault_the_old_code_runs_on_and_is_named(
    site: Site, fault: Callable[[Site], None], said: str
) -> None:
    fault(site)
    done = site.run("upgrade")
    assert done.returncode not in (0, -9)
    assert said in done.stderr and f"What runs: {site.home}." in done.stderr, done.stderr
    assert site.whole() == "one"
    assert not (site.var / "upgrading").exists()


def test_a_migration_that_cannot_be_undone_is_named_with_the_backup(site: Site) -> None:
    site.publish("three", "site.0004 irreversible")
    assert site.run("upgrade").returncode == 0
    back = site.run("back", code=site.current)
    assert back.returncode == 1
    assert "cannot be undone" in back.stderr and f"{site.root}/backups/1" in back.stderr
    assert site.whole() == "three"


def test_what_the_old_code_cannot_read_is_taken_back_where_nobody_used_it(site: Site) -> None:
    (site.home / "cannot_read").touch()
    assert site.run("upgrade").returncode == 0
    back = site.run("back", code=site.current)
    assert back.returncode == 0, back.stderr
    assert site.whole() == "one" and (site.var / "published").read_text() == ""
    assert site.run("upgrade").returncode == 0 and (site.var / "published").read_text() == "two"


def test_procedures_in_use_that_the_old_code_cannot_read_keep_the_new_one(site: Site) -> None:
    (site.home / "cannot_read").touch()
    assert site.run("upgrade").returncode == 0
    (site.var / "in_use").touch()
    back = site.run("back", code=site.current)
    assert (
        back.returncode == 1
        and f"{site.root}/backups/1" in back.stderr
        and "H15.50-261129-0001" in back.stderr
    )
    assert site.whole() == "two" and not (site.var / "upgrading").exists()
    assert (site.var / "published").read_text() == "two"


def test_an_old_code_that_cannot_be_asked_is_not_gone_back_to(site: Site) -> None:
    assert site.run("upgrade").returncode == 0
    (site.home / "cannot_read").write_text("the database is away")
    back = site.run("back", code=site.current)
    assert back.returncode == 1 and "cannot be asked" in back.stderr
    assert site.whole() == "two" and (site.var / "published").read_text() == "two"


def test_a_dossier_that_begins_while_it_goes_back_keeps_the_new_one(site: Site) -> None:
    """Filed after the question and before the services stopped: what was stopped is started
    again.
    """
    (site.home / "cannot_read").touch()
    assert site.run("upgrade").returncode == 0
    stop = site.root / "bin/systemctl"
    stop.write_text(stop.read_text().replace("stop) ", f"stop) touch {site.var}/in_use; "))
    back = site.run("back", code=site.current)
    assert back.returncode == 1 and "H15.50-261129-0001" in back.stderr
    assert site.whole() == "two" and (site.var / "published").read_text() == "two"


def test_procedures_may_wait_until_the_new_code_has_shown_itself(site: Site) -> None:
    (site.home / "cannot_read").touch()
    assert site.run("upgrade", PUBLISH="0").returncode == 0
    assert site.whole() == "two" and (site.var / "published").read_text() == "one"
    assert site.run("back", code=site.current).returncode == 0 and site.whole() == "one"
    assert site.run("upgrade").returncode == 0 and (site.var / "published").read_text() == "two"


def test_what_fails_after_an_irreversible_migration_goes_forward(site: Site) -> None:
    """Killed when the tables can no longer go back: the guard ends the upgrade instead."""
    site.publish("three", "site.0004 irreversible")
    traced = scratch_site.copied(site, site.root.parent / "traced")
    (point,) = [one for one in commands(traced) if one.endswith('name current "$newer"')]
    assert site.run("upgrade", CUT=point).returncode == -9
    site.settled()
    assert site.whole() == "three"


def test_going_to_an_older_revision_is_refused(site: Site) -> None:
    assert site.run("upgrade").returncode == 0
    done = site.run("upgrade", "HEAD", code=site.current)  # the clone's own, older commit
    assert done.returncode == 1 and "deploy/back" in done.stderr
    assert site.whole() == "two"


def test_the_clone_s_own_commands_are_those_of_what_runs(site: Site) -> None:
    assert site.run("upgrade").returncode == 0
    (site.home / "deploy/back").write_text(
        '#!/bin/bash\n. "$(dirname "$0")/common.sh"\necho from the clone\n'
    )
    done = site.run("back")
    assert "from the clone" not in done.stdout and site.whole() == "one"


def test_a_site_whose_data_would_split_is_refused(site: Site) -> None:
    (site.root / "environment").write_text("PRODUCTION=1\n")
    done = site.run("upgrade")
    assert done.returncode == 1 and "MOTCUA_VAR is not set" in done.stderr
