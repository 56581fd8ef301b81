"""What a site may set in its environment is read strictly, and its secrets are its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from foundation import environment


@pytest.mark.parametrize(
    ("written", "meant"), [("1", True), ("yes", True), ("OFF", False), ("0", False), ("", True)]
)
def test_a_flag_is_yes_or_no(monkeypatch: pytest.MonkeyPatch, written: str, meant: bool) -> None:
    monkeypatch.setenv("PRODUCTION", written)
    assert environment.flag("PRODUCTION", True) is meant


def test_a_misspelt_flag_stops_the_start_instead_of_meaning_no(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRODUCTION", "ture")
    with pytest.raises(ValueError, match="PRODUCTION='ture'"):
        environment.flag("PRODUCTION", False)


def test_a_list_is_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALLOWED_HOSTS", "motcua.example, ,www.motcua.example")
    assert environment.listed("ALLOWED_HOSTS") == ["motcua.example", "www.motcua.example"]


def test_a_secret_is_made_once_kept_private_and_differs_between_sites(tmp_path: Path) -> None:
    first = environment.kept_secret(tmp_path / "a" / "secret")
    assert environment.kept_secret(tmp_path / "a" / "secret") == first
    assert environment.kept_secret(tmp_path / "b" / "secret") != first
    assert len(first) >= 50
    assert (tmp_path / "a" / "secret").stat().st_mode & 0o077 == 0
