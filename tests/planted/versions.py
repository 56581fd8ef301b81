"""Planted bugs of section C (versions): what moves a dossier, what keeps it, what the checker and
the replay see.
"""

from tests.planted import Planted

PLANTED = [
    Planted(
        "C4",
        "a numbered dossier moves",
        "workflows/versions/judging.py",
        "    if standing.documents & pair.old.document_ids():\n",
        "    if False:\n",
        "tests/workflows/test_versions_plan.py -k numbered",
    ),
    Planted(
        "C4",
        "what was decided meanwhile is not judged again",
        "workflows/actions/versions.py",
        "        if verdict.kind != FOLLOWS:\n",
        "        if False:\n",
        "tests/workflows/test_versions_move.py -k meanwhile",
    ),
    Planted(
        "C4",
        "a kept limit is forgotten by the clock",
        "workflows/deadlines/limit_in_force.py",
        "    if dossier.kept_limit:\n",
        "    if False:\n",
        "tests/workflows/test_versions_move.py -k old_limit",
    ),
    Planted(
        "C4",
        "finished tasks keep the old step's name",
        "workflows/versions/transfer.py",
        "        WorkItem.objects.filter(pk=pk).update(step=new)\n",
        "        pass\n",
        "tests/workflows/test_versions_move.py -k may_still_not_sign",
    ),
    Planted(
        "C4",
        "back again after something has happened",
        "workflows/actions/versions.py",
        'if last is None or last.act != "migrate":',
        "if last is None:",
        "tests/workflows/test_versions_move.py -k no_way_back",
    ),
    Planted(
        "C1",
        "conditions may close every way on",
        "workflows/checker/ways_on.py",
        "    return not outcome.when and outcome.within is None",
        "    return outcome.within is None",
        "tests/workflows/test_generated.py -k always_reach",
    ),
    Planted(
        "C1",
        "a document that nobody decided is issued",
        "workflows/checker/law.py",
        "    if step.document and not past.decided:\n",
        "    if False:\n",
        "tests/workflows/test_checker.py -k issue_undecided",
    ),
    Planted(
        "C1",
        "a definition loosens a question of a block",
        "workflows/definition/shared_blocks/narrowing.py",
        "        elif not _is_stricter(word, said, value):\n",
        "        elif False:\n",
        "tests/workflows/test_blocks.py -k may_not_be_said",
    ),
    Planted(
        "C1",
        "a short text unfolds one block without end",
        "workflows/definition/shared_blocks/expansion.py",
        "        if name in first:\n",
        "        if False:\n",
        "tests/workflows/test_blocks.py -k taken_once",
    ),
    Planted(
        "C4",
        "a replay sees no difference",
        "workflows/versions/rerun.py",
        "    if expected.id == step:\n",
        "    if True:\n",
        "tests/workflows/test_versions_replay.py -k gate",
    ),
]
