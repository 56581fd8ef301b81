"""Decision records are numbered without a gap, and each number names one."""

from __future__ import annotations

from pathlib import Path

RECORDS = Path(__file__).resolve().parents[2] / "docs/decisions"


def test_each_record_has_the_next_number_and_says_it() -> None:
    records = sorted(RECORDS.glob("*.md"))
    assert [record.name[:4] for record in records] == [
        f"{number:04}" for number in range(1, len(records) + 1)
    ]
    for record in records:
        assert record.read_text().startswith(f"# {record.name[:4]} "), record.name
