"""What may cost too much is told from its text, and cannot hold the process where it was published
before.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from forms.conditions import cost
from forms.conditions.evaluation import Condition
from tests.turns import Turns
from workflows.checker import costs
from workflows.definition import load, schema_text

PROCEDURES = Path(__file__).parents[2] / "workflows" / "procedures"


def _nested(levels: int) -> str:
    opened = "".join(f"[{','.join('0' * 10)}].all(x{level}, " for level in range(levels))
    return f"{opened}true{')' * levels}"


COSTLY = [
    _nested(2),
    _nested(12),
    "rows.map(x, rows)",
    "rows.map(x, rows + rows)",
    "rows.filter(x, rows == rows)",
    "rows.map(x, x.f).map(y, y)",
    "rows.map(x, x.parts.map(y, y))",
    "[1, 2].map(x, x)",
    "rows . map (x, rows)",
    "rows.\n// a comment\nmap(x, x)",
    "rows.exists(x, x.f == beside)",
    "rows[0].map(x, x)",
    "(rows).all(x, x)",
    "f(rows).all(x, x)",
    "rows.sortBy(x, x)",
    "cel.bind(x, rows, x + x)",
    "rows.transformList(i, v, v)",
    r'''r"\" != "" || rows.map(x, rows) == [] || "x" != ""''',
    'R"\\" == rows.map(x, rows) + ""',
    "rows.map(x, [rows, rows])",
    "rows.map(x, x.f > 0 ? rows : [])",
    "rows.map(x, string(rows))",
    "rows.map(x, has(rows.f))",
    "rows.all(x, x.f.matches('a'))",
    "name.matches(pattern)",
    r"name.matches('(\\w{30}){30}')",
    r"name.matches('\\w{4000}')",
    "name.matches('" + "a" * 300 + "')",
    " && ".join(["rows.all(x, x.f)"] * 4),
    "name" + " + name" * 41,
    "[" + ",".join("0" * 101) + "].size() > 1",
    "name == '" + "a" * 1000 + "'",
    "rows.map(x, x)[0].map(y, y)",
    "{'a': rows}.a.map(x, x)",
    "rows.exists_one(x, rows)",
]
HONEST = [
    "rows.map(x, x.f + x.g)",
    'rows.map(x, x.f + "rows.map(")',
    'rows.all(x, x.n > 1 && x.m != "")',
    "age(born) > 6",
    "rows.all(x, age(x.born) >= 6)",
    "name.matches('^[A-Z]{2}[0-9]+$')",
    "size(rows) > 2",
    "kind in ['a', 'b']",
    "office.check.changes.map(c, c.old == '' ? '-' : string(c.old))",
    "rows.exists(r, r.kind in ['a', 'b'])",
    "rows.all(x, has(x.f) && x.f.size() > 1)",
    "parts.rows.exists(i, i.name.startsWith('x'))",
]


@pytest.mark.parametrize("text", COSTLY, ids=range(len(COSTLY)))
def test_what_may_cost_too_much_is_told(text: str) -> None:
    assert cost.excess(text)


@pytest.mark.parametrize("text", HONEST)
def test_what_goes_once_through_a_list_of_the_form_is_let_pass(text: str) -> None:
    assert cost.excess(text) is None


def test_every_word_of_the_language_that_takes_an_expression_is_looked_at() -> None:
    def words(part: object) -> set[str]:
        inner = dict(enumerate(part)) if isinstance(part, list) else part
        found = set()
        for name, value in inner.items() if isinstance(inner, dict) else ():
            if isinstance(value, dict) and "CEL" in str(value.get("description", "")):
                found.add(str(name))
            found |= words(value)
        return found

    named = {name for name in words(json.loads(schema_text())) if name.islower()} - {"fields"}
    assert (
        {"show_when", "must", "needs", "fee"}
        <= named
        <= costs.EXPRESSIONS | costs.NAMED_EXPRESSIONS
    ), named


def test_no_shipped_expression_is_refused() -> None:
    texts = [
        text
        for folder in PROCEDURES.iterdir()
        if (folder / "procedure.yaml").is_file()
        for _path, text in costs.expressions_of(load(folder / "procedure.yaml"))
    ]
    assert len(texts) > 100
    assert [text for text in texts if cost.excess(text)] == []


@pytest.mark.parametrize("text", [_nested(7), "rows.map(x, rows + rows + rows).size() > 0"])
def test_one_published_long_ago_holds_nobody(text: str) -> None:
    rows = [{f"field_{number}": "nội dung" * 10 for number in range(20)} for _row in range(200)]
    with Turns() as turns:
        assert Condition(text).value({"rows": rows}) is None, "it has no value"
    assert turns.count > 20 and turns.longest_pause < 1, "Python's lock was held"


def test_an_honest_one_published_long_ago_keeps_its_meaning() -> None:
    text = "rows.exists(r, r.name == signer) && age(born) > 5"
    assert cost.excess(text)
    known = {"rows": [{"name": "An"}, {"name": "Bình"}], "born": "2001-05-31"}
    assert Condition(text).holds({**known, "signer": "Bình"})
    assert not Condition(text).holds({**known, "signer": "Chi"})
    assert Condition("[[1].map(x, x), rows]").value({"rows": []}) == [[1], []]
