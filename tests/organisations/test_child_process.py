"""A stranger's bytes are read by a child of the nursery; nothing that happens to either reaches the
site.
"""

from __future__ import annotations

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from foundation import child_process
from foundation.child_process import ChildFailed, run


@pytest.fixture
def reader(tmp_path: Path) -> Path:
    """Answers what its first argument says."""
    path = tmp_path / "reader.py"
    path.write_text(
        "import os, resource, sys, time\ndef answer(content, arguments):\n    what = arguments[0]\n"
        "    if what == 'back': return content[::-1]\n    if what == 'parent': return"
        " str(os.getppid()).encode()\n    if what == 'half': os.write(3, b'x'); os._exit(0)\n    if"
        " what == 'raise': raise ValueError\n    if what == 'much': return b'x' * (17 << 20)\n   "
        " if what == 'files': return str(sorted(map(int, os.listdir('/proc/self/fd')))).encode()\n"
    )
    return path


def ask(reader: Path, what: str, content: bytes = b"") -> bytes:
    return run(reader, content, what, seconds=2, megabytes=500)


@pytest.mark.parametrize("size", [0, 1, 70_000, 5_000_000])
def test_all_of_it_goes_there_and_back(reader: Path, size: int) -> None:
    content = os.urandom(size)
    assert ask(reader, "back", content) == content[::-1]


@pytest.mark.parametrize("what", ["half", "raise", "much"])
def test_half_an_answer_is_none(reader: Path, what: str) -> None:
    with pytest.raises(ChildFailed):
        ask(reader, what)
    assert ask(reader, "back", b"ab") == b"ba"


def test_a_reader_that_does_not_load_fails_alone(reader: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong.py").write_text("import nothing_of_that_name")
    for path in (tmp_path / "wrong.py", tmp_path / "missing.py"):
        with pytest.raises(ChildFailed):
            ask(path, "back")
    assert ask(reader, "back", b"ab") == b"ba"


def test_a_nursery_that_was_killed_is_begun_anew(reader: Path) -> None:
    before = int(ask(reader, "parent"))
    os.kill(before, 9)
    ends = time.monotonic() + 120
    while _lives(before) and time.monotonic() < ends:
        time.sleep(0.01)
    assert int(ask(reader, "parent")) != before


def _lives(pid: int) -> bool:
    return (
        Path(f"/proc/{pid}/stat").exists() and ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    )


def test_many_at_once_get_each_their_own(reader: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda n: ask(reader, "back", b"%03d" % n), range(60)))
    assert told == [(b"%03d" % n)[::-1] for n in range(60)]


def test_a_forked_process_has_a_nursery_of_its_own_and_takes_it_along(reader: Path) -> None:
    ours = int(ask(reader, "parent"))
    heard, said = os.pipe()
    if (child := os.fork()) == 0:
        try:
            os.write(said, ask(reader, "parent"))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    theirs = int(os.read(heard, 20))
    os.close(heard), os.close(said)
    assert theirs not in (ours, 0)
    ends = time.monotonic() + 120
    while _lives(theirs) and time.monotonic() < ends:
        time.sleep(0.05)
    assert not _lives(theirs), "it ends when nobody is left who could order"
    assert int(ask(reader, "parent")) == ours


def test_a_child_holds_nothing_but_its_file_and_its_answer(reader: Path) -> None:
    """Descriptors: standard ones, the bytes (closed after reading), the answer, and that of the
    folder it lists.
    """
    assert len(ask(reader, "files").decode().split(",")) <= 6
    assert child_process.MOST_ANSWERED < 17 << 20
