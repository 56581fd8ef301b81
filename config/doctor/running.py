"""What runs, or shall: settings, services, the seal, what is queued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection
from django.utils import timezone

from config import production
from config.doctor.words import MISSING, WRONG, Word
from documents.conversion import libreoffice
from notifications.channels import TRIED
from portal.monitoring import probes
from workflows.models import Effect

QUEUE_SLOW = dt.timedelta(minutes=10)
SEAL_ENDS_SOON = dt.timedelta(days=30)


def ask_settings() -> Iterator[Word]:
    """What refuses the start of web and worker; on a demo only what a demo may not lack."""
    if settings.DEMO:
        says = "Đây là bản dùng thử; những điều kiện của trang thật không được hỏi."
        yield Word("settings", MISSING, says, "PRODUCTION=1")
        return
    for fault in production.settings_faults():
        yield Word("settings", WRONG, fault.vi, fault.mend_vi)
    if not settings.SECOND_FACTOR:
        says = "SECOND_FACTOR=0: cán bộ đăng nhập và ký chỉ bằng mật khẩu."
        yield Word("second_factor", MISSING, says, "bỏ SECOND_FACTOR=0")
    if settings.UPLOADS_WITHOUT_SCANNER:
        says = "UPLOADS_WITHOUT_SCANNER=1: tệp chưa quét vi-rút vẫn mở được."
        yield Word(
            "scanner",
            MISSING,
            says,
            "cài clamav-daemon, ghi CLAMAV_ADDRESS, bỏ UPLOADS_WITHOUT_SCANNER",
        )
    if settings.LETTERS_INTO_FILES:
        says = "LETTERS_INTO_FILES=1: thư thành tệp, không ai nhận được."
        yield Word("mail", MISSING, says, "ghi EMAIL_HOST, bỏ LETTERS_INTO_FILES")
    if settings.CELERY_BROKER_URL.startswith("filesystem:"):
        says = "Hàng đợi là một thư mục: chỉ để dùng thử, một máy."
        yield Word("broker", MISSING, says, "BROKER_URL=redis://127.0.0.1:6379/0")


def ask_database() -> Iterator[Word]:
    """Tables, and what `config.production` asks of the site itself."""
    for fault in production.site_faults():
        yield Word("site", WRONG, fault.vi, fault.mend_vi)
    if connection.vendor == "sqlite" and not settings.DEMO:
        says = "Cơ sở dữ liệu là SQLite: chỉ cho nơi rất nhỏ, một máy."
        yield Word("database", MISSING, says, "DATABASE_URL=postgres://motcua@/motcua")
    if probes.migrations():
        yield Word(
            "migrations", WRONG, "Bảng dữ liệu chưa theo kịp phiên bản này.", "manage.py migrate"
        )


def ask_services() -> Iterator[Word]:
    """Broker, worker, scanner."""
    mends = {
        "broker": "systemctl status redis-server; xem BROKER_URL",
        "worker": "systemctl restart motcua-worker",
        "beat": "systemctl restart motcua-beat",
        "storage": "xem quyền ghi và chỗ trống của MOTCUA_VAR",
        "scanner": "systemctl status clamav-daemon; xem CLAMAV_ADDRESS",
    }
    called = {
        "broker": "Hàng đợi (broker) không trả lời",
        "worker": "Tiến trình worker im lặng: giấy tờ, thư không được làm",
        "beat": "Tiến trình beat im lặng: thời hạn không chạy",
        "storage": "Không ghi được tệp",
        "scanner": "Chương trình quét vi-rút không trả lời",
    }
    said = probes.asked()
    for name, mend in mends.items():
        if said[name] != "ok":
            yield Word(name, WRONG, f"{called[name]} ({said[name]}).", mend)


def ask_seal() -> Iterator[Word]:
    """A seal that is missing is among the settings, unless it is awaited; here whether it opens,
    and how long.
    """
    if (
        settings.SEAL_AWAITED
        and not settings.SEAL_PKCS11_MODULE
        and not Path(settings.SEAL_PKCS12).exists()
    ):
        says = "Con dấu số đang chờ cấp chứng thư: văn bản làm ra chờ đóng dấu."
        yield Word(
            "seal",
            MISSING,
            says,
            "nộp /etc/motcua/seal-request/seal.csr; có chứng thư thì deploy/seal join TỆP",
        )
        return
    mend = "xin cấp chứng thư số mới, ghi SEAL_PKCS12 và SEAL_PASSPHRASE, khởi động lại worker"
    try:
        from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

        left = seal.valid_until() - timezone.now()
    except Exception as error:  # pyHanko and tokens fail in many ways
        yield Word("seal", WRONG, f"Con dấu số không mở được ({type(error).__name__}).", mend)
        return
    if left < dt.timedelta(0):
        yield Word(
            "seal",
            WRONG,
            "Chứng thư của con dấu số đã hết hạn: không văn bản nào được đóng dấu.",
            mend,
        )
    elif left < SEAL_ENDS_SOON:
        yield Word("seal", MISSING, f"Chứng thư của con dấu số còn {left.days} ngày.", mend)


def ask_converter() -> Iterator[Word]:
    """LibreOffice where the site chose it: without its programs no paper is made, without Times a
    different one.
    """
    if settings.DOCUMENT_CONVERTER != "libreoffice":
        return
    for package in libreoffice.lacking():
        state: Literal["wrong", "missing"] = WRONG if package == "libreoffice-writer" else MISSING
        says = (
            f"DOCUMENT_CONVERTER=libreoffice mà máy thiếu {package}: văn bản không làm được hoặc in"
            " bằng phông khác."
        )
        yield Word("converter", state, says, f"apt-get install --no-install-recommends {package}")


def ask_queue() -> Iterator[Word]:
    """Whether work that people wait for stands still."""
    owed = probes.owed()
    if owed["effects_oldest_seconds"] > QUEUE_SLOW.total_seconds():
        minutes = owed["effects_oldest_seconds"] / 60
        says = (
            f"Việc phải làm đang dồn: {owed['effects_pending']:.0f} việc, việc lâu nhất chờ"
            f" {minutes:.0f} phút."
        )
        yield Word(
            "queue", WRONG, says, "xem worker có chạy không, nhật ký của nó, thêm --concurrency"
        )
    dead = Effect.objects.filter(state=Effect.State.DEAD).count()
    if dead:
        yield Word(
            "queue", WRONG, f"{dead} việc đã thôi không thử nữa.", "quản trị, “Việc sau giao dịch”"
        )
    for channel in TRIED.values():
        if channel.fingerprint() and not channel.is_offered():
            says = f"Kênh {channel.label}: có cấu hình, chưa có tin thử đến nơi nên chưa dùng."
            mend = f"manage.py test_channel {channel.name} SỐ; hoặc quản trị, “Tin thử của kênh”"
            yield Word("channels", MISSING, says, mend)
    if failed := int(owed["deliveries_failed"]):
        yield Word("mail", MISSING, f"{failed} thư không gửi được.", "quản trị, “Lượt gửi thư”")
