"""The invented register is the same for the same seed, has the troubles it promises, and passes
through the import.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import models

from organisations.seed import seed_organisations
from registers.generator import DEMO_HOLDERS, records, write
from registers.models import Diploma, ImportRun

ROWS = 3000


@pytest.fixture(scope="module")
def made() -> list[dict[str, object]]:
    return [dict(record) for record in records(ROWS, seed=1)]


def test_the_same_seed_makes_the_same_file_and_another_seed_another(tmp_path: Path) -> None:
    first, second, other = (tmp_path / name for name in ("1.csv", "2.csv", "3.csv"))
    for path, seed in ((first, 1), (second, 1), (other, 2)):
        write(path, 200, seed)
    assert first.read_bytes() == second.read_bytes() != other.read_bytes()


def test_the_demo_holders_come_first_and_nobody_else_has_their_names(
    made: list[dict[str, object]],
) -> None:
    names = [record["holder_name"] for record in made]
    demo = [holder["holder_name"] for holder in DEMO_HOLDERS]
    assert names[: len(demo)] == demo
    assert not set(names[len(demo) :]) & set(demo)


def test_the_rows_have_the_troubles_of_real_ones(made: list[dict[str, object]]) -> None:
    assert len(made) == ROWS
    texts = {field: [str(record[field]) for record in made] for field in made[0]}
    assert any(text != unicodedata.normalize("NFC", text) for text in texts["holder_name"])
    assert any(text.startswith("  ") for text in texts["holder_name"])
    assert any(text.startswith("H'") for text in texts["holder_name"])
    assert any(text.startswith("Y ") for text in texts["holder_name"])
    assert any("." in text for text in texts["birth_date"])
    assert any(text.isdecimal() for text in texts["birth_date"])
    assert any("huyện" in text for text in texts["birth_place"])
    assert any(text.startswith("Phòng Giáo dục và Đào tạo huyện") for text in texts["issued_by"])
    assert "Sở Giáo dục và Đào tạo Phú Yên" in texts["issued_by"]
    assert len(set(texts["book_number"])) < ROWS


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_generated_register_is_imported_and_all_of_it_is_stored_in_nfc(
    tmp_path: Path, ending: str
) -> None:
    seed_organisations()
    path = str(tmp_path / f"register.{ending}")
    call_command("make_register", path, rows=ROWS, seed=1, verbosity=0)
    call_command("import_register", path, book="Sổ thử", verbosity=0)
    run = ImportRun.objects.get()
    assert run.read == ROWS
    assert run.added == Diploma.objects.count() > ROWS * 0.95
    assert run.known > 0
    assert 0 < run.faulty == run.faults.count() < ROWS * 0.05
    columns = [field.name for field in Diploma._meta.fields if isinstance(field, models.CharField)]
    for values in Diploma.objects.values_list(*columns):
        assert all(
            unicodedata.is_normalized("NFC", value) and value == value.strip() for value in values
        )
    assert Diploma.objects.filter(holder_name="Nguyễn Thị Hường", serial="A 01234567").count() == 1


@pytest.mark.django_db
def test_the_command_tells_what_it_did(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seed_organisations()
    path = str(tmp_path / "register.csv")
    call_command("make_register", path, rows=500, seed=1)
    call_command("import_register", path)
    told = capsys.readouterr()
    assert "500 rows read" in told.out
    assert f"row {ImportRun.objects.get().faults.first().row}: " in told.out  # type: ignore[union-attr]
    assert "\r" not in told.err  # no bar where nobody watches


@pytest.mark.django_db
def test_the_command_refuses_plainly(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="There is no file"):
        call_command("import_register", str(tmp_path / "none.csv"))
    (tmp_path / "register.csv").touch()
    with pytest.raises(CommandError, match="seed_organisations"):
        call_command("import_register", str(tmp_path / "register.csv"))
    with pytest.raises(CommandError, match=r"csv and \.xlsx"):
        call_command("make_register", str(tmp_path / "register.ods"))
