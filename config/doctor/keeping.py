"""Whether what is kept holds and comes back: journal, backups, trial restores, sums."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator

from django.conf import settings
from django.utils import timezone

from config.doctor.words import MISSING, WRONG, Word
from foundation import environment
from operation import sums
from operation.models import TrialRestore
from portal.monitoring import probes
from workflows.models import Anchor, Entry

BACKUP_OLD = dt.timedelta(hours=2)  # the timer takes one every quarter of an hour
ANCHOR_OLD = dt.timedelta(days=2)
TRIAL_OLD = dt.timedelta(days=31)


def ask_backup() -> Iterator[Word]:
    """The newest finished one in BACKUPS."""
    if settings.DEMO:
        return
    mend = (
        "systemctl enable --now motcua-backup.timer; xem /etc/motcua/backup-environment"
        " (docs/deploy.md)"
    )
    seconds = probes.backup_age()
    if math.isnan(seconds):
        yield Word("backup", MISSING, f"Chưa có bản sao lưu nào trong {settings.BACKUPS}.", mend)
        return
    age = dt.timedelta(seconds=seconds)
    if age > BACKUP_OLD:
        yield Word(
            "backup",
            MISSING,
            f"Bản sao lưu mới nhất đã {age.total_seconds() / 3600:.0f} giờ.",
            mend,
        )


def ask_trial() -> Iterator[Word]:
    """When a backup was last brought back for a try: one that never was counts as none."""
    if settings.DEMO:
        return
    mend = "deploy/trial (motcua-trial.timer làm hằng tuần; xem journalctl -u motcua-trial)"
    last = TrialRestore.objects.first()
    if last is None:
        yield Word("trial", MISSING, "Chưa bản sao lưu nào được khôi phục thử.", mend)
    elif timezone.now() - last.at > TRIAL_OLD:
        says = (
            f"Lần khôi phục thử gần nhất là ngày {timezone.localtime(last.at):%d/%m/%Y}, đã quá một"
            " tháng."
        )
        yield Word("trial", MISSING, says, mend)


def ask_journal() -> Iterator[Word]:
    """What proves the journal against somebody who has the database."""
    if not environment.text("JOURNAL_KEY") and not settings.DEMO:
        says = (
            "JOURNAL_KEY chưa có trong tệp cấu hình: khóa chứng thực nhật ký nằm cùng máy, mất máy"
            " là mất khóa."
        )
        yield Word(
            "journal",
            MISSING,
            says,
            f"JOURNAL_KEY= nội dung của {settings.VAR / 'keys' / 'journal_key'}",
        )
    newest = Anchor.objects.order_by("-number").first()
    if Entry.objects.exists() and (newest is None or newest.at < timezone.now() - ANCHOR_OLD):
        says = "Nhật ký chưa được neo trong hai ngày qua."
        yield Word("journal", MISSING, says, "xem worker và bộ hẹn giờ có chạy không")
    if not settings.ANCHOR_ADDRESSES and not settings.DEMO:
        says = (
            "Neo của nhật ký chưa được gửi ra ngoài: ai chiếm cả máy thì sửa được nhật ký mà không"
            " ai biết."
        )
        yield Word(
            "journal",
            MISSING,
            says,
            "ANCHOR_ADDRESS= thư điện tử của một cơ quan khác, ví dụ thanh tra",
        )


def ask_sums() -> Iterator[Word]:
    """Whether every file and every chain is what it was."""
    for fault in sums.faults():
        yield Word(
            "sums",
            WRONG,
            f"Dữ liệu không khớp: {fault}",
            "manage.py check_site; khôi phục bản sao lưu nếu mất",
        )
