"""Bugs planted for accounts: passwords, links, rights that two give."""

from tests.planted import Planted

TAKEOVER = "tests/portal/test_account_takeover.py"
ALONE = "tests/portal/test_rights_alone.py"
RIGHTS = "tests/organisations/test_rights.py"
REFORMED = "tests/workflows/test_reforming_rights.py"
NEW_ADDRESSES = "tests/portal/test_new_addresses.py"
FOLLOW = "tests/portal/test_follow.py"
NETWORKS = "tests/portal/test_networks.py"
SECURITY_LOG = "tests/portal/test_security_log.py"
OWN_SESSIONS = "tests/portal/test_own_sessions.py"
SIGN_IN_LINKS = "tests/portal/test_sign_in_links.py"
NGINX = "tests/operation/test_nginx.py"
LINKS = "tests/portal/test_password_links.py"

PLANTED = [
    Planted(
        "D7",
        "a superuser sets anybody's password",
        "organisations/admin/accounts.py",
        "        raise PermissionDenied",
        "        return super().user_change_password(request, id, form_url)",
        TAKEOVER,
    ),
    Planted(
        "D7",
        "who asked may grant",
        "organisations/rights/requests.py",
        "    return [one for one in (request.asked_by_id, request.person_id) if one]",
        "    return [one for one in (request.person_id,) if one]",
        RIGHTS,
    ),
    Planted(
        "D7",
        "what signs is granted by any administrator",
        "organisations/rights/requests.py",
        "        request.kind == Kind.ROLE and bool(request.role_id) and signs(str(request.role_id))",
        "        request.kind == Kind.ROLE and request.role_id == ''",
        RIGHTS,
    ),
    Planted(
        "D7",
        "a role begins in the past",
        "organisations/rights/requests.py",
        "    begins = max(request.valid_from or timezone.localdate(), timezone.localdate())",
        "    begins = request.valid_from or timezone.localdate()",
        RIGHTS,
    ),
    Planted(
        "D7",
        "the mailbox of who held a role is anybody's",
        "organisations/rights/requests.py",
        "    return has_powers or RoleAssignment.objects.filter(user=person).exists()",
        "    return has_powers",
        TAKEOVER,
    ),
    Planted(
        "D7",
        "a reform makes a school's head one of the department",
        "organisations/reforms.py",
        "    return role.role_id == ADMINISTRATOR or signs(role.role_id)",
        "    return role.role_id == ADMINISTRATOR",
        REFORMED,
    ),
    Planted(
        "D7",
        "two authorities are above each other",
        "organisations/models.py",
        "        if self.pk and self.parent is not None and self.parent.lies_under(self):",
        "        if self.pk and self.parent_id == self.pk:",
        REFORMED,
    ),
    Planted(
        "D7",
        "who was closed a minute ago does not count",
        "organisations/rights/grantors.py",
        "    return ({*seen} | {one.pk for one in grantors(kind)}) - {than}",
        "    return {one.pk for one in grantors(kind)} - {than}",
        ALONE,
    ),
    Planted(
        "D7",
        "nobody writes down who could grant before a change",
        "config/administration.py",
        "                grantors.write_down()",
        "                pass",
        ALONE,
    ),
    Planted(
        "D7",
        "a group is filled behind its members",
        "organisations/admin/groups.py",
        "        if not self.instance.pk or not has_people(self.instance):",
        "        if not self.instance.pk or has_people(self.instance):",
        ALONE,
    ),
    Planted(
        "D7",
        "a group is granted as it is, not as it was asked for",
        "organisations/rights/requests.py",
        "    if {str(pk) for pk in groups} != asked.keys() or power_names.contents(locked) != asked:",
        "    if len(locked) < len(groups):",
        ALONE,
    ),
    Planted(
        "D7",
        "whoever writes a citizen's address gets the link",
        "organisations/accounts/password_links.py",
        "    if mailable_from(User.objects.get(pk=person.pk)):",
        "    if not person.email:",
        NEW_ADDRESSES,
    ),
    Planted(
        "D7",
        "an address that two wrote gets the link",
        "organisations/rights/requests.py",
        "            person.email_given_at = timezone.now()",
        "            person.email_given_at = None",
        NEW_ADDRESSES,
    ),
    Planted(
        "D7",
        "a link outlives a new address",
        "organisations/accounts/password_links.py",
        "        return (\n"
        '            f"{super()._make_hash_value(user, timestamp)}|{user.session_round}|{user.phone_index}"\n'
        "        )",
        '        return f"{user.pk}{user.password}{timestamp}"',
        LINKS,
    ),
    Planted(
        "H6",
        "wrong tries with one fact are not counted over the codes",
        "portal/public/follow.py",
        "        self.limits = (\n"
        "            (WRONG_PER_CODE, code),\n"
        "            (WRONG_PER_FACT, of_fact),\n"
        "            (WRONG_PER_FACT_A_DAY, of_fact),\n"
        "        )",
        "        self.limits = ((WRONG_PER_CODE, code),)",
        FOLLOW,
    ),
    Planted(
        "H6",
        "a right answer counts as a wrong one",
        "portal/public/follow.py",
        "            limit.give_back(who)",
        "            limit.is_spent(who)",
        FOLLOW,
    ),
    Planted(
        "H6",
        "the code of a result opens its dossier",
        "portal/public/follow.py",
        "    slips = DossierDocument.objects.filter(dossier=pk, kind__in=GIVEN)",
        "    slips = DossierDocument.objects.filter(dossier=pk)",
        FOLLOW,
    ),
    Planted(
        "I4",
        "every IPv6 address is a visitor of its own",
        "portal/http/limits.py",
        "ipaddress.ip_network((address, 64), strict=False)",
        "ipaddress.ip_network((address, 128), strict=False)",
        NETWORKS,
    ),
    Planted(
        "I14",
        "the security log says what was typed as a name",
        "portal/http/security_notes.py",
        'noted(request, "sign_in_failed", tried=str(credentials.get("username", "")))',
        'noted(request, "sign_in_failed", reason=str(credentials.get("username", "")))',
        SECURITY_LOG,
    ),
    Planted(
        "I14",
        "networks stand in the security log",
        "protection/security_log.py",
        'return hmac.digest(index_key(), f"security log {kind}:{text}".encode(), "sha256").hex()[:16]',
        "return text",
        SECURITY_LOG,
    ),
    Planted(
        "I14",
        "refusals are not written",
        "portal/http/security_notes.py",
        '            noted(request, "refused", route=route, status=response.status_code)',
        "            pass",
        SECURITY_LOG,
    ),
    Planted(
        "I3",
        "anybody's session is ended by its number",
        "portal/http/own_sessions.py",
        "    row = OwnSession.objects.filter(user=user, pk=pk).first()",
        "    row = OwnSession.objects.filter(pk=pk).first()",
        OWN_SESSIONS,
    ),
    Planted(
        "I3",
        "a session that got another name is lost from the list",
        "portal/http/session.py",
        "    own_sessions.renamed(request, before)",
        "    request.session.modified = True",
        OWN_SESSIONS,
    ),
    Planted(
        "I4",
        "the link that lets the owner in works for everybody who finds it",
        "portal/account/guessing.py",
        "    if not USED.take(link):",
        "    if not link:",
        SIGN_IN_LINKS,
    ),
    Planted(
        "I4",
        "the owner is not told",
        "portal/account/guessing.py",
        "    if owner is not None and TOLD.take(str(owner.pk)):",
        "    if owner is not None and TOLD.is_spent(str(owner.pk)):",
        SIGN_IN_LINKS,
    ),
    Planted(
        "I4",
        "every thread hashes at once",
        "organisations/accounts/password_hashing.py",
        "threading.BoundedSemaphore(settings.HASHES_AT_ONCE)",
        "threading.BoundedSemaphore(settings.HASHES_AT_ONCE + 5)",
        "tests/organisations/test_hashing.py",
    ),
    Planted(
        "I5",
        "the same half minute's code is taken again",
        "portal/http/second_factor.py",
        "    rows = FactorCounter.objects.filter(user=user, counter__lt=fitting[-1])",
        "    rows = FactorCounter.objects.filter(user=user, counter__lte=fitting[-1])",
        "tests/portal/test_second_factor.py",
    ),
    Planted(
        "I5",
        "two processes look before either writes",
        "portal/http/second_factor.py",
        "    return bool(rows.update(counter=fitting[-1]))",
        "    return rows.exists() and not FactorCounter.objects.filter(user=user).update(counter=fitting[-1]) < 1",
        "tests/races/test_factor_codes.py",
        postgres=True,
    ),
    Planted(
        "I3",
        "pages of somebody signed in are kept by browsers",
        "portal/http/session.py",
        '            response.headers.setdefault("Cache-Control", "no-store")',
        "            pass",
        "tests/portal/test_kept_nowhere.py",
    ),
    Planted(
        "nginx",
        "every IPv6 address is a visitor of its own",
        "deploy/nginx/motcua.conf",
        '    "~(?s)^(?<network>.{8}).{8}$" $network;',
        '    "~(?s)^(?<network>.{16})$" $network;',
        NGINX,
    ),
    Planted(
        "nginx",
        "a page beside a session is compressed",
        "deploy/nginx/motcua.conf",
        '        if ($http_cookie ~ "sessionid=") { gzip off; }',
        '        if ($http_cookie ~ "^sessionid=") { gzip off; }',
        NGINX,
    ),
    Planted(
        "nginx",
        "guessing has the limit of all pages",
        "deploy/nginx/motcua.conf",
        "        limit_req zone=motcua_tries burst=40 nodelay;",
        "        limit_req zone=motcua_pages burst=120 nodelay;",
        NGINX,
    ),
]
