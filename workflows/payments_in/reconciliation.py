"""Bank statements against the fees that are asked: what fits settles by itself, everything else
waits for a person.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.models import Authority, User
from payments import money, statements
from payments.models import OPEN_ROWS, FeeRequest, Gateway, Statement, StatementRow
from workflows import actions, permissions
from workflows.applicant import code_spelling
from workflows.errors import ActRefused, Incomplete, NoRight, WrongState
from workflows.journal import outbox
from workflows.models import Dossier, DossierFee, Effect

MATCH = "payments.match"
State = StatementRow.State


def take_in(path: Path, file_name: str, payee: Authority, by: User) -> Statement:
    """Import a statement and match its rows; the same file again changes nothing. Raises NoRight,
    UnreadableFile.
    """
    if not permissions.is_cashier(by, payee.pk):
        raise NoRight
    with transaction.atomic():
        statement = statements.keep(path, file_name, payee, by)
        effect, _new = Effect.objects.get_or_create(
            kind=MATCH,
            key=f"{MATCH}:{statement.pk}",
            defaults={"payload": {"statement": statement.pk}},
        )
    outbox.run(effect.pk)  # at once, for the person who waits; what a crash leaves, the sweep does
    return statement


def match_rows(effect: Effect) -> None:
    """The worker's side. Safe to repeat: only rows that nobody has looked at are matched."""
    rows = StatementRow.objects.filter(statement=effect.payload["statement"], state=State.NEW)
    for row_id in list(rows.values_list("pk", flat=True)):
        _match(row_id)


def _match(row_id: int) -> None:
    """One row, under its lock: whoever settles rows by hand waits here."""
    with transaction.atomic():
        row = _locked(row_id)
        if row.state != State.NEW:
            return
        row.request = statements.request_meant(row)
        _note(row, _receive(row, row.request) if row.request else State.UNKNOWN)


def _receive(row: StatementRow, request: FeeRequest) -> str:
    """What becomes of the row: its money pays the request, unless that is paid or given up, or is
    another amount.
    """
    row.payment = request.payments.filter(
        gateway=Gateway.BANK, number=row.number, statement_row=None
    ).first()
    if row.payment:  # the cashier noted it by hand before
        return State.MATCHED
    if row.amount != request.amount:
        return State.WRONG_AMOUNT
    try:
        row.payment = actions.receive_payment(request, _received(row), must_settle=True).payment
    except WrongState:
        return State.NOT_ASKED
    except ActRefused:  # its number belongs to another dossier
        return State.UNKNOWN
    return State.MATCHED


def _locked(row_id: int) -> StatementRow:
    rows = StatementRow.objects.select_for_update(of=("self",)).select_related(
        "statement", "request"
    )
    return rows.get(pk=row_id)


def _received(row: StatementRow, by: User | None = None) -> money.Received:
    noon = dt.datetime.combine(row.booked_on, dt.time(12), timezone.get_default_timezone())
    return money.Received(Gateway.BANK, row.number, row.amount, noon, noted_by=by)


def _note(row: StatementRow, state: str, by: User | None = None) -> None:
    row.state = state
    if by is not None:
        row.settled_at, row.settled_by = timezone.now(), by
    row.save(update_fields=["state", "request", "payment", "settled_at", "settled_by"])


def assign(row: StatementRow, by: User, code: str) -> None:
    """A person says whose money it is; the amount must be what is asked. Raises what the act
    refuses.
    """
    with transaction.atomic():
        row = _open_row(row, by)
        dossier = Dossier.objects.filter(
            code=code_spelling.as_written(code), deciding=row.statement.payee
        ).first()
        request = _asked(dossier) if dossier else None
        if request is None:
            raise Incomplete(_("Không có hồ sơ nào mang mã này đang chờ nộp phí."))
        if request.amount != row.amount:
            raise Incomplete(_("Số tiền không bằng mức phí của hồ sơ này."))
        row.request = request
        row.payment = actions.receive_payment(
            request, _received(row, by), by, must_settle=True
        ).payment
        _note(row, State.MATCHED, by)


def _asked(dossier: Dossier) -> FeeRequest | None:
    link = (
        DossierFee.objects.select_related("request")
        .filter(dossier=dossier, request__state="ASKED")
        .first()
    )
    return link.request if link else None


def give_back(row: StatementRow, by: User) -> None:
    """Money that belongs to a dossier and pays nothing there is owed back."""
    with transaction.atomic():
        row = _open_row(row, by)
        if row.request is None:
            raise WrongState(_("Chưa rõ khoản tiền này của hồ sơ nào."))
        taken = actions.receive_payment(row.request, _received(row, by), by)
        if taken.payment.settles:
            raise WrongState(
                _("Khoản tiền này vừa đủ mức phí đang chờ nộp; hãy ghi nhận cho hồ sơ.")
            )
        row.payment = taken.payment
        _note(row, State.GIVEN_BACK, by)


def set_aside(row: StatementRow, by: User) -> None:
    """The money is no fee of a dossier."""
    with transaction.atomic():
        _note(_open_row(row, by), State.SET_ASIDE, by)


def _open_row(row: StatementRow, by: User) -> StatementRow:
    fresh = _locked(row.pk)
    if not permissions.is_cashier(by, fresh.statement.payee_id):
        raise NoRight
    if fresh.state not in OPEN_ROWS:
        raise WrongState(_("Dòng sao kê này đã được giải quyết."))
    return fresh


def register() -> None:
    """Called once, when the app is ready."""
    outbox.register(MATCH, match_rows)
