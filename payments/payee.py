"""The account that an authority's fees are transferred to: written when its head has granted it, by
nothing else.
"""

from __future__ import annotations

from typing import Any

from django.forms.models import model_to_dict

from organisations.account_models import RightRequest
from organisations.rights.giving import account_granted
from organisations.rights.requests import ACCOUNT
from payments.models import PayeeAccount


def listen() -> None:
    """Write what is granted; called once, when the app is ready."""
    account_granted.connect(_write, dispatch_uid="accounts for fees")


def _write(sender: Any, request: RightRequest, **signal: Any) -> None:
    """In the granting transaction; what was there stays in the request."""
    known = PayeeAccount.objects.select_for_update().filter(authority=request.authority).first()
    before = model_to_dict(known, fields=ACCOUNT) if known else {}
    account = known or PayeeAccount(authority=request.authority)
    for name in ACCOUNT:
        setattr(account, name, request.account[name])
    account.save()
    request.account = {**request.account, "before": before}
