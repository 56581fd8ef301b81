"""Money, and the accounts that fees are transferred to, are looked at and never written here.

An account is asked for under “Đề nghị cấp quyền” and granted by the head of the authority
(`rights.requests`).
"""

from __future__ import annotations

from django.contrib import admin

from foundation.read_only_admin import Record
from payments.models import FeeRequest, PayeeAccount, Payment, Refund


@admin.register(PayeeAccount)
class PayeeAccountAdmin(Record):
    list_display = ("authority", "bank_name", "number", "holder")
    list_select_related = ("authority",)


@admin.register(FeeRequest)
class FeeRequestAdmin(Record):
    list_display = ("reference", "payee", "amount", "purpose", "state", "asked_at", "settled_at")
    list_select_related = ("payee",)
    list_filter = ("state",)
    search_fields = ("reference", "purpose_index")


@admin.register(Payment)
class PaymentAdmin(Record):
    list_display = ("request", "gateway", "number", "amount", "paid_at", "settles")
    list_select_related = ("request",)
    list_filter = ("gateway", "settles")
    search_fields = ("number", "request__reference")


@admin.register(Refund)
class RefundAdmin(Record):
    list_display = ("payment", "why", "state", "owed_at", "settled_at", "number")
    list_select_related = ("payment",)
    list_filter = ("state", "why")
