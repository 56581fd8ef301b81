"""An authority ends: who follows it collects what it asked for, owes what it owed, and reads its
bank statements.
"""

from __future__ import annotations

from django.db import transaction

from organisations.models import Authority
from payments import money
from payments.models import FeeRequest, PayeeAccount, Statement, StatementRow


def pass_on(request_id: int, takes: Authority) -> None:
    """One request goes to another collector, whatever has become of it. In the caller's
    transaction.
    """
    money.locked(request_id)
    FeeRequest.objects.filter(pk=request_id).update(payee=takes)


def inherit(leaves: Authority, takes: Authority) -> None:
    """Whatever of the authority's money nobody else was given. Doing it again changes nothing.

    Its bank account goes on where the heir has none: transfers that are under way name it.
    """
    with transaction.atomic():
        for request_id in FeeRequest.objects.filter(payee=leaves).values_list("pk", flat=True):
            pass_on(request_id, takes)
        for statement in Statement.objects.filter(payee=leaves):
            _inherit_statement(statement, takes)
        if not PayeeAccount.objects.filter(authority=takes).exists():
            PayeeAccount.objects.filter(authority=leaves).update(authority=takes)


def _inherit_statement(statement: Statement, takes: Authority) -> None:
    """Two authorities that become one may have imported the same file: its rows go on under the one
    that is there.
    """
    same = Statement.objects.filter(payee=takes, sha256=statement.sha256).first()
    if same is None:
        Statement.objects.filter(pk=statement.pk).update(payee=takes)
    else:
        StatementRow.objects.filter(statement=statement).update(statement=same)
