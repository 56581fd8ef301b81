"""Bugs planted for what runs for others, and for what proves the journal."""

from tests.planted import Planted

COST = "tests/forms/test_condition_cost.py"
ANCHORS = "tests/workflows/test_anchors.py"
PLANTED: list[Planted] = [
    Planted(
        "I10", "a loop may read another list", "forms/conditions/cost.py",
        "if first not in {variable, *_WORDS} and not is_function:", "if False:",
        f"{COST} -k cost_too_much",
    ),
    Planted(
        "I10", "a costly expression of an old version runs in the page", "forms/conditions/evaluation.py",
        "        if cost.excess(self.text):\n", "        if False:\n",
        f"{COST} -k holds_nobody",
    ),
    Planted(
        "I10", "a hundred brackets too many are a server error", "workflows/definition/source.py",
        "    except RecursionError as error:", "    except LookupError as error:",
        "tests/workflows/test_hostile_definitions.py -k no_definition",
    ),
    Planted(
        "I10", "a person begins as many drafts as they like", "workflows/applicant/drafts.py",
        ".count() >= most:", ".count() > most * 1000:",
        "tests/portal/test_drafts.py",
    ),
    Planted(
        "I10", "our own order is heard as a notice", "payments/gateways/vnpay.py",
        "return read(told) if is_notice(told) else None", "return read(told)",
        "tests/portal/test_pay.py -k own_signed_order",
    ),
    Planted(
        "P9", "a template may give a name a new value", "documents/word_templates/sandbox.py",
        "_KNOWN = (nodes.Template,", "_KNOWN = (nodes.Assign, nodes.Template,",
        "tests/documents/test_trial.py -k does_more",
    ),
    Planted(
        "P9", "a template goes through a text letter by letter", "documents/word_templates/sandbox.py",
        " or not _is_list_of_facts(node.iter):", ":",
        "tests/documents/test_trial.py -k does_more",
    ),
    Planted(
        "J6", "the time inside a piece of work counts outside too", "foundation/work_limits.py",
        "            _ends[-1] = time.monotonic() + left\n", "            pass\n",
        "tests/organisations/test_work_limits.py",
    ),
    Planted(
        "J6", "an effect that ends its worker is tried at once for ever", "workflows/journal/outbox.py",
        "    if effect.deaths > MOST_DEATHS:", "    if False:",
        "tests/workflows/test_effects.py -k ends_its_worker",
    ),
    Planted(
        "J6", "a worker that had to end ends the site", "scripts/together.py",
        "            if said.returncode != ERROR or", "            if True or",
        "tests/config/test_together.py -k started_again",
    ),
    Planted(
        "D8", "a proof by key is not looked at", "workflows/journal/entries.py",
        'if row["mac"] and not keyed.is_ours(row["hash"], row["mac"]):', "if False:",
        f"{ANCHORS} -k rewritten",
    ),
    Planted(
        "D8", "an entry may be without proof whenever", "workflows/journal/entries.py",
        'if not row["mac"] and covered is not None and row["sequence"] > covered.get(pk, 0):', "if False:",
        f"{ANCHORS} -k unproven",
    ),
    Planted(
        "D8", "an anchor's heads are not looked for", "workflows/journal/anchors.py",
        "            if known.get((pk, count)) != told:\n", "            if False:\n",
        f"{ANCHORS} -k cut_tail",
    ),
    Planted(
        "D8", "an anchor does not cover the one before", "workflows/journal/anchors.py",
        'newest.digest if newest else "", "")', '"", "")',
        f"{ANCHORS} -k each_anchor",
    ),
    Planted(
        "D8", "the site's role may change what is only added to", "operation/rights.py",
        "    if table in AppendOnly.tables:\n", "    if False:\n",
        "tests/operation/test_rights.py -k only_added_to", postgres=True,
    ),
    Planted(
        "D8", "the site's role may make tables", "operation/rights.py",
        'yield f"GRANT USAGE ON SCHEMA public TO {role}"', 'yield f"GRANT ALL ON SCHEMA public TO {role}"',
        "tests/operation/test_rights.py -k attacker", postgres=True,
    ),
]  # fmt: skip
