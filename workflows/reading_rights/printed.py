"""The table as Markdown, for docs/administrator.md (`manage.py print_reading_rights`)."""

from __future__ import annotations

from workflows.reading_rights.table import Extent, What, Who, extent

SIGNS = {Extent.WHOLE: "x", Extent.OWN: "own", Extent.SHOWN: "shown", Extent.TOLD: "told"}


def markdown() -> str:
    """A row for each standing, a column for each thing, with what the columns mean above."""
    columns = [what.name.lower().replace("_", " ") for what in What]
    meaning = "; ".join(f"*{what.name.lower()}* {what.value}" for what in What)
    lines = [
        f"{meaning}.",
        "",
        _line(["who", *columns]),
        _line(["---", *("---" for _column in columns)]),
    ]
    return (
        "\n".join(
            [*lines, *(_line([who.value, *(_sign(who, what) for what in What)]) for who in Who)]
        )
        + "\n"
    )


def _sign(who: Who, what: What) -> str:
    found = extent(who, what)
    return SIGNS[found] if found else ""


def _line(cells: list[str]) -> str:
    return f"| {' | '.join(cells)} |"
