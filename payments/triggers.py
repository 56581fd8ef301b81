"""The database itself refuses to change or delete the record of money that came."""

from protection.append_only import AppendOnly

_PAYMENTS = AppendOnly("payments_payment", "payment", "payments are")
install, remove = _PAYMENTS.install, _PAYMENTS.remove
