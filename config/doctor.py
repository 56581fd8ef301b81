"""What is wrong with a site, and what is merely missing, all at once, each with its mend:
`manage.py doctor`.

What makes a site wrong is what `config.production` refuses the start for, and what stops work that
people wait for. What is missing lets it run on. Everything is read, nothing written; a question
that cannot be asked (tables of an older release, a database that is away) is said to be so.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import override

from config import production
from documents.conversion import libreoffice
from documents.models import Template
from documents.word_templates import templates, trial
from foundation import environment
from notifications.channels import TRIED
from operation import sums
from operation.models import TrialRestore
from organisations import roles, seed
from organisations.calendar import known_days
from organisations.models import Authority, RoleAssignment
from portal.account.provider import soundness
from portal.monitoring import probes
from workflows.definition import Definition
from workflows.models import Anchor, Effect, Entry, Procedure
from workflows.published import definition_of

State = Literal["wrong", "missing"]
WRONG: State = "wrong"
MISSING: State = "missing"
BACKUP_OLD = dt.timedelta(hours=2)  # the timer takes one every quarter of an hour
ANCHOR_OLD = dt.timedelta(days=2)
TRIAL_OLD = dt.timedelta(days=31)
QUEUE_SLOW = dt.timedelta(minutes=10)
SEAL_ENDS_SOON = dt.timedelta(days=30)


@dataclass(frozen=True)
class Word:
    """One thing found: what it is about, how bad, what it says, and how to mend it (Vietnamese)."""

    about: str
    state: State
    says: str
    mend: str


def examined(long: bool = False) -> list[Word]:
    """Everything that can be said about this site, the wrong things first; `long`: the sums too."""
    questions = {**QUESTIONS, **(LONG if long else {})}
    with override("vi"):
        words = [word for about, question in questions.items() for word in _asked(about, question)]
    return sorted(words, key=lambda word: word.state != WRONG)


def asked(about: str) -> list[Word]:
    """What one of the questions says, in Vietnamese."""
    with override("vi"):
        return _asked(about, QUESTIONS[about])


def _asked(about: str, question: Callable[[], Iterable[Word]]) -> list[Word]:
    try:
        # a question that fails leaves the next one a connection that works
        with transaction.atomic():
            return list(question())
    except Exception as error:  # whatever a service that is away, or an older table, does
        says = f"Không hỏi được: {about} ({type(error).__name__})."
        return [
            Word(about, MISSING, says, "xem cơ sở dữ liệu có chạy không, rồi manage.py migrate")
        ]


def _settings() -> Iterator[Word]:
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


def _database() -> Iterator[Word]:
    for fault in production.site_faults():
        yield Word("site", WRONG, fault.vi, fault.mend_vi)
    if connection.vendor == "sqlite" and not settings.DEMO:
        says = "Cơ sở dữ liệu là SQLite: chỉ cho nơi rất nhỏ, một máy."
        yield Word("database", MISSING, says, "DATABASE_URL=postgres://motcua@/motcua")
    if probes.migrations():
        yield Word(
            "migrations", WRONG, "Bảng dữ liệu chưa theo kịp phiên bản này.", "manage.py migrate"
        )


def _services() -> Iterator[Word]:
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


def _seal() -> Iterator[Word]:
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


def _converter() -> Iterator[Word]:
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


def _calendar() -> Iterator[Word]:
    if said := known_days.warning():
        yield Word("calendar", MISSING, said, "quản trị, “Ngày nghỉ, ngày làm bù”")


def _templates() -> Iterator[Word]:
    """The newest of each Word template, in the trial run that an upload goes through."""
    seen: set[str] = set()
    for template in Template.objects.order_by("name", "-version"):
        if template.name in seen:
            continue
        seen.add(template.name)
        try:
            trial.check(bytes(template.docx))
        except templates.TemplateFaulty as fault:
            says = f"Mẫu văn bản {template.name} không qua được bước thử: {fault}"
            yield Word(
                "template", WRONG, says, "sửa tệp Word, tải lên lại trong quản trị, “Mẫu văn bản”"
            )


def _backup() -> Iterator[Word]:
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


def _trial() -> Iterator[Word]:
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


def _queue() -> Iterator[Word]:
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


def _definitions() -> list[Definition]:
    found = [procedure.current for procedure in Procedure.objects.filter(open=True)]
    return [definition_of(version) for version in found if version]


def _people() -> Iterator[Word]:
    """Authorities that procedures name and nobody works at; steps that nobody may do."""
    known = {one.slug: one for one in Authority.objects.filter(valid_to__isnull=True)}
    staffed = set(
        RoleAssignment.objects.filter(user__is_active=True).values_list("authority_id", flat=True)
    )
    empty: dict[str, Authority] = {}
    for definition in _definitions():
        named = {definition.authority.decides, *definition.authority.receives}
        empty |= {
            slug: known[slug] for slug in named if slug in known and known[slug].pk not in staffed
        }
        yield from _undecided(definition, known)
    for authority in empty.values():
        says = f"{authority.name} chưa có người nào mà thủ tục giao việc cho."
        yield Word("people", MISSING, says, "quản trị: tạo tài khoản, “Phân công vai trò”")


def _undecided(definition: Definition, known: dict[str, Authority]) -> Iterator[Word]:
    places = {
        "receiving": definition.authority.receives[0],
        "deciding": definition.authority.decides,
    }
    lacking = []
    for step in definition.steps:
        authority = known.get(places.get(step.at, step.at))
        if step.role and authority and not roles.present(step.role, authority.pk, definition.slug):
            lacking.append(f"{step.role} ở {authority.name}")
    if lacking:
        says = (
            f"Thủ tục {definition.code} không ai làm được hết: thiếu"
            f" {'; '.join(dict.fromkeys(lacking))}."
        )
        yield Word(
            "procedure", MISSING, says, "quản trị, “Phân công vai trò”; hoặc bỏ “đang nhận hồ sơ”"
        )


def _journal() -> Iterator[Word]:
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


def _contacts() -> Iterator[Word]:
    """Telephones and addresses that earlier releases invented; slips print them."""
    if settings.DEMO:
        return
    invented = {(one.slug, one.phone) for one in seed.AUTHORITIES} | {
        (one.slug, one.email) for one in seed.AUTHORITIES
    }
    if not Authority.objects.exists():
        mend = (
            "quản trị, “Cơ quan”; hoặc manage.py import_authorities TỆP, rồi manage.py"
            " publish_procedures"
        )
        yield Word("authorities", MISSING, "Chưa có cơ quan nào.", mend)
    for fault in production.authority_faults():
        yield Word("authorities", MISSING, fault.vi, fault.mend_vi)
    for authority in Authority.objects.filter(valid_to__isnull=True):
        if {(authority.slug, authority.phone), (authority.slug, authority.email)} & invented:
            says = (
                f"{authority.name} mang số điện thoại hoặc thư điện tử bịa của bản cài đặt; phiếu"
                " hẹn in ra chúng."
            )
            yield Word("contacts", MISSING, says, "quản trị, “Cơ quan”: ghi số thật, hoặc xóa")
        elif not authority.phone and authority.kind != Authority.Kind.SCHOOL:
            says = f"{authority.name} chưa có số điện thoại; phiếu hẹn để trống."
            yield Word("contacts", MISSING, says, "quản trị, “Cơ quan”")


def _providers() -> Iterator[Word]:
    for says, mend in soundness.complaints(_definitions()):
        yield Word("providers", MISSING, says, mend)


def _sums() -> Iterator[Word]:
    for fault in sums.faults():
        yield Word(
            "sums",
            WRONG,
            f"Dữ liệu không khớp: {fault}",
            "manage.py check_site; khôi phục bản sao lưu nếu mất",
        )


QUESTIONS: dict[str, Callable[[], Iterable[Word]]] = {
    "settings": _settings,
    "database": _database,
    "services": _services,
    "seal": _seal,
    "converter": _converter,
    "calendar": _calendar,
    "templates": _templates,
    "journal": _journal,
    "backup": _backup,
    "trial": _trial,
    "queue": _queue,
    "people": _people,
    "contacts": _contacts,
    "providers": _providers,
}
#: Reads every document and every entry of the journal, so only when asked.
LONG: dict[str, Callable[[], Iterable[Word]]] = {"sums": _sums}
