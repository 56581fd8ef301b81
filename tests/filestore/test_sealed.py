"""Files lie encrypted, each under a key of its own; the key in use changes, erased ones stay
erased.
"""

from __future__ import annotations

import io
import threading
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from filestore import sealed
from filestore.folder import Folder
from operation import file_keys, sums
from protection import stream
from protection.envelope import AESGCM, CannotOpen, new_data_key

NAME, OTHER = "ab/abcdef", "cd/cdef01"
CONTENT = b"%PDF-1.7 CCCD 066198001234 " * 20_000  # several chunks
OLD, NEW = "old key, thirty-two characters long", "new key, thirty-two characters long"


@pytest.fixture(params=["folder", "bucket"])
def kept(request: pytest.FixtureRequest) -> Any:
    if request.param == "bucket":
        request.getfixturevalue("bucket")
    return storages["uploads"]


@pytest.fixture
def folder() -> Any:
    return storages["uploads"]


def put_in_clear(store: Any, name: str, content: bytes) -> None:
    place = Path(store.path(name))
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)


def rotate(**given: Any) -> None:
    call_command("rotate_field_keys", stdout=io.StringIO(), **given)


def test_nothing_of_the_content_lies_there_and_the_same_content_twice_looks_different(
    kept: Any,
) -> None:
    for name in (NAME, OTHER):
        kept.save(name, ContentFile(CONTENT))
    first, second = (kept.open_as_kept(name).read() for name in (NAME, OTHER))
    assert b"066198001234" not in first and b"%PDF" not in first
    assert first[-100:] != second[-100:]
    assert kept.open(NAME).read() == CONTENT


def test_it_is_read_from_any_place(kept: Any) -> None:
    kept.save(NAME, ContentFile(CONTENT))
    with kept.open(NAME) as file:
        assert b"".join(file.chunks()) == CONTENT
        assert file.size == len(CONTENT)
        file.seek(-5, io.SEEK_END)
        assert file.read() == CONTENT[-5:]
        file.seek(sealed.CHUNK - 3)
        assert file.read(9) == CONTENT[sealed.CHUNK - 3 : sealed.CHUNK + 6]


def test_of_a_long_file_one_chunk_is_held(folder: Any) -> None:
    class Counted(io.BytesIO):
        longest = 0

        def read(self, size: int | None = -1) -> bytes:
            self.longest = max(self.longest, size if size and size > 0 else 1 << 40)
            return super().read(size)

    cipher = AESGCM(new_data_key())
    lying = Counted(b"".join(stream.encrypt([CONTENT], cipher, "a", 1000)))
    with stream.Opened(lying, cipher, "a", 1000) as opened:
        assert opened.readall() == CONTENT
        assert lying.longest == 1000 + stream.TAG_BYTES


@given(
    st.lists(st.binary(max_size=40), max_size=8),
    st.integers(1, 20),
    st.integers(0, 200),
    st.integers(0, 50),
)
def test_every_part_of_every_content_is_what_it_was(
    pieces: list[bytes], chunk: int, start: int, length: int
) -> None:
    cipher, whole = AESGCM(b"k" * 32), b"".join(pieces)
    opened = stream.Opened(
        io.BytesIO(b"".join(stream.encrypt(pieces, cipher, "a", chunk))), cipher, "a", chunk
    )
    opened.seek(start)
    assert io.BufferedReader(opened).read(length) == whole[start : start + length]


@pytest.mark.parametrize(
    "change", ["swapped", "cut", "cut to a chunk", "changed", "key changed", "lengthened"]
)
def test_what_is_not_as_it_was_written_does_not_open(folder: Any, change: str) -> None:
    for name in (NAME, OTHER):
        folder.save(name, ContentFile(CONTENT))
    place, other = Path(folder.path(NAME)), Path(folder.path(OTHER))
    lying = place.read_bytes()
    head = len(sealed.FORM) + sealed.envelope.WRAPPED_KEY_BYTES
    place.chmod(0o600)
    place.write_bytes(
        {
            "swapped": other.read_bytes(),
            "cut": lying[:-1],
            "cut to a chunk": lying[: head + sealed.CHUNK + stream.TAG_BYTES],
            "changed": lying[:-40] + b"x" + lying[-39:],
            "key changed": lying[: head - 1] + b"x" + lying[head:],
            "lengthened": lying + b"x" * 40,
        }[change]
    )
    with pytest.raises(CannotOpen):
        folder.open(NAME).read()


