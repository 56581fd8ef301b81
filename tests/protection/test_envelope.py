"""Envelopes open only with the right key, at the right place, unchanged."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as some

from protection import blind_index, envelope, keys
from protection.envelope import CannotOpen

OLD, NEW = "old key, thirty-two characters long", "new key, thirty-two characters long"


@given(some.binary(max_size=300))
def test_what_was_sealed_opens_to_the_same(content: bytes) -> None:
    key = envelope.new_data_key()
    assert envelope.unseal(envelope.seal(content, key, "a.b"), key, "a.b") == content


def test_the_same_content_never_looks_the_same_twice() -> None:
    key = envelope.new_data_key()
    assert len({envelope.seal(b"066198001234", key, "a.b") for _ in range(100)}) == 100


def test_another_place_another_key_or_one_changed_bit_does_not_open() -> None:
    key = envelope.new_data_key()
    sealed = envelope.seal(b"066198001234", key, "a.b")
    with pytest.raises(CannotOpen):
        envelope.unseal(sealed, key, "a.c")
    with pytest.raises(CannotOpen):
        envelope.unseal(sealed, envelope.new_data_key(), "a.b")
    for place in range(len(sealed)):
        changed = bytes([*sealed[:place], sealed[place] ^ 1, *sealed[place + 1 :]])
        with pytest.raises(CannotOpen):
            envelope.unseal(changed, key, "a.b")
    for length in range(len(sealed)):
        with pytest.raises(CannotOpen):
            envelope.unseal(sealed[:length], key, "a.b")


def test_a_wrapped_key_opens_as_long_as_its_master_key_is_listed(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    wrapped = envelope.wrap(b"data key", "table")
    settings.FIELD_KEYS = [NEW, OLD]
    assert envelope.unwrap(wrapped, "table") == b"data key"
    assert not envelope.is_current(wrapped)
    assert envelope.is_current(envelope.wrap(b"data key", "table"))
    settings.FIELD_KEYS = [NEW]
    with pytest.raises(CannotOpen):
        envelope.unwrap(wrapped, "table")


def test_a_short_secret_of_another_app_is_wrapped_as_text() -> None:
    wrapped = envelope.wrap_text("JBSWY3DPEHPK3PXP", "second factor")
    assert "JBSWY3DP" not in wrapped
    assert envelope.unwrap_text(wrapped, "second factor") == "JBSWY3DPEHPK3PXP"
    for other in ("", "00", "not hexadecimal", wrapped[:-2]):
        with pytest.raises(CannotOpen):
            envelope.unwrap_text(other, "second factor")


def test_families_are_separate_and_need_a_key_of_their_own(settings: Any) -> None:
    # even an administrator who pastes one text twice
    settings.FIELD_KEYS, settings.INDEX_KEY = [OLD], OLD
    assert keys.field_keys()[0].secret != keys.index_key()
    before = (keys.field_keys()[0].secret, keys.index_key())
    settings.SECRET_KEY = "another secret key of the sessions"
    assert (keys.field_keys()[0].secret, keys.index_key()) == before
    for name, missing in (("FIELD_KEYS", []), ("FIELD_KEYS", ["short"]), ("INDEX_KEY", "")):
        setattr(settings, name, missing)
        with pytest.raises(ImproperlyConfigured):
            keys.field_keys(), keys.index_key()
        settings.FIELD_KEYS, settings.INDEX_KEY = [OLD], OLD


def test_a_master_key_never_prints_itself(settings: Any) -> None:
    settings.FIELD_KEYS = [OLD]
    assert keys.field_keys()[0].secret.hex() not in repr(
        keys.field_keys()
    ) and "secret" not in repr(keys.field_keys())


def test_numbers_are_found_however_they_are_written() -> None:
    assert (
        len(
            {
                blind_index.phone(text)
                for text in ("0905123456", "0905 123 456", "+84 905.123.456", "84905123456")
            }
        )
        == 1
    )
    assert (
        len(
            {
                blind_index.identity(text)
                for text in ("066198001234", " 066 198 001 234", "０66198001234")
            }
        )
        == 1
    )
    assert blind_index.identity("c1234567") == blind_index.identity("C 1234567")
    assert blind_index.email(" Huong@Example.vn") == blind_index.email("huong@example.vn")
    assert blind_index.phone("0905123456") != blind_index.identity("0905123456")
    assert blind_index.phone("") == blind_index.identity(" ") == blind_index.email("") == ""


def test_another_index_key_gives_other_indexes(settings: Any) -> None:
    before = blind_index.identity("066198001234")
    settings.INDEX_KEY = NEW
    assert blind_index.identity("066198001234") != before
