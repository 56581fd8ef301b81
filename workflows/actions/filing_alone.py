"""Filing by somebody without an account."""

from __future__ import annotations

from django.db import transaction

from organisations.contact_models import ContactProof
from workflows.act import Act
from workflows.actions.applicant import SUBMIT, became, demand_as_read, locked_draft
from workflows.actions.shared import arrive
from workflows.applicant import co_signing, filed_alone, filing
from workflows.errors import NoRight
from workflows.models import Dossier, Draft
from workflows.process import moves, windows
from workflows.published import definition_of


def submit_without_account(draft: Draft, proof: ContactProof, key: str | None = None) -> Dossier:
    """Whoever gave the code of the applicant's contact back files a draft of nobody; again it is
    the same dossier. Its page asks a second fact before (`filed_alone.Facts`).

    Twins are the office's to see: to somebody without an account nothing is told of others.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    with transaction.atomic():
        read = draft.answers
        draft = locked_draft(draft)
        if draft.owner_id is not None:
            raise NoRight
        if draft.dossier is not None:
            return draft.dossier
        demand_as_read(draft, read)
        definition = definition_of(draft.version)
        windows.demand_open(definition, draft.answers, "submit")
        proved = filed_alone.demand(draft, definition, proof)
        dossier = filing.file_draft(draft, None, Dossier.Channel.ONLINE, None)
        act = Act(dossier, None, key, content=["submit_without_account", str(draft.pk)])
        act.called = filed_alone.FILER
        act.status_before = None
        co_signing.demand(draft)  # refuses: nobody was asked
        arrive(act, moves.start(dossier))
        act.carry(proved)
        act.record(SUBMIT)
        windows.filed(dossier, definition)
        became(draft, dossier)
    return dossier
