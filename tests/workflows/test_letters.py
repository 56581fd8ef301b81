"""Letters no type face prints: told before anybody signs, never a box under a seal, never a slip
that cannot go.
"""

from __future__ import annotations

import pytest

from documents.models import Document
from tests.people import World, draft_of
from tests.workflows.conftest import item_of, reread
from workflows import actions
from workflows.applicant.supplements import Missing
from workflows.errors import Incomplete
from workflows.models import Dossier

ETHIOPIC = "ኢትዮጵያ"


def filed(world: World) -> Dossier:
    draft = draft_of(world)
    draft.answers["applicant"] = {**draft.answers["applicant"], "name": f"Nguyễn {ETHIOPIC} Hường"}
    draft.save()
    return actions.submit(draft, world.huong)


def test_the_slip_that_asks_to_mend_a_name_spells_it(world: World) -> None:
    dossier = filed(world)
    actions.decide(
        item_of(dossier),
        world.lan,
        "supplement",
        missing=[Missing("section:who", "Tên không in được.")],
    )
    facts = Document.objects.get(kind="PBS").facts
    assert facts["applicant_name"] == "Nguyễn [U+12A2][U+1275][U+12EE][U+1335][U+12EB] Hường"


def test_a_binding_paper_is_refused_with_the_letters_before_it_is_signed(world: World) -> None:
    dossier = filed(world)
    actions.decide(item_of(dossier), world.lan, "accept")
    with pytest.raises(Incomplete, match="Không in được các chữ sau trên văn bản: “ኢ”"):
        actions.decide(item_of(reread(dossier)), world.binh, "not_found", reason="Sổ gốc không có.")
        actions.decide(item_of(reread(dossier)), world.dung, "approve")
    assert not Document.objects.filter(kind="CV").exists()
