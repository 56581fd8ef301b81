"""Bugs planted for group I (web)."""

from tests.planted import Planted

FACTOR = "tests/portal/test_second_factor.py"
GUESSING, SESSION, HEADERS = "tests/web/test_guessing.py", "tests/web/test_session.py", "tests/web/test_headers.py"

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
    Planted(
        "I1",
        "let any site frame us",
        "config/settings.py",
        '"frame-ancestors": [NONE],',
        '"frame-ancestors": ["*"],',
        HEADERS,
    ),
    Planted(
        "I1", "forget who may load our answers", "config/settings.py", '    "portal.isolation.isolated",\n', "", HEADERS
    ),
    Planted(
        "I1",
        "run inline scripts",
        "config/settings.py",
        '"script-src": [SELF, NONCE],',
        '"script-src": [SELF, NONCE, "\'unsafe-inline\'"],',
        HEADERS,
    ),
    Planted(
        "I2",
        "believe every origin",
        "portal/cross_site.py",
        '    return origin in ("", "null", f"{request.scheme}://{request.get_host()}")\n',
        "    return True\n",
        "tests/web/test_cross_site.py",
    ),
    Planted(
        "I2",
        "take what the browser says for nothing",
        "portal/cross_site.py",
        "not in OURS:\n        return False",
        "not in OURS:\n        return True",
        "tests/web/test_cross_site.py",
    ),
    Planted(
        "I3",
        "keep the session's name when roles change",
        "portal/account/session.py",
        "        request.session.cycle_key()\n",
        "",
        SESSION,
    ),
    Planted(
        "I3",
        "leave the desk open",
        "portal/account/session.py",
        "            logout(request)\n",
        "",
        SESSION,
    ),
    Planted(
        "I3",
        "forget the round of a session",
        "organisations/models.py",
        '        return f"{found}.{self.session_round}" if self.session_round else found\n',
        "        return found\n",
        SESSION,
    ),
    Planted(
        "I4",
        "count no try",
        "portal/account/sign_in.py",
        "if not guessing.take_try(request, username):",
        "if False:",
        GUESSING,
    ),
    Planted(
        "I4",
        "count each address for itself only",
        "portal/account/guessing.py",
        " and FROM_UNKNOWN.take(_key(username))\n",
        "\n",
        GUESSING,
    ),
    Planted(
        "I4",
        "know every account's browser by any cookie",
        "portal/account/guessing.py",
        'return browser if account == _key(username) else ""',
        "return browser",
        GUESSING,
    ),
]
