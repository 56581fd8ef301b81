"""Bugs planted for what is done for, and signed by, somebody else."""

from tests.planted import Planted

SIGNING = "tests/workflows/test_co_signing.py"
INVITED = "tests/portal/test_invited.py"
MANDATES = "tests/workflows/test_mandates.py"
CO_SIGNING = "workflows/applicant/co_signing.py"

PLANTED = [
    Planted(
        "A17",
        "a draft is filed before the second person confirmed it",
        "workflows/actions/applicant.py",
        "        if receiving is None and (signed := co_signing.demand(draft)):",
        "        if receiving is None and (signed := None):",
        f"{SIGNING} -k waits_for_the_second",
    ),
    Planted(
        "A17",
        "a confirmation stands for answers that were changed since",
        CO_SIGNING,
        "        and invitation.content == content_of(definition, draft.answers)\n",
        "",
        f"{SIGNING} -k changed_afterwards",
    ),
    Planted(
        "A17",
        "one confirms what one was not shown",
        CO_SIGNING,
        "            if shown != content_of(definition, draft.answers):",
        "            if False:",
        f"{SIGNING} -k was_shown",
    ),
    Planted(
        "A17",
        "one's own contact confirms for the second person",
        CO_SIGNING,
        "    if contact.index in own:",
        "    if False:",
        f"{SIGNING} -k signs_for_both",
    ),
    Planted(
        "A17",
        "the link alone opens an invitation",
        "portal/citizen/invited.py",
        "    if not invited_code.is_given(request, invitation):\n        return _locked",
        "    if False:\n        return _locked",
        f"{INVITED} -k forwarded",
    ),
    Planted(
        "A17",
        "a forwarded link opens the papers",
        "portal/citizen/invited.py",
        "    if invitation is None or not invited_code.is_given(request, invitation):",
        "    if invitation is None:",
        f"{INVITED} -k forwarded",
    ),
    Planted(
        "A17",
        "the owner does not hear that somebody without the code tried",
        "portal/account/code_page.py",
        "        invited_code.wrong(request, proof)",
        "        pass",
        f"{INVITED} -k forwarded",
    ),
    Planted(
        "A17",
        "a code for one contact opens the invitation of another",
        "portal/account/invited_code.py",
        " and proof.index == invitation.index",
        "",
        f"{INVITED} -k same_contact",
    ),
    Planted(
        "A17",
        "a mandate that ended still files",
        "workflows/applicant/mandates.py",
        "    if found.agent_id != actor.pk or not found.gives_right(draft.version.procedure.slug):",
        "    if found.agent_id != actor.pk:",
        f"{MANDATES} -k from_that_moment",
    ),
    Planted(
        "A17",
        "a mandate whose day is over gives rights until it is swept",
        "workflows/permissions/dossiers.py",
        "    return represented.person_id == user.pk or represented.gives_right()",
        "    return True",
        f"{MANDATES} -k day_is_over",
    ),
    Planted(
        "A17",
        "dossiers stay with the agent whose mandate ended",
        "workflows/actions/ending_mandates.py",
        "        dossier.applicant = dossier.represented_person\n",
        "",
        f"{MANDATES} -k from_that_moment",
    ),
    Planted(
        "A17",
        "anybody ends anybody's mandate",
        "workflows/actions/ending_mandates.py",
        "        if actor is not None and actor.pk not in (found.agent_id, found.person_id):",
        "        if False:",
        f"{MANDATES} -k strangers",
    ),
    Planted(
        "A17",
        "an officer decides on what was filed for them",
        "workflows/permissions/tasks.py",
        "    if item.process.parties & side:",
        "    if item.process.applicant_id in side:",
        f"{MANDATES} -k somebody_else_filed",
    ),
    Planted(
        "A17",
        "the form may name another one than who is filed for",
        "workflows/actions/applicant.py",
        "        mandates.demand_named(dossier, definition)\n",
        "",
        f"{MANDATES} -k form_names",
    ),
]
