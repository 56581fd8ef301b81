"""Bugs planted for acts over many dossiers: guards that stand in one place for all of them."""

from tests.planted import Planted

BULK, PAGES = "tests/workflows/test_bulk.py", "tests/portal/test_office_many.py"

PLANTED = [
    Planted(
        "bulk", "a batch asks nobody about four eyes", "workflows/sets/batch.py",
        "            self._done[process].append(Done(step, owner, covered))\n", "            pass\n",
        f"{BULK} -k falls_out_alone",
    ),
    Planted(
        "bulk", "a task that was finished meanwhile is finished again", "workflows/sets/collecting.py",
        'WorkItem: "t.finished IS NULL",', 'WorkItem: "",',
        f"{BULK} -k without_a_lock",
    ),
    Planted(
        "bulk", "a journal that went on meanwhile is written over", "workflows/sets/collecting.py",
        'Dossier: "t.entry_count = u.known",', 'Dossier: "",',
        f"{BULK} -k without_a_lock",
    ),
    Planted(
        "bulk", "rows that were not written are not missed", "workflows/sets/statements.py",
        "    if done != len(rows):\n", "    if done > len(rows):\n",
        f"{BULK} -k without_a_lock",
    ),
    Planted(
        "bulk", "what is refused late stays half done", "workflows/sets/batch.py",
        "                transaction.savepoint_rollback(unit.savepoint)\n",
        "                transaction.savepoint_commit(unit.savepoint)\n",
        f"{BULK} -k after_it_has_written",
    ),
    Planted(
        "bulk", "an act does not see what it wrote", "workflows/sets/batch.py",
        "        writes, about = not _only_asks(sql), unit.rows.are_named_in(sql)\n",
        "        writes, about = not _only_asks(sql), False\n",
        f"{BULK} -k sees_what",
    ),
    Planted(
        "bulk", "one letter keeps five hundred", "notifications/recording.py",
        "                alone.append(entry)\n", "                raise\n",
        f"{BULK} -k one_message",
    ),
    Planted(
        "bulk", "an outcome that needs words is offered for many", "workflows/bulk/kinds.py",
        'outcome.reason == "required"', 'outcome.reason == "never"',
        f"{BULK} -k may_be_chosen",
    ),
    Planted(
        "bulk", "a signature for many asks for no code", "portal/office/bulk/choosing.py",
        "    if offer.binds and not step_up(request):\n", "    if False:\n",
        f"{PAGES} -k asks_for_the_code",
    ),
    Planted(
        "bulk", "what came since is done too", "portal/office/bulk/choosing.py",
        "    elif choice.last:\n", "    elif False:\n",
        f"{PAGES} -k looked_at",
    ),
    Planted(
        "bulk", "anybody watches and stops an order", "workflows/bulk/orders.py",
        "    return BulkRun.objects.filter(by=user)", "    return BulkRun.objects.filter(by__isnull=False)",
        f"{PAGES} -k officers_alone",
    ),
]  # fmt: skip
