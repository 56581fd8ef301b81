"""Bugs planted for who reads a filed dossier along, and who wants no invitations."""

from tests.planted import Planted

TESTS = "tests/portal/test_readers.py"

PLANTED = [
    Planted(
        "A17",
        "a document opens by the link without the code",
        "portal/citizen/invited.py",
        "    if reading is None or not invited_code.is_given(request, reading):",
        "    if reading is None:",
        f"{TESTS} -k results_open",
    ),
    Planted(
        "A17",
        "a document of another dossier opens",
        "portal/citizen/invited.py",
        "        dossier=reading.dossier, document__code=code, document__sealed_at__isnull=False",
        "        document__code=code, document__sealed_at__isnull=False",
        f"{TESTS} -k results_open",
    ),
    Planted(
        "A17",
        "who lost the dossier goes on showing it",
        "workflows/applicant/invitations.py",
        "    return found if _is_its_inviters(found) else None",
        "    return found",
        f"{TESTS} -k lost_the_dossier",
    ),
    Planted(
        "A17",
        "an invitation goes to who wants none",
        "workflows/applicant/invitations.py",
        "    unwanted.demand_wanted(by, contact)\n",
        "",
        f"{TESTS} -k wants_no_invitations",
    ),
    Planted(
        "A17",
        "a refusal of one is a refusal of all",
        "workflows/applicant/unwanted.py",
        "    by = None if everybody else invitation.by",
        "    by = None",
        f"{TESTS} -k wants_no_invitations",
    ),
]
