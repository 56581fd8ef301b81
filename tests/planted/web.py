"""Bugs planted for group I (web)."""

from tests.planted import Planted

FACTOR = "tests/portal/test_second_factor.py"

PLANTED = [
    Planted(
        "I5",
        "the password alone opens the desk",
        "portal/access.py",
        "            if declared.allow is not FIRST_FACTOR and factor.is_missing(request):",
        "            if declared.allow is FIRST_FACTOR and factor.is_missing(request):",
        FACTOR,
    ),
    Planted(
        "I5",
        "a code works twice",
        "portal/account/factor.py",
        'USED = Limit("second factor code", times=1, seconds=3600)',
        'USED = Limit("second factor code", times=9, seconds=3600)',
        f"{FACTOR} -k takes_each_once",
    ),
    Planted(
        "I5",
        "an old code signs",
        "portal/office/work.py",
        "    if _must_be_confirmed(item, given) and not step_up(request):",
        "    if _must_be_confirmed(item, given) and request.method != 'POST':",
        f"{FACTOR} -k signing",
    ),
    Planted(
        "I5",
        "the administration asks for no telephone",
        "config/administration.py",
        "        return super().has_permission(request) and not factor.is_missing(request)",
        "        return super().has_permission(request)",
        f"{FACTOR} -k administration",
    ),
    Planted(
        "I5",
        "codes may be guessed for ever",
        "portal/account/factor.py",
        "    if not isinstance(user, User) or not TRIES.take(str(user.pk)):",
        "    if not isinstance(user, User):",
        f"{FACTOR} -k guessing",
    ),
]
