"""Bugs planted for the question how satisfied somebody is."""

from tests.planted import Planted

RATING = "tests/satisfaction/test_rating.py"

PLANTED = [
    Planted(
        "D1",
        "anybody rates anybody's dossier",
        "satisfaction/answering.py",
        "    if actor is not None and not permissions.is_applicant(actor, act.dossier):\n        raise NoRight\n",
        "",
        f"{RATING} -k nobody_elses",
    ),
    Planted(
        "E4",
        "a second answer takes the first one's place",
        "satisfaction/answering.py",
        "    if survey.grade is not None:\n",
        "    if survey.grade == grade:\n",
        f"{RATING} -k one_answer",
    ),
    Planted(
        "D1",
        "any seal opens the question",
        "satisfaction/asking.py",
        "    if found is None or not constant_time_compare(seal, _seal(found)):\n",
        "    if found is None:\n",
        f"{RATING} -k the_link",
    ),
    Planted(
        "H1",
        "the journal says which grade was given",
        "satisfaction/answering.py",
        "RATE_BADLY if grade == Survey.Grade.NOT else RATE)",
        "RATE_BADLY if grade == Survey.Grade.NOT else RATE, reason=reason)",
        f"{RATING} -k does_not_say",
    ),
    Planted(
        "D1",
        "any head answers",
        "satisfaction/answering.py",
        "    if post is None or actor.pk in act.dossier.parties:\n        raise NoRight\n",
        "",
        f"{RATING} -k no_other_head",
    ),
    Planted(
        "H1",
        "few grades are counted exactly for the public",
        "portal/statistics/grades.py",
        '"given": style.count(whole.given),',
        '"given": Style().count(whole.given),',
        f"{RATING} -k the_few",
    ),
]
