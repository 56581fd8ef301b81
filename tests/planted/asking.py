"""Bugs planted for who gets a dossier by rule, how many opinions are enough, and what is said in
confidence.
"""

from tests.planted import Planted

ASKED = "tests/procedures/test_offices_asked.py"
EXPERTS = "tests/procedures/test_schools_experts.py"

PLANTED = [
    Planted(
        "G5",
        "everybody who was asked is waited for, whatever join says",
        "workflows/process/nodes.py",
        'if waiting and (self.step.join == "all" or len(answered) < int(self.step.join)):',
        "if waiting:",
        f"{ASKED} -k two_answers",
    ),
    Planted(
        "G5",
        "who is asked for two offices counts twice towards a quorum",
        "workflows/process/nodes.py",
        "answered = {item.owner_id for item in asked if item.outcome == ANSWERED}",
        "answered = [item.owner_id for item in asked if item.outcome == ANSWERED]",
        "tests/workflows/test_compile.py -k asked_twice",
    ),
    Planted(
        "G5",
        "one task of a level's expert goes to whoever has any level",
        "workflows/process/assignment.py",
        "        people = [\n"
        "            one for one in permissions.present_for(item, area) if _may_be_given(one, item, act)\n"
        "        ]",
        '        people = [one for one in permissions.present_for(item, "") if _may_be_given(one, item, act)]',
        f"{EXPERTS} -k commune_and_level",
    ),
    Planted(
        "D1",
        "the words said in confidence stand in the journal",
        "workflows/actions/advising.py",
        '    said = "" if given.confidential else opinion',
        "    said = opinion",
        f"{ASKED} -k applicant_finds_it_nowhere",
    ),
    Planted(
        "D1",
        "what is said of a private school's money is read by all who are asked",
        "workflows/procedures/school-licence/procedure.yaml",
        ", confidential: true}",
        "}",
        f"{ASKED} -k department_alone",
    ),
]
