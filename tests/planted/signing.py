"""Bugs planted for signatures in order, absence covers and assignment."""

from tests.planted import Planted

SIGNING = "tests/workflows/test_signing.py"

PLANTED = [
    Planted(
        "G5",
        "what changes after a signature leaves it standing",
        "workflows/signing.py",
        "            _void(act, signature, Void.CHANGED)",
        "            pass",
        f"{SIGNING} -k afterwards",
    ),
    Planted(
        "G5",
        "a document is issued without its signatures",
        "workflows/signing.py",
        "        _refuse_gap(act, what, len(what.signatures))",
        "        pass",
        f"{SIGNING} -k meanwhile",
    ),
    Planted(
        "G5",
        "the hash covers no facts",
        "workflows/signing.py",
        '        "facts": standard_facts.stored(order),\n',
        "",
        f"{SIGNING} -k supplies",
    ),
]
