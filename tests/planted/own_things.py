"""Bugs planted for what is offered again, for officers who are invited and who leave."""

from tests.planted import Planted

PAPERS = "tests/portal/test_own_papers.py"
INVITED = "tests/portal/test_invited_officers.py"
LEAVING = "tests/portal/test_leaving_the_office.py"

PLANTED = [
    Planted(
        "A17",
        "a child's papers are offered to the parent",
        "workflows/applicant/own_things.py",
        "        applicant=person, represented=None, accepted_at__isnull=False",
        "        applicant=person, accepted_at__isnull=False",
        f"{PAPERS} -k never_in_the_list",
    ),
    Planted(
        "A17",
        "papers of a child whom the parent applied for in their own name are offered",
        "workflows/applicant/own_things.py",
        "    return [one for one in newest if one.answers and _is_about(one, person)]",
        "    return [one for one in newest if one.answers]",
        f"{PAPERS} -k never_in_the_list",
    ),
    Planted(
        "A17",
        "one's own papers go into an application for somebody else",
        "workflows/applicant/reuse.py",
        "    return draft.owner_id == person.pk and not for_another",
        "    return draft.owner_id == person.pk",
        f"{PAPERS} -k for_somebody_else",
    ),
    Planted(
        "A17",
        "papers are offered without consent",
        "workflows/applicant/own_things.py",
        "    return PaperKeeping.objects.filter(person=person).first()",
        "    return PaperKeeping.objects.get_or_create(person=person)[0]",
        f"{PAPERS} -k did_not_ask",
    ),
    Planted(
        "A17",
        "a role is in use before the second factor",
        "organisations/roles.py",
        "AND u.is_active AND NOT u.awaits_factor\nUNION ALL",
        "AND u.is_active\nUNION ALL",
        f"{INVITED} -k before_the_factor",
    ),
    Planted(
        "A17",
        "a head who has not come yet grants roles",
        "organisations/rights/requests.py",
        'HERE = {"is_active": True, "awaits_factor": False}',
        'HERE = {"is_active": True}',
        f"{INVITED} -k did_not_come",
    ),
    Planted(
        "A17",
        "who leaves keeps standing in for others",
        "organisations/leaving.py",
        "            covers.revoke(cover, by)\n",
        "            pass\n",
        f"{LEAVING} -k in_their_hands",
    ),
    Planted(
        "A17",
        "the tasks of who leaves stay with them",
        "organisations/leaving.py",
        "    count = sum(back(person) for back in give_back)",
        "    count = 0",
        f"{LEAVING} -k open_question",
    ),
]
