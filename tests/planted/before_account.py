"""Bugs planted for applications that are written before there is an account."""

from tests.planted import Planted

TESTS = "tests/portal/test_without_account.py"
STRANGERS = "workflows/applicant/strangers.py"
ALONE = "workflows/applicant/filed_alone.py"

PLANTED = [
    Planted(
        "D4",
        "a draft of nobody is everybody's",
        "portal/citizen/stranger.py",
        "    here = Q(owner=None, browser=browser) if browser else Q(pk=None)",
        "    here = Q(owner=None)",
        TESTS,
    ),
    Planted(
        "D4",
        "any name in the cookie is believed",
        "portal/http/writing.py",
        '    except signing.BadSignature:\n        return ""\n    return str(name)',
        "    except signing.BadSignature:\n        return str(request.COOKIES)\n    return str(name)",
        "tests/portal/test_without_account.py::test_a_name_that_nobody_signed_is_none",
    ),
    Planted(
        "D4",
        "papers stay nobody's when the draft is taken over",
        STRANGERS,
        "            _papers(found).filter(uploaded_by=None).update(uploaded_by=person)\n",
        "",
        TESTS,
    ),
    Planted(
        "D4",
        "a code to any contact files",
        ALONE,
        "    if contacts.of_proof(proof) not in contacts_of(definition, draft.answers):",
        "    if contacts.of_proof(proof) is None:",
        TESTS,
    ),
    Planted(
        "D4",
        "the second fact is not compared",
        ALONE,
        "            return self.born == born",
        "            return self.born is not None",
        TESTS,
    ),
    Planted(
        "D4",
        "every procedure is filed without an account",
        ALONE,
        "    if not definition.without_account or definition.assurance:",
        "    if definition.assurance:",
        "tests/portal/test_without_account.py::test_the_act_itself_refuses",
    ),
    Planted(
        "D4",
        "a draft of nobody is kept for ever",
        STRANGERS,
        "    old = Draft.objects.filter(owner=None, dossier__isnull=True, updated_at__lt=last)",
        "    old = Draft.objects.none()",
        TESTS,
    ),
]
