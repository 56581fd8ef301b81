"""Bugs planted in the self-assessment and in the question that the applicant is asked while the
clock runs.
"""

from tests.planted import Planted

RULES = "tests/assessment/test_rules.py"
WORK = "tests/assessment/test_work.py"
REPLY = "tests/workflows/test_reply.py"

PLANTED: list[Planted] = [
    Planted(
        "K",
        "a level counts without those below it",
        "assessment/levels.py",
        "    return min(failed) - 1 if failed else top\n",
        "    return max(set(range(top + 1)) - set(failed))\n",
        f"{RULES} -k oracle",
    ),
    Planted(
        "K",
        "one fewer of the other criteria is enough",
        "assessment/levels.py",
        '    return enough >= (len(group) if need.at_least == "all" else need.at_least)\n',
        '    return enough >= (len(group) if need.at_least == "all" else need.at_least - 1)\n',
        f"{RULES} -k 2026",
    ),
    Planted(
        "K",
        "evidence that is taken away leaves a hole",
        "assessment/evidence.py",
        "        _close_up(fresh, rules, gone, records)\n",
        "",
        f"{WORK} -k without_holes",
    ),
    Planted(
        "K",
        "codes in the texts move one after the other",
        "assessment/evidence.py",
        '    return re.sub("|".join(map(_pattern, renamed)), lambda found: renamed[found[0]], value)\n',
        "    for old in reversed(renamed):\n        value = re.sub(_pattern(old), renamed[old], value)\n"
        "    return value\n",
        f"{WORK} -k without_holes",
    ),
    Planted(
        "K",
        "what was changed while the report was made is approved with it",
        "assessment/work.py",
        "        if report.fingerprint(fresh, overview(fresh)) != made.fingerprint:\n",
        "        if False:\n",
        f"{WORK} -k while_the_report",
    ),
    Planted(
        "K",
        "an approved self-assessment can still be changed",
        "assessment/door.py",
        "        if fresh.state != Assessment.State.OPEN:\n",
        "        if False:\n",
        f"{WORK} -k frozen_in_word",
    ),
    Planted(
        "K",
        "a page writes over what a colleague has saved",
        "portal/assessment/criterion.py",
        "merge(section, before, now, turn.values or {}, turn.shown)",
        "merge(section, before, now, turn.values or {}, None)",
        "tests/portal/test_assessment.py -k two_people",
    ),
    Planted(
        "K",
        "silence leaves the question unanswered",
        "workflows/actions/replying.py",
        '    _note(act, item, {**step.silence.values, "silent": True})\n',
        '    _note(act, item, {"silent": True})\n',
        f"{REPLY} -k silence_is_an_answer",
    ),
    Planted(
        "K",
        "anybody of the office answers for the applicant",
        "workflows/actions/replying.py",
        "    if not permissions.may_reply(actor, dossier):\n        raise NoRight\n",
        "",
        f"{REPLY} -k only_the_applicant",
    ),
]