def test_a_file_moves_to_the_new_key_and_its_content_is_not_touched(
    kept: Any, settings: Any
) -> None:
    settings.FIELD_KEYS = [OLD]
    kept.save(NAME, ContentFile(CONTENT))
    before = kept.open_as_kept(NAME).read()
    settings.FIELD_KEYS = [NEW, OLD]
    assert not kept.is_current(NAME)
    assert file_keys.move(kept) == 1 and file_keys.move(kept) == 0
    after = kept.open_as_kept(NAME).read()
    assert before != after and before[-len(CONTENT) :] == after[-len(CONTENT) :]
    settings.FIELD_KEYS = [NEW]
    assert kept.open(NAME).read() == CONTENT
    settings.FIELD_KEYS = [OLD]
    with pytest.raises(CannotOpen):
        kept.open(NAME)


@pytest.mark.django_db
def test_what_lay_in_clear_before_is_read_told_of_and_encrypted(folder: Any) -> None:
    put_in_clear(folder, NAME, CONTENT)
    assert folder.open(NAME).read() == CONTENT
    with pytest.raises(CommandError, match="1 files are in clear"):
        rotate(check=True)
    assert any("1 files lie in clear" in fault for fault in sums.faults())
    rotate()
    rotate(check=True)
    assert not any("in clear" in fault for fault in sums.faults())
    assert b"066198001234" not in Path(folder.path(NAME)).read_bytes()
    assert folder.open(NAME).read() == CONTENT


def test_the_way_back_to_code_of_before_lays_them_in_clear(kept: Any) -> None:
    for name in (NAME, OTHER):
        kept.save(name, ContentFile(CONTENT))
    back = (
        import_module("operation.migrations.0005_files_lie_sealed")
        .Migration.operations[0]
        .reverse_code
    )
    for _time in range(2):  # cut and begun again
        back(None, None)
    assert [kept.open_as_kept(name).read() for name in (NAME, OTHER)] == [CONTENT, CONTENT]


@pytest.mark.django_db
def test_without_the_old_key_no_file_is_changed(folder: Any, settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    folder.save(NAME, ContentFile(CONTENT))
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CannotOpen):
        rotate()
    settings.FIELD_KEYS = [OLD]
    assert folder.open(NAME).read() == CONTENT
    assert [path.name for path in Path(folder.location).rglob("*") if path.is_file()] == ["abcdef"]


def test_a_file_erased_while_its_key_moves_stays_erased(
    kept: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = [OLD]
    kept.save(NAME, ContentFile(CONTENT))
    settings.FIELD_KEYS = [NEW, OLD]
    real = sealed.envelope.wrap

    def erased_meanwhile(*given: Any) -> bytes:
        kept.delete(NAME)
        return real(*given)

    monkeypatch.setattr(sealed.envelope, "wrap", erased_meanwhile)
    assert kept.move_to_newest_key(NAME) is False
    assert not kept.exists(NAME)
    assert list(file_keys.names(kept)) == []


def test_a_file_erased_since_it_was_listed_is_passed_over(
    kept: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FIELD_KEYS = [OLD]
    kept.save(NAME, ContentFile(CONTENT))
    settings.FIELD_KEYS = [NEW, OLD]
    monkeypatch.setattr(file_keys, "names", lambda store: iter([OTHER, NAME]))
    assert file_keys.count_stale(kept) == 1
    assert file_keys.move(kept) == 1
    assert file_keys.count_stale(kept) == 0


def test_who_replaces_a_file_keeps_out_who_erases_it(
    folder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look whether it is still there and the rename nobody may erase it."""
    folder.save(NAME, ContentFile(CONTENT))
    eraser = threading.Thread(target=folder.delete, args=(NAME,))
    real = Path.exists

    def looked(path: Path, **given: Any) -> bool:
        there = real(path, **given)
        if path.name == "abcdef" and not eraser.ident:
            eraser.start()
            eraser.join(0.3)
            assert eraser.is_alive()
        return there

    monkeypatch.setattr(Path, "exists", looked)
    folder.replace(NAME, ContentFile(CONTENT))
    eraser.join()
    assert not folder.exists(NAME)


def test_the_anchors_copies_stay_readable_for_the_second_office() -> None:
    assert type(storages["anchors"]) is Folder
    assert set(file_keys.sealed_stores()) == {"uploads", "documents"}
