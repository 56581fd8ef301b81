"""What a production start refuses: conveniences of the embedded default that would be holes on a
real site.

`PRODUCTION=1` makes web and worker stop with the list, and `manage.py check` show it; `manage.py
check --deploy` shows it on any site, and asks the database and the clock too. Each line says what
is wrong and how to mend it.
"""

from __future__ import annotations

import datetime as dt
import urllib.request
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.serialization import pkcs12
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.http.request import validate_host

from foundation import environment
from portal.account.provider import configured


class Fault(str):
    """A fault in one English line, as the start and `manage.py check` print it; `doctor` says it in
    Vietnamese.
    """

    vi: str
    mend_vi: str

    def __new__(cls, line: str, vi: str, mend_vi: str) -> Fault:
        made = super().__new__(cls, line)
        made.vi, made.mend_vi = vi, mend_vi
        return made


# a time limit is counted in hours, a seal carries its minute
CLOCK_MAY_BE_OFF = dt.timedelta(minutes=2)
DIFFERENT_LETTERS = 8  # fewer in a key of 32 or more, and it was typed and not made
WAL, FULL = "wal", 2  # SQLite: readers beside a writer, and a commit that is on the disk


def refuse_unsafe_start() -> None:
    """Raise ImproperlyConfigured with every fault, one a line, when this is a production site that
    has any.
    """
    if environment.flag("PRODUCTION", False) and (found := [*settings_faults(), *site_faults()]):
        raise ImproperlyConfigured("PRODUCTION=1 but\n  " + "\n  ".join(found))


def faults() -> list[Fault]:
    """What is wrong with the settings of a production site; nothing on any other."""
    return list(settings_faults()) if environment.flag("PRODUCTION", False) else []


def settings_faults() -> Iterator[Fault]:
    """What the environment says that a public site must not be."""
    yield from _demo_faults()
    yield from _key_faults()
    yield from _address_faults()
    yield from _seal_faults()
    if not settings.CLAMAV_ADDRESS and not settings.UPLOADS_WITHOUT_SCANNER:
        yield Fault(
            "CLAMAV_ADDRESS names no virus scanner: nobody could open an upload. Mend: apt-get"
            " install clamav-daemon, CLAMAV_ADDRESS=/run/clamav/clamd.ctl"
            " (UPLOADS_WITHOUT_SCANNER=1: the risk)",
            "Chưa có chương trình quét vi-rút: không ai mở được tệp đính kèm.",
            "apt-get install clamav-daemon, rồi ghi CLAMAV_ADDRESS=/run/clamav/clamd.ctl",
        )
    if not environment.text("EMAIL_HOST") and not settings.LETTERS_INTO_FILES:
        yield Fault(
            "EMAIL_HOST names no mail server: letters would become files and count as sent. Mend:"
            " EMAIL_HOST=… and DEFAULT_FROM_EMAIL (LETTERS_INTO_FILES=1: nobody gets a letter)",
            "Chưa có máy chủ thư: thư cho người dân thành tệp trên máy mà vẫn tính là đã gửi.",
            "ghi EMAIL_HOST, DEFAULT_FROM_EMAIL, rồi thử bằng manage.py doctor --letter ĐỊA_CHỈ",
        )
    yield from _payment_faults()
    yield from _channel_faults()
    yield from _provider_faults()


def _demo_faults() -> Iterator[Fault]:
    if settings.DEMO:
        yield Fault(
            "DEMO is on: anybody could sign in as anybody. Mend: PRODUCTION=1, without DEMO",
            "Đang ở chế độ dùng thử: ai cũng đăng nhập được bằng tên bất kỳ ai.",
            "ghi PRODUCTION=1, bỏ DEMO",
        )
    if settings.DEBUG:
        yield Fault(
            "DEBUG is on: error pages would show settings and personal data. Mend: take DEBUG away",
            "DEBUG đang bật: trang báo lỗi làm lộ cấu hình và dữ liệu cá nhân.",
            "bỏ DEBUG",
        )


def _key_faults() -> Iterator[Fault]:
    wanted = {"SECRET_KEY": (50, 60), "FIELD_KEY": (32, 45), "INDEX_KEY": (32, 45)}
    given = {name: environment.text(name) for name in wanted}
    for name, (least, made) in wanted.items():
        mend = f"{name}=$(openssl rand -base64 {made} | tr -d '\\n')"
        if len(given[name]) < least:
            what = "" if name == "SECRET_KEY" else " (encrypts personal data)"
            yield Fault(
                f"{name}{what} is not set, or shorter than {least} characters. Mend: {mend}",
                f"{name} chưa có hoặc ngắn hơn {least} ký tự.",
                mend,
            )
        elif any(len(set(key.strip())) < DIFFERENT_LETTERS for key in given[name].split(",")):
            yield Fault(
                f"{name} repeats a few letters: it can be guessed. Mend: {mend}",
                f"{name} chỉ gồm vài ký tự lặp lại: đoán được.",
                mend,
            )
    # may be kept in the site's folder: the doctor warns
    given["JOURNAL_KEY"] = environment.text("JOURNAL_KEY")
    keys = [key.strip() for value in given.values() for key in value.split(",") if key.strip()]
    if len(set(keys)) < len(keys):
        yield Fault(
            "SECRET_KEY, FIELD_KEY, INDEX_KEY and JOURNAL_KEY share a key: whoever learns one has"
            " all. Mend: a key of its own each",
            "Một khóa được dùng cho nhiều việc: lộ một là lộ hết.",
            "tạo khóa riêng cho SECRET_KEY, FIELD_KEY, INDEX_KEY, JOURNAL_KEY (khóa cũ của"
            " FIELD_KEY để lại sau dấu phẩy, rồi chạy manage.py rotate_field_keys)",
        )


