"""Planted bugs of time and competence: promises, what is asked once, hand-over, reforms, the
books.
"""

from tests.planted import Planted

PROMISES, SUPPLEMENTS = "tests/workflows/test_promises.py", "tests/workflows/test_supplements.py"
REFORMING, HAND_OVER = "tests/workflows/test_reforming.py", "tests/workflows/test_hand_over.py"

PLANTED = [
    Planted(
        "time",
        "a late dossier may be apologised for again and again",
        "workflows/deadlines/extensions.py",
        'PROMISED = ("extend", "apologise")',
        'PROMISED = ("extend",)',
        f"{PROMISES} -k late",
    ),
    Planted(
        "time",
        "whoever answered is waited for all the same",
        "workflows/actions/timeouts.py",
        "        if timer.item.finished is not None:\n            return None\n",
        "",
        "tests/workflows/test_timers.py -k overtaken",
    ),
    Planted(
        "time",
        "the head hears of the due time when it is too late to extend",
        "workflows/deadlines/timers.py",
        "*(EARLY if early else (LAST_PART, LAST_HOURS)))",
        "LAST_PART, LAST_HOURS)",
        f"{PROMISES} -k may_still_extend",
    ),
    Planted(
        "time",
        "what was changed since may not be asked about",
        "workflows/applicant/supplements.py",
        "and not item.fields & changed:",
        "and not item.fields & set():",
        f"{SUPPLEMENTS} -k newly_supplied",
    ),
    Planted(
        "time",
        "one word of a head is good for ever",
        "workflows/applicant/supplements.py",
        "act=ALLOW, sequence__gt=earlier[-1].sequence",
        "act=ALLOW, sequence__gt=0",
        f"{SUPPLEMENTS} -k head_allows",
    ),
    Planted(
        "time",
        "the old authority reads on",
        "workflows/reading_rights/standings.py",
        'left.filter(at__gte=OuterRef("created"))',
        "left.none()",
        f"{HAND_OVER} -k follow",
    ),
    Planted(
        "time",
        "the task keeps the holder of the old authority",
        "workflows/actions/change_of_authority.py",
        "not holds(item.owner, item.role, taker.pk, act.definition.slug)",
        "item.owner.pk == 0",
        "tests/workflows/test_hand_over.py -k holder",
    ),
    Planted(
        "time",
        "a reform half done counts as done",
        "workflows/organisation_reforms.py",
        "    reforms.end_authorities(reform)\n",
        "    Reform.objects.filter(pk=reform.pk).update(done_at=timezone.now())\n    reforms.end_authorities(reform)\n",
        f"{REFORMING} -k half_way",
    ),
    Planted(
        "time",
        "an authority that ended still gives numbers",
        "documents/numbers.py",
        "    if _is_closed(authority, moment):\n",
        "    if False:\n",
        f"{REFORMING} -k books_are_closed",
    ),
    Planted(
        "time",
        "an export names no dossier in the read log",
        "portal/office/reports/logbook.py",
        '{wanted.query}", [line.dossier for line in lines]',
        '{wanted.query}", []',
        "tests/portal/test_logbook.py -k workbook",
    ),
    Planted(
        "time",
        "the workbook calculates",
        "portal/office/reports/workbook.py",
        "*(plain_cell(cell) for cell in _cells(row))",
        "*_cells(row)",
        "tests/portal/test_logbook.py -k workbook",
    ),
]
