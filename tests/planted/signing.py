"""Bugs planted for signatures in order, absence covers and assignment."""

from tests.planted import Planted

ASSIGNMENT = "tests/workflows/test_assignment.py"
COVERS = "tests/workflows/test_covers.py"
SIGNING = "tests/workflows/test_signing.py"
WAY_BACK = "tests/procedures/test_way_back.py"

PLANTED = [
    Planted(
        "G5",
        "what changes after a signature leaves it standing",
        "workflows/papers/signing.py",
        "            _void(act, signature, Void.CHANGED)",
        "            pass",
        f"{SIGNING} -k afterwards",
    ),
    Planted(
        "G5",
        "a document is issued without its signatures",
        "workflows/papers/signing.py",
        "        _refuse_gap(act, what, len(what.signatures))",
        "        pass",
        f"{SIGNING} -k meanwhile",
    ),
    Planted(
        "G5",
        "somebody signs what could not be made",
        "workflows/actions/deciding.py",
        "    missing_facts.refuse_unmade(act, item, chosen)\n",
        "",
        f"{WAY_BACK} -k nobody_signs",
    ),
    Planted(
        "G5",
        "what nobody fills in later is taken for still to come",
        "workflows/papers/missing_facts.py",
        "        if not any(step in still for step, _name in sources):",
        "        if False:",
        f"{WAY_BACK} -k nobody_signs",
    ),
    Planted(
        "G5",
        "signatures stand though the dossier was brought back",
        "workflows/actions/bringing_back.py",
        "    signing.give_up_from(act, to)\n",
        "",
        f"{WAY_BACK} -k initials_standing",
    ),
    Planted(
        "B1",
        "two give a dossier back at once, or one what has a number",
        "workflows/act.py",
        "        return doing(act, locked_item(item, act.dossier), *args, **kwargs)\n",
        "        item.process = act.dossier\n        return doing(act, item, *args, **kwargs)\n",
        "tests/races/test_way_back.py",
        postgres=True,
    ),
    Planted(
        "G5",
        "the hash covers no facts",
        "workflows/papers/signing.py",
        '        "facts": standard_facts.stored(order),\n',
        "",
        f"{SIGNING} -k supplies",
    ),
    Planted(
        "B8",
        "who is stood in for does not count for four eyes",
        "workflows/permissions/tasks.py",
        "    side = {user.pk} | ({post.covered_id} if post and post.covered_id else set())",
        "    side = {user.pk}",
        f"{COVERS} -k name_of_the_drafter",
    ),
    Planted(
        "B8",
        "what was drafted in somebody's name may be signed by them",
        "workflows/permissions/tasks.py",
        "side & {one.owner_id, one.covered} for one in done",
        "side & {one.owner_id} for one in done",
        f"{COVERS} -k drafted_for",
    ),
    Planted(
        "D5",
        "a revoked cover lives on until its last day",
        "organisations/roles.py",
        "WHERE c.covering_id = %s AND c.valid_from <= %s AND c.valid_to >= %s AND c.revoked_at IS NULL",
        "WHERE c.covering_id = %s AND c.valid_from <= %s AND c.valid_to >= %s",
        f"{COVERS} -k dead_at_the_next_act",
    ),
    Planted(
        "D5",
        "a cover of one procedure opens all",
        "organisations/roles.py",
        "        return not self.procedures or procedure in self.procedures.split()",
        "        return True",
        f"{COVERS} -k opens_no_other",
    ),
    Planted(
        "G4",
        "the turn is not locked",
        "workflows/process/assignment.py",
        '    turns = Turn.objects.select_for_update(of=("self",))',
        "    turns = Turn.objects.all()",
        "tests/races/test_turns.py",
        postgres=True,
    ),
    Planted(
        "G4",
        "who is away gets tasks all the same",
        "organisations/roles.py",
        "    people = User.objects.filter(pk__in=found - away)",
        "    people = User.objects.filter(pk__in=found | away)",
        f"{ASSIGNMENT} -k in_turn",
    ),
    Planted(
        "G4",
        "an officer takes what the head has not given",
        "workflows/actions/shared.py",
        "    if item.to_be_given and item.owner_id is None:",
        "    if False:",
        f"{ASSIGNMENT} -k head_gives",
    ),
]