def _address_faults() -> Iterator[Fault]:
    if not settings.ALLOWED_HOSTS or "*" in settings.ALLOWED_HOSTS:
        yield Fault(
            "ALLOWED_HOSTS does not name the site's hosts. Mend: ALLOWED_HOSTS=motcua.example",
            "ALLOWED_HOSTS chưa ghi tên miền của trang.",
            "ALLOWED_HOSTS=motcua.example",
        )
    address = urlsplit(settings.SITE_URL)
    if address.scheme != "https":
        yield Fault(
            "SITE_URL, printed in every QR code, is not an https address. Mend:"
            " SITE_URL=https://motcua.example",
            "SITE_URL, được in trong mọi mã QR, không phải địa chỉ https.",
            "SITE_URL=https://motcua.example",
        )
    elif settings.ALLOWED_HOSTS and not validate_host(
        address.hostname or "", settings.ALLOWED_HOSTS
    ):
        yield Fault(
            f"SITE_URL is of {address.hostname}, which ALLOWED_HOSTS does not name: what is printed"
            " would lead to a refusal for ever. Mend: the same name in both",
            f"SITE_URL mang tên miền {address.hostname} mà ALLOWED_HOSTS không có: mã QR in ra"
            " không mở được.",
            "ghi cùng một tên miền ở cả hai",
        )


def _seal_faults() -> Iterator[Fault]:
    """A file that is not there or does not open; a token that is away, or an expired seal, stops no
    filing.

    One that is awaited, as the settings say, may be missing; `doctor` goes on asking for it.
    """
    path = Path(settings.SEAL_PKCS12)
    if settings.SEAL_PKCS11_MODULE or (settings.SEAL_AWAITED and not path.exists()):
        return
    if path.name == "demo-seal.p12":
        yield Fault(
            "SEAL_PKCS12 or SEAL_PKCS11_MODULE does not name the authority's own seal. Mend:"
            " docs/administrator.md",
            "Chưa có con dấu số của cơ quan.",
            "ghi SEAL_PKCS12, SEAL_PASSPHRASE hoặc SEAL_PKCS11_MODULE (docs/administrator.md)",
        )
    elif (why := _unopened(path)) is not None:
        yield Fault(
            f"SEAL_PKCS12 {why}: nothing could be sealed. Mend: the file's path, its owner"
            " (root:motcua, 640), SEAL_PASSPHRASE",
            "Tệp con dấu số không có hoặc không mở được bằng SEAL_PASSPHRASE.",
            "xem lại SEAL_PKCS12, SEAL_PASSPHRASE, chủ của tệp (chown root:motcua, chmod 640)",
        )


def _unopened(path: Path) -> str | None:
    """Why the seal's file cannot be used; None when it opens."""
    try:
        pkcs12.load_key_and_certificates(path.read_bytes(), settings.SEAL_PASSPHRASE.encode())
    except OSError as error:
        return f"cannot be read ({error.strerror})"
    except ValueError:
        return "does not open with SEAL_PASSPHRASE"
    return None


def _payment_faults() -> Iterator[Fault]:
    """What the gateways of payments say of their own settings."""
    from payments.gateways import GATEWAYS  # late: settings are checked before the apps are there

    for gateway in GATEWAYS.values():
        yield from (Fault(*fault) for fault in gateway.faults())


def _channel_faults() -> Iterator[Fault]:
    """What the ways to reach people say of their own settings."""
    # late: settings are checked before the apps are there
    from notifications import quiet_hours
    from notifications.channels import CHANNELS

    try:
        quiet_hours.hours()
    except ValueError:
        yield Fault(
            "QUIET_HOURS is not two times such as 21:00-07:00. Mend: write them so",
            "QUIET_HOURS không phải hai giờ như 21:00-07:00.",
            "QUIET_HOURS=21:00-07:00",
        )
    if bool(settings.BOUNCE_ADDRESS) != bool(environment.text("BOUNCE_MAILBOX")):
        yield Fault(
            "BOUNCE_ADDRESS and BOUNCE_MAILBOX go together. Mend: both, or none (docs/deploy.md)",
            "BOUNCE_ADDRESS và BOUNCE_MAILBOX phải đi cùng nhau.",
            "ghi cả hai, hoặc bỏ cả hai (docs/deploy.md)",
        )
    for channel in CHANNELS.values():
        yield from (Fault(*fault) for fault in channel.faults())


