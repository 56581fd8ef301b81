"""A procedure is begun with what it needs to be accepted; what is there is never written over."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from organisations.seed import seed_organisations
from workflows.definition import load
from workflows.management.commands.new_procedure import PAPERS


@pytest.fixture(autouse=True)
def seeded(db: Any) -> None:
    seed_organisations()


def begin(root: Path, slug: str = "school-lunch", **more: Any) -> str:
    told = io.StringIO()
    call_command(
        "new_procedure", slug, title="Đăng ký bữa trưa ở trường", root=root, stdout=told, **more
    )
    return told.getvalue()


def test_it_writes_a_folder_and_a_story(tmp_path: Path) -> None:
    begin(tmp_path, code="1.234567")
    folder = tmp_path / "workflows/procedures/school-lunch"
    definition = load((folder / "procedure.yaml").read_text())
    assert (definition.slug, definition.code) == ("school-lunch", "1.234567")
    assert [channel.kind for channel in definition.channels] == ["ONLINE", "DIRECT", "POSTAL"]
    assert all((folder / name).read_bytes()[:2] == b"PK" for name in PAPERS)
    story = (tmp_path / "tests/procedures/test_school_lunch.py").read_text()
    assert 'publish("school-lunch")' in story and "SLUG" not in story and "DECIDES" not in story


def test_what_is_left_to_settle_stands_on_top_and_nothing_that_is_settled(tmp_path: Path) -> None:
    begin(tmp_path)
    text = (tmp_path / "workflows/procedures/school-lunch/procedure.yaml").read_text()
    remarks = [line for line in text.splitlines() if line.startswith("#")]
    assert any("the legal basis" in line for line in remarks)
    assert not any(
        word in line for word in ("sheet", "authority", "ways", "fee", "limit") for line in remarks
    )


@pytest.mark.parametrize(
    "there", ["workflows/procedures/school-lunch", "tests/procedures/test_school_lunch.py"]
)
def test_nothing_is_written_over(tmp_path: Path, there: str) -> None:
    (tmp_path / there).mkdir(parents=True)
    with pytest.raises(CommandError, match="is there already"):
        begin(tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("wrong", [{"slug": "Bữa trưa"}, {"decides": "nobody"}, {"code": "12"}])
def test_what_the_checker_refuses_is_told_and_nothing_is_written(
    tmp_path: Path, wrong: dict[str, str]
) -> None:
    with pytest.raises(CommandError, match=r"procedure\.yaml:\d+"):
        begin(tmp_path, **wrong)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
