"""Migration 0023 on a site with old rows: papers that came with an opinion are found again as that
opinion's.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from forms.files.uploads import store
from tests import stepping
from tests.forms.test_uploads import png
from tests.portal.test_working_papers import Case, case
from workflows.models import DossierFile, Opinion

# the fixture: two offices answered, one in confidence, and papers of everybody's
__all__ = ["case"]

pytestmark = pytest.mark.django_db(transaction=True)
EARLIER, LINKED = "0021", "0023"


def links() -> list[tuple[Any, ...]]:
    return list(
        DossierFile.objects.order_by("pk").values_list("pk", "file", "step", "item", "confidential")
    )


def opinion_of(case: Case, name: str) -> Opinion:
    return Opinion.objects.get(by=case.people[name])


@pytest.mark.usefixtures("tables_owner")
def test_old_rows_go_back_and_come_forward_with_their_opinion(case: Case) -> None:
    other = store(SimpleUploadedFile("x.png", png()), case.people["other"], ["image"], 10**7)
    DossierFile.objects.create(
        dossier=case.dossier, file=other, field=DossierFile.OFFICER, step="check"
    )
    written = links()
    with stepping.gone_back("workflows", EARLIER):  # as those rows were: no task, no confidence
        stepping.to("workflows", "0022")
        assert {(item, secret) for *_paper, item, secret in links()} == {(None, False)}
        stepping.to("workflows", LINKED)
        found = {
            str(file): (item, secret) for _pk, file, step, item, secret in links() if step == "ask"
        }
        assert found == {
            case.papers["secret"]: (opinion_of(case, "secret").item_id, True),
            case.papers["other"]: (opinion_of(case, "other").item_id, False),
        }
        elsewhere = [(item, secret) for _pk, _file, step, item, secret in links() if step != "ask"]
        assert elsewhere == [(None, False)] * 3, "no opinion was given there"
        after = links()
        assert [row[:3] for row in after] == [row[:3] for row in written]
        stepping.to("workflows", "0022")  # back by the one step: nothing is forgotten
    assert links() == after
    assert stepping.left() == [], "steps of other apps that went along came back too"
    assert case.lists("expert") >= {"secret"} and "secret" not in case.lists("other")
