"""A channel with settings of its own is used once a test message by just these settings arrived at
a telephone.

The site sends a code, whoever holds the telephone types it back. Other settings, another test.
"""

from __future__ import annotations

import datetime as dt
import secrets

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from forms.errors import Refused
from notifications.channels.interface import TriedChannel
from notifications.models import ChannelTest
from organisations.models import User

DIGITS = 6
TRIES = 5
MINUTES = 30


def begin(channel: TriedChannel, address: str, by: User | None) -> ChannelTest:
    """Send a code there. Raises Refused with a sentence, also where the gateway did not take it."""
    mark = channel.fingerprint()
    if not mark:
        raise Refused(_("Kênh này chưa có cấu hình đọc được: xem manage.py check, docs/deploy.md."))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = ChannelTest.objects.create(
        channel=channel.name, fingerprint=mark, code=make_password(code), by=by
    )
    try:
        channel.send_test(address, code)
    except Refused:
        row.delete()
        raise Refused(_("Nhập số điện thoại di động Việt Nam, ví dụ 0905 123 456.")) from None
    except Exception as error:  # whatever a gateway does: its administrator reads why
        row.delete()
        why = f"{type(error).__name__} {channel.failure(error).code}".strip()
        raise Refused(_("Cổng gửi tin không nhận tin thử: %(why)s.") % {"why": why}) from None
    return row


def confirm(channel: TriedChannel, code: str) -> ChannelTest:
    """The code of the newest test came back. Raises Refused with a sentence."""
    since = timezone.now() - dt.timedelta(minutes=MINUTES)
    rows = ChannelTest.objects.filter(channel=channel.name, fingerprint=channel.fingerprint())
    row = rows.filter(sent_at__gte=since, arrived_at=None).order_by("-pk").first()
    if row is None:
        raise Refused(_("Không có tin thử nào đang chờ; hãy gửi tin thử mới."))
    if not ChannelTest.objects.filter(pk=row.pk, tries__lt=TRIES).update(tries=F("tries") + 1):
        raise Refused(_("Đã nhập sai quá nhiều lần; hãy gửi tin thử mới."))
    if not check_password(code.strip(), row.code):
        raise Refused(_("Mã không đúng."))
    row.arrived_at = timezone.now()
    row.save(update_fields=["arrived_at"])
    return row
