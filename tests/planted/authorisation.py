"""Bugs planted for group D (authorisation)."""

from tests.planted import Planted

MATRIX = "tests/portal/test_permission_matrix.py"

PLANTED = [
    Planted(
        "D1",
        "office pages are open to everybody signed in",
        "portal/access.py",
        "            if declared.allow is OFFICER and not is_officer(request.user):",
        "            if declared.allow is OFFICER and not request.user.is_authenticated:",
        MATRIX,
    ),
    Planted(
        "D1",
        "any method is taken",
        "portal/access.py",
        "        if request.method not in declared.methods:",
        "        if request.method == 'TRACE':",
        MATRIX,
    ),
    Planted(
        "D1",
        "an officer of any authority sees every dossier",
        "workflows/permissions.py",
        "    if authorities & {dossier.receiving_id, dossier.deciding_id}:",
        "    if authorities:",
        MATRIX,
    ),
    Planted(
        "D1",
        "whoever is signed in opens any paper",
        "portal/citizen/files.py",
        "    if not permissions.may_open_file(request.user, stored.pk):",
        "    if not request.user.is_authenticated:",
        MATRIX,
    ),
    Planted(
        "D2",
        "a foreign dossier is forbidden and not absent",
        "portal/office/visitor.py",
        "may_see(officer, dossier):\n        raise Http404",
        "may_see(officer, dossier):\n        raise PermissionError",
        MATRIX,
    ),
    Planted(
        "D5",
        "a role that has ended is held for ever",
        "organisations/roles.py",
        "    in_force = Q(valid_to__isnull=True) | Q(valid_to__gte=day)",
        "    in_force = Q()",
        MATRIX,
    ),
]