def _provider_faults() -> Iterator[Fault]:
    """Identity providers that are named and cannot be offered."""
    for slug, said in settings.IDENTITY_PROVIDERS.items():
        for name, vi in configured.faults(configured.Provider(slug=slug, **said)):
            variable = f"OIDC_{slug.upper().replace('-', '_')}_{name}"
            yield Fault(
                f"{variable}: the identity provider {slug} is not offered",
                vi,
                f"Sửa {variable}, hoặc bỏ {slug} khỏi OIDC_PROVIDERS.",
            )


def site_faults() -> Iterator[Fault]:
    """What the database and the clock say; a database that is away is not this check's business."""
    try:
        yield from account_faults()
        yield from _database_faults()
    except DatabaseError:
        return
    yield from _clock_faults()


def account_faults() -> list[Fault]:
    """People who could sign in to a public site with one click."""
    from organisations.models import User

    if not User.objects.filter(is_demo=True, is_active=True).exists():
        return []
    return [
        Fault(
            "demo people can sign in. Mend: python manage.py close_demo_accounts",
            "Người của bản dùng thử vẫn đăng nhập được.",
            "python manage.py close_demo_accounts",
        )
    ]


def authority_faults() -> list[Fault]:
    """Authorities whose names and codes nobody of the site has confirmed: papers and codes of
    dossiers print them.
    """
    from organisations.models import Authority

    try:
        names = list(
            Authority.objects.filter(confirmed=False, valid_to=None).values_list("name", flat=True)
        )
    except DatabaseError:
        return []
    mend_vi = (
        "quản trị, “Cơ quan”: sửa theo văn bản, đánh dấu “đã xác nhận”; hoặc manage.py"
        " import_authorities TỆP"
    )
    return [
        Fault(
            f"{name} is not confirmed: its code and address may be provisional. Mend: in the"
            " administration, or manage.py import_authorities FILE",
            f"{name} chưa xác nhận: mã định danh, địa chỉ có thể chỉ là tạm.",
            mend_vi,
        )
        for name in names
    ]


def _database_faults() -> Iterator[Fault]:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        synchronous = cursor.execute("PRAGMA synchronous").fetchone()[0]
    immediate = connection.settings_dict["OPTIONS"].get("transaction_mode") == "IMMEDIATE"
    if journal != WAL or synchronous != FULL or not immediate:
        yield Fault(
            f"SQLite runs with journal_mode={journal}, synchronous={synchronous}, transactions that"
            f" begin {'IMMEDIATE' if immediate else 'DEFERRED'}: acts could fail or be lost. Mend:"
            " leave the database's options as config/settings.py sets them, on a local disk",
            "SQLite chạy ở chế độ có thể làm mất việc đã ghi.",
            "giữ nguyên cấu hình cơ sở dữ liệu của config/settings.py, trên đĩa của chính máy này",
        )


def _clock_faults() -> Iterator[Fault]:
    for source, moment in _other_clocks():
        off = abs(dt.datetime.now(dt.UTC) - moment)
        if off > CLOCK_MAY_BE_OFF:
            minutes = round(off.total_seconds() / 60)
            yield Fault(
                f"the clock differs from {source} by {minutes} minutes. Mend: run chrony or"
                " systemd-timesyncd",
                f"Đồng hồ của máy lệch {minutes} phút.",
                "chạy chrony hoặc systemd-timesyncd",
            )


def _other_clocks() -> Iterator[tuple[str, dt.datetime]]:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            yield "the database's", cursor.fetchone()[0]
    source = environment.text("TIME_SOURCE")
    if urlsplit(source).scheme not in ("http", "https"):
        return
    try:
        request = urllib.request.Request(source, method="HEAD")  # noqa: S310 - an administrator's own setting
        with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
            yield f"{urlsplit(source).hostname}'s", parsedate_to_datetime(answer.headers["Date"])
    except (OSError, TypeError, ValueError):
        return  # no answer is no proof


@checks.register(checks.Tags.security)
def production_is_safe(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """A production site's list for `manage.py check` (settings only: a check must not need the
    database).
    """
    return [checks.Error(fault, id="motcua.E001") for fault in faults()]


@checks.register(checks.Tags.security, deploy=True)
def deployment_is_safe(app_configs: Any, **options: Any) -> list[checks.CheckMessage]:
    """The whole list for `manage.py check --deploy`, whatever the site calls itself."""
    found = [*([] if faults() else settings_faults()), *site_faults()]
    errors = [checks.Error(fault, id="motcua.E002") for fault in found]
    return [*errors, *(checks.Warning(fault, id="motcua.W001") for fault in authority_faults())]
