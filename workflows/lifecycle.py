"""The law's machine: the ten national statuses of a dossier and their moves, nothing else (QĐ 766, TT 04/2025/TT-VPCP)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.IntegerChoices):
    """National status numbers; the numbers travel to the national portal, so they never change meaning."""

    REGISTERED = 1, _("Mới đăng ký")
    RECEIVED = 2, _("Được tiếp nhận")
    NOT_RECEIVED = 3, _("Không được tiếp nhận")
    PROCESSING = 4, _("Đang xử lý")
    SUPPLEMENT_ASKED = 5, _("Yêu cầu bổ sung giấy tờ")
    PAYMENT_ASKED = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWAL_ASKED = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    DONE = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


S = Status
#: From these the applicant may still withdraw; never at 9 or 10 (the result exists).
WITHDRAWABLE = (S.REGISTERED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED)
#: Nothing moves any more, except 9 → 10.
CLOSED = (S.NOT_RECEIVED, S.STOPPED, S.DONE, S.RETURNED)
#: The office owes something.
OPEN = tuple(s for s in S if s not in CLOSED)
