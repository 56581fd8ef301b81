"""Bugs planted for identity providers: tokens, linking, levels, what is stated."""

from tests.planted import Planted

TOKENS = "tests/identity/test_tokens.py"
LINKING = "tests/identity/test_linking.py"
LEVELS = "tests/identity/test_levels.py"
PREFILL = "tests/identity/test_prefill.py"
ID_TOKENS = "portal/account/provider/id_tokens.py"
FLOW = "portal/account/provider/code_flow.py"
ACCOUNTS = "organisations/accounts/provider_accounts.py"

PLANTED = [
    Planted(
        "D7",
        "what was corrected since still counts as stated",
        "workflows/applicant/stated.py",
        "        if name not in corrected\n",
        "",
        f"{PREFILL} -k officers_read",
    ),
    Planted(
        "D7",
        "a token by any algorithm is believed",
        ID_TOKENS,
        '        if header.get("alg") not in ALGORITHMS:',
        '        if header.get("alg") == "none":\n'
        '            return dict(jwt.decode(token, options={"verify_signature": False}))\n'
        '        if header.get("alg") not in ALGORITHMS:',
        TOKENS,
    ),
    Planted(
        "D7",
        "a token for another site is believed",
        ID_TOKENS,
        "            audience=provider.client_id,\n",
        '            audience=[provider.client_id, "another-site"],\n',
        TOKENS,
    ),
    Planted(
        "D7",
        "the nonce is not compared",
        ID_TOKENS,
        '    if not constant_time_compare(str(claims["nonce"]), nonce):',
        "    if not nonce:",
        TOKENS,
    ),
    Planted(
        "D7",
        "an answer is taken twice",
        FLOW,
        '    row: dict[str, Any] | None = rows.pop(request.GET.get("state", ""), None)',
        '    row: dict[str, Any] | None = rows.get(request.GET.get("state", ""), None)',
        TOKENS,
    ),
    Planted(
        "D7",
        "userinfo may be about anybody",
        FLOW,
        '    if said.get("sub") != subject:',
        "    if not said:",
        TOKENS,
    ),
    Planted(
        "D7",
        "plain http does for a provider",
        "portal/account/provider/configured.py",
        'else ("https",)',
        'else ("https", "http")',
        TOKENS,
    ),
    Planted(
        "D7",
        "an identity number that is another's is linked",
        ACCOUNTS,
        "        if owner is not None and owner.pk != person.pk:\n",
        "        if owner is not None and owner.pk == 0:\n",
        LINKING,
    ),
    Planted(
        "D7",
        "another person's account over there is linked",
        ACCOUNTS,
        "    if _differs(person.identity_number, number):\n        raise NotLinked(ANOTHER, person)\n",
        "",
        LINKING,
    ),
    Planted(
        "D7",
        "an open session links a way in",
        "portal/account/provider/own.py",
        "@asks_first\ndef provider_link",
        "def provider_link",
        LINKING,
    ),
    Planted(
        "D7",
        "the last way in is taken away",
        "portal/account/provider/own.py",
        "        if not ways_in.is_opened(user, without_provider=slug):",
        "        if not slug:",
        LINKING,
    ),
    Planted(
        "D7",
        "a number without a level is believed",
        "portal/account/provider/stated.py",
        '        found.pop("identity", None)',
        '        found.pop("nothing", None)',
        LINKING,
    ),
    Planted(
        "D7",
        "the same number of another issuer opens the account",
        "protection/blind_index.py",
        'f"{issuer} {number}"',
        "number",
        LINKING,
    ),
    Planted(
        "D7",
        "a level is compared as text",
        "organisations/accounts/assurance.py",
        "    return needed in LEVELS and _place(had) >= _place(needed)",
        "    return had >= needed",
        LEVELS,
    ),
    Planted(
        "D7",
        "who asks for less comes in below the least",
        "portal/account/provider/sign_in.py",
        "    needed = higher(answer.asked.level, found.least)",
        "    needed = answer.asked.level or found.least",
        LEVELS,
    ),
    Planted(
        "D7",
        "a session keeps its level without its link",
        "portal/account/provider/opened_by.py",
        '    return str(said["level"]) if linked.exists() else ""',
        '    return str(said["level"]) if linked is not None else ""',
        LEVELS,
    ),
    Planted(
        "D7",
        "what is posted goes before what is stated",
        "forms/stated.py",
        "        return {**typed, **own}",
        "        return {**own, **typed}",
        PREFILL,
    ),
    Planted(
        "D7",
        "the act files what is not stated",
        "workflows/applicant/stated.py",
        "            raise Incomplete(words",
        "            str(words",
        PREFILL,
    ),
]
