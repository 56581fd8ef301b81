"""Bugs planted for what happens to a document later: corrected, re-issued, revoked."""

from tests.planted import Planted

CORRECTION = "tests/procedures/test_diploma_correction.py"
REVOCATION = "tests/procedures/test_revocation.py"
FACTOR = "tests/portal/test_second_factor.py"

PLANTED: list[Planted] = [
    Planted(
        "C11",
        "a copy of before does not hear of the correction",
        "documents/later_facts.py",
        "version__gt=document.subject_version)",
        "version__lt=document.subject_version)",
        f"{CORRECTION} -k issued_before",
    ),
    Planted(
        "C11",
        "a copy of after prints what was written first",
        "registers/lookup.py",
        "    diploma = corrections.in_force(entry)\n",
        "    diploma = entry\n",
        f"{CORRECTION} -k issued_before",
    ),
    Planted(
        "C11",
        "the register is not asked again when the clerk numbers a decision",
        "workflows/papers/issuance.py",
        "    register_writers.ask(dossier, definition, what, at, drafted=drafted)\n",
        "",
        f"{CORRECTION} -k two_decisions",
    ),
    Planted(
        "C11",
        "what is not issued yet may be revoked",
        "workflows/actions/revoking.py",
        "    if not is_issued(link):\n",
        "    if False:\n",
        f"{REVOCATION} -k still_being_produced",
    ),
    Planted(
        "I5",
        "revoking does not ask for the telephone again",
        "portal/office/dossier/revocation.py",
        "    if not step_up(request):\n",
        "    if False:\n",
        f"{FACTOR} -k revoking",
    ),
    Planted(
        "I5",
        "the read log is taken away without the telephone",
        "privacy/admin.py",
        "self.admin_site.confirms(request)",
        "True",
        f"{FACTOR} -k read_log",
    ),
]
