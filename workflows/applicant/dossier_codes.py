"""Dossier codes: `{authority code}-{YYMMDD}-{daily number}`, e.g. H15.50-261123-0001 (TT
03/2025/TT-VPCP).
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from organisations.models import Authority
from workflows.models import DossierCounter


def next_code(authority: Authority) -> str:
    """The next code of the authority that decides, for today in Asia/Ho_Chi_Minh.

    Runs in the caller's transaction, whose rollback gives the number back: no gap, no duplicate.
    The daily number has at least four digits and grows beyond 9999.
    """
    prefix = f"{authority.code}-{timezone.localdate():%y%m%d}"
    if not DossierCounter.objects.filter(prefix=prefix).update(last=F("last") + 1):
        with transaction.atomic():  # two first dossiers of a day: the unique prefix lets one row in
            DossierCounter.objects.get_or_create(prefix=prefix)
        DossierCounter.objects.filter(prefix=prefix).update(last=F("last") + 1)
    last = DossierCounter.objects.values_list("last", flat=True).get(prefix=prefix)
    return f"{prefix}-{last:04d}"
