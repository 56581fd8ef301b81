"""What the site keeps of an account: what its owner stated, how they get in, where they are signed
in, what they were told of it, and who looked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone

from appointments.models import Appointment
from notifications import choices
from notifications.channels import label_of, sent_and_offered
from notifications.models import Message
from organisations.account_models import AccountLetter
from organisations.accounts import contacts, provider_accounts
from organisations.calendar.working_time import local
from organisations.models import User
from portal.models import OwnSession, Passkey
from privacy.models import ReadEntry
from workflows.models import Dossier

LOOKED_AT = {"file": "Giấy tờ", "document": "Văn bản", "admin": "Trang quản trị"}


def account(person: User) -> dict[str, str]:
    """Label and value of each fact."""
    offered = [channel.name for channel in sent_and_offered()]
    proved = [
        one.value for one in contacts.of_person(person) if contacts.is_proved(person, one.kind)
    ]
    return {
        "Tên đăng nhập": person.username,
        "Họ và tên": person.full_name,
        "Ngày sinh": f"{person.birth_date:%d/%m/%Y}" if person.birth_date else "",
        "Số định danh": person.identity_number,
        "Điện thoại": person.phone,
        "Thư điện tử": person.email,
        "Liên hệ đã xác minh": ", ".join(proved),
        "Cách nhận tin": ", ".join(map(label_of, choices.order_of(person, offered))),
        "Lập tài khoản": said(person.date_joined),
        "Đăng nhập gần nhất": said(person.last_login) if person.last_login else "",
    }


def appointments(person: User) -> list[dict[str, str]]:
    """When they come, or came, to which counter."""
    rows = Appointment.objects.filter(person=person).select_related("authority")
    return [
        {"at": said(one.starts_at), "office": one.authority.name, "state": one.get_state_display()}
        for one in rows
    ]


def passkeys(person: User) -> list[dict[str, str]]:
    """On which devices, and when they were used."""
    return [
        {
            "device": row.device,
            "made": said(row.created_at),
            "used": said(row.used_at) if row.used_at else "",
        }
        for row in Passkey.objects.filter(user=person).order_by("pk")
    ]


def providers(person: User) -> list[dict[str, str]]:
    """Accounts over there that open this one, and what was stated by them."""
    return [
        {
            "name": row.provider,
            "level": row.level,
            "linked": said(row.linked_at),
            "used": said(row.used_at),
            "facts": ", ".join(f"{part}: {text}" for part, text in row.facts.items()),
        }
        for row in provider_accounts.of(person)
    ]


def sessions(person: User) -> list[dict[str, str]]:
    """Where they are signed in."""
    return [
        {
            "device": row.device,
            "place": row.place,
            "from": said(row.began_at),
            "to": said(row.seen_at),
        }
        for row in OwnSession.objects.filter(user=person).order_by("pk")
    ]


def letters(person: User) -> list[dict[str, str]]:
    """What they were told of their account, and whether it left."""
    return [
        {
            "at": said(row.created_at),
            "about": str(row.get_kind_display()),
            "sent": said(row.sent_at) if row.sent_at else str(row.get_state_display()),
        }
        for row in AccountLetter.objects.filter(person=person).order_by("pk")
    ]


def messages(person: User) -> list[dict[str, str]]:
    """What was written to them about dossiers, by each way."""
    rows = Message.objects.filter(recipient=person).order_by("pk")
    return [
        {
            "at": said(row.created_at),
            "by": str(label_of(row.channel)),
            "subject": row.subject,
            "body": row.body,
        }
        for row in rows
    ]


def looks(person: User, dossiers: Iterable[Dossier]) -> list[dict[str, str]]:
    """Other people's looks at these dossiers and at the account's own facts."""
    codes = {one.pk: one.code for one in dossiers}
    rows = ReadEntry.objects.filter(dossier__in=codes)
    if person.identity_index:
        rows |= ReadEntry.objects.filter(subject=person.identity_index)
    return [
        {
            "at": said(row.at),
            "by": row.reader_name,
            "what": LOOKED_AT.get(row.what.partition(" ")[0], "Trang hồ sơ"),
            "dossier": codes.get(row.dossier_id or 0, ""),
        }
        for row in rows.exclude(reader=person).order_by("at", "pk")
    ]


def said(at: Any) -> str:
    """A moment on the clocks of people."""
    return f"{local(at):%H:%M %d/%m/%Y}"


def now_said() -> str:
    """This moment."""
    return said(timezone.now())
