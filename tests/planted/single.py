"""Bugs planted for the writing of one act: guards that stand in its statements beside the lock."""

from tests.planted import Planted

WRITING = "tests/workflows/test_one_statement.py"
READING = "tests/workflows/test_compiled_reads.py"

PLANTED = [
    Planted(
        "act", "one act finishes a task that somebody finished past the lock", "workflows/sets/collecting.py",
        'WorkItem: "t.finished IS NULL",', 'WorkItem: "",',
        f"{WRITING} -k ended_past",
    ),
    Planted(
        "act", "one act writes over a journal that went on past the lock", "workflows/sets/collecting.py",
        'Dossier: "t.entry_count = u.known",', 'Dossier: "",',
        f"{WRITING} -k went_on_past",
    ),
    Planted(
        "act", "rows that were not written are not missed", "workflows/sets/one_statement.py",
        "    if written != len(changed):\n", "    if written > len(changed):\n",
        f"{WRITING} -k past_the_lock", postgres=True,
    ),
    Planted(
        "act", "a commit goes through though a guard did not hold", "workflows/sets/one_statement.py",
        "SELECT 1 / ({_written(parts)} = {changed})::int", "SELECT {_written(parts)}, {changed}",
        f"{WRITING} -k TestWithTheCommit", postgres=True,
    ),
    Planted(
        "act", "SQLite misses no row that was not written", "workflows/sets/one_statement.py",
        "        if len(cursor.fetchall()) != 1:\n", "        if len(cursor.fetchall()) > 1:\n",
        f"{WRITING} -k past_the_lock",
    ),
    Planted(
        "act", "one act does not see what it wrote", "workflows/sets/single.py",
        "sql.startswith(_BEFORE_IT) or self.are_named_in(sql)", "sql.startswith(_BEFORE_IT)",
        f"{WRITING} -k sees_what", postgres=True,
    ),
    Planted(
        "act", "what was added inside a savepoint outlives it", "workflows/sets/single.py",
        "            if sql.startswith(_TAKES_BACK):\n", "            if False:\n",
        f"{WRITING} -k savepoint", postgres=True,
    ),
    Planted(
        "act", "a savepoint takes back what was added before it", "workflows/sets/single.py",
        "            elif sql.startswith(_BEFORE_IT) or", "            elif",
        f"{WRITING} -k savepoint", postgres=True,
    ),
    Planted(
        "act", "a row's columns are read in another order", "foundation/compiled_reads.py",
        "for column in compiler.select[first:end]", "for column in reversed(compiler.select[first:end])",
        READING,
    ),
    Planted(
        "act", "a question is asked about whom it was first asked", "foundation/compiled_reads.py",
        "        value = given[self.number]\n", "        value = vars(self).setdefault(\"first\", given[self.number])\n",
        READING,
    ),
    Planted(
        "act", "the bell rings before the rows are there", "workflows/journal/outbox.py",
        "        transaction.on_commit(lambda: ring(ids))\n\n\ndef _ring_for_all", "        ring(ids)\n\n\ndef _ring_for_all",
        f"{WRITING} -k rung_after",
    ),
]  # fmt: skip
