"""What a bank writes about a payer is erased with their dossier."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.utils import timezone

from payments.models import Statement, StatementRow
from privacy import retention
from privacy.models import Erasure
from tests.payments.test_statements import csv_file
from tests.people import World, make_world
from tests.workflows.fees import fee_asked, make_cashier, priced, request_of
from workflows import actions
from workflows.models import Dossier
from workflows.payments_in import reconciliation


def test_the_text_of_a_matched_transfer_goes_with_the_dossier(db: Any, tmp_path: Path) -> None:
    world: World = make_world()
    dossier = fee_asked(world, priced())
    row = (
        1,
        "25/11/2026",
        "FT1",
        "",
        "100,000",
        f"{dossier.code} NGUYEN THI HUONG CT tu 0071000123456",
    )
    other = (2, "25/11/2026", "FT2", "", "70,000", "TRAN THI B mung")
    reconciliation.take_in(
        csv_file(tmp_path, [row, other]), "a.csv", dossier.deciding, make_cashier()
    )
    matched = StatementRow.objects.get(number="FT1")
    assert matched.request == request_of(dossier) and "NGUYEN" in matched.text
    actions.withdraw(Dossier.objects.get(pk=dossier.pk), world.huong)
    actions.stop(Dossier.objects.get(pk=dossier.pk), world.lan)
    today = timezone.localdate()
    erasure = Erasure.objects.create(
        dossier=dossier, announced_on=today - dt.timedelta(days=40), due_on=today
    )
    assert retention.erase(erasure, today)
    assert StatementRow.objects.get(number="FT1").text == ""
    assert StatementRow.objects.get(number="FT1").amount == 100_000
    assert "TRAN" in StatementRow.objects.get(number="FT2").text
    assert retention.forget_payers(dt.date(2036, 12, 31)) == 0
    assert (
        retention.forget_file_names(dt.date(2036, 12, 31)) == 0
        and Statement.objects.get().file_name == "a.csv"
    )
    assert (
        retention.forget_file_names(dt.date(2037, 1, 1)) == 1
        and Statement.objects.get().file_name == ""
    )
    assert retention.forget_payers(dt.date(2037, 1, 1)) == 1
    assert StatementRow.objects.get(number="FT2").text == ""
