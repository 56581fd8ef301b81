"""What is in a backup opens for its key and its name only, and whole."""

from __future__ import annotations

import io
from typing import Any

import pytest

from operation import sealing
from protection import stream


@pytest.fixture(autouse=True)
def key(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.BACKUP_KEY = "k" * 40
    monkeypatch.setattr(sealing, "CHUNK", 64)


def sealed(content: bytes, name: str = "database") -> bytes:
    written = io.BytesIO()
    sealing.seal([content[:100], content[100:]], written, name)
    return written.getvalue()


def opened(content: bytes, name: str = "database") -> bytes:
    return b"".join(sealing.unseal(io.BytesIO(content), name))


@pytest.mark.parametrize("length", [0, 1, 63, 64, 65, 128, 129, 1000])
def test_it_opens_to_what_it_was(length: int) -> None:
    content = bytes(range(256)) * 4
    assert opened(sealed(content[:length])) == content[:length]


def test_cut_anywhere_or_changed_anywhere_it_does_not_open() -> None:
    whole = sealed(b"a number, a name " * 20)
    for place in range(len(whole)):
        with pytest.raises(sealing.CannotOpen):
            opened(whole[:place])
        changed = bytearray(whole)
        changed[place] ^= 1
        with pytest.raises(sealing.CannotOpen):
            opened(bytes(changed))


def test_chunks_in_another_order_do_not_open() -> None:
    whole, start, chunk = (
        sealed(bytes(64 * 3)),
        len(sealing.FORM) + sealing.SALT_BYTES,
        64 + stream.TAG_BYTES,
    )
    first, second = whole[start : start + chunk], whole[start + chunk : start + 2 * chunk]
    with pytest.raises(sealing.CannotOpen):
        opened(whole[:start] + second + first + whole[start + 2 * chunk :])


def test_another_name_or_another_key_does_not_open(settings: Any) -> None:
    whole = sealed(b"content")
    with pytest.raises(sealing.CannotOpen):
        opened(whole, "manifest")
    settings.BACKUP_KEY = "K" * 40
    with pytest.raises(sealing.CannotOpen):
        opened(whole)


def test_without_a_key_nothing_is_written_in_clear(settings: Any) -> None:
    settings.BACKUP_KEY = "short"
    written = io.BytesIO()
    with pytest.raises(sealing.NoKey):
        sealing.seal([b"content"], written, "database")
    assert written.getvalue() == b""
