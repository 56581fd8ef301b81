"""Sending what is owed to the owner of an account (`notifications.owed_letters`), by e-mail or SMS.

The row names a person and a kind. Text, address and link are made when the letter leaves, so that
no link that opens an account lies in the database, in the broker or in a log.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import QuerySet

from foundation import broker
from notifications import owed_letters
from notifications.channels import sms
from notifications.owed_letters import NotToBeSent
from organisations.account_models import AccountLetter
from organisations.accounts import password_links, sign_in_links
from organisations.accounts.letters import letter_owed

TASK = "notifications.tasks.send_account_letter"
Kind = AccountLetter.Kind
#: A contact that the account has no longer is kept until it was told, and no longer.
CONTACT = ("address", "number")
#: What a text may say of an account: no name, no user name; one segment.
TEXTS = {
    Kind.OWN_CONTACT: "so dien thoai cua tai khoan da doi. Khong phai ban? Bao ngay cho co quan.",
    Kind.NAME_CHANGED: "ho ten, ngay sinh tai khoan da doi. Khong phai ban? Bao co quan.",
    Kind.CLOSED_BY_OWNER: "tai khoan da dong theo yeu cau. Khong phai ban? Bao ngay cho co quan.",
    Kind.SIGNED_IN_BY_CODE: "tai khoan vua duoc mo bang ma. Khong phai ban? Bao ngay cho co quan.",
    Kind.PASSKEY_ADDED: "tai khoan co them khoa truy cap. Khong phai ban? Bao ngay cho co quan.",
    Kind.PASSKEY_REMOVED: "tai khoan da bo mot khoa truy cap. Khong phai ban? Bao co quan.",
    Kind.PROVIDER_LINKED: "tai khoan vua noi voi tai khoan dinh danh. Khong phai ban? Bao co quan.",
    Kind.PROVIDER_UNLINKED: "tai khoan da bo noi dinh danh. Khong phai ban? Bao ngay cho co quan.",
    Kind.PROVIDER_CLAIMED: "co nguoi dua dinh danh khac toi tai khoan cua ban. Hay bao co quan.",
    Kind.INVITATION_TRIED: "co nguoi mo loi moi cua ban ma khong co ma, chua xem duoc gi.",
    Kind.MANDATE_ANSWERED: "nguoi uy quyen da tra loi. Xem o Tai khoan, Nop thay nguoi khac.",
    Kind.MANDATE_ENDED: "mot uy quyen da cham dut. Xem o Tai khoan, Nop thay nguoi khac.",
    Kind.APPOINTMENT_SOON: "ban co hen tai quay trong 24 gio toi. Xem o trang Lich hen.",
    Kind.PLACE_CANCELLED: "co quan da huy mot lich hen cua ban. Xem o trang Lich hen.",
    Kind.QUESTION_ANSWERED: "co quan da tra loi cau hoi. Xem o trang Cau hoi cua toi.",
    Kind.CO_SIGNED: "nguoi thu hai da xac nhan. Hay vao Ho so cua toi de nop.",
    Kind.CO_SIGN_DECLINED: "nguoi thu hai khong xac nhan. Xem ly do o Ho so cua toi.",
    Kind.READER_CAME: "nguoi ban moi da mo xem ho so. Xem o Ho so cua toi.",
    Kind.READER_LEFT: "nguoi ban moi thoi xem ho so. Xem o Ho so cua toi.",
    Kind.READING_ENDED: "loi moi xem ho so da cham dut, duong dan khong mo duoc nua.",
    Kind.PASSWORD_CHANGED: "mat khau tai khoan da doi. Khong phai ban? Bao ngay cho co quan.",
}


def listen() -> None:
    """Ring the worker for each letter; called once, when the app is ready."""
    letter_owed.connect(_ring, dispatch_uid="account letters")


def sweep(limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    return owed_letters.sweep(_rows(), attempt, limit)


def attempt(pk: int) -> bool:
    """Send the letter if it is owed and free; True when it was sent now."""
    return owed_letters.attempt(_rows(), pk, _send, forgets=CONTACT)


def _rows() -> QuerySet[AccountLetter]:
    right = ("person", "role", "authority", "asked_by", "decided_by")
    return AccountLetter.objects.select_related("person", *(f"right__{name}" for name in right))


def _ring(sender: Any, pk: int, **more: Any) -> None:
    broker.ring(TASK, [pk])


def _send(letter: AccountLetter) -> None:
    if letter.number:
        _text(letter)
        return
    try:
        _mail(letter).send()
    except password_links.LinkIsDead:  # the account was closed meanwhile
        raise NotToBeSent("closed") from None
    except password_links.NewAddress:
        raise NotToBeSent("new address") from None


def _text(letter: AccountLetter) -> None:
    """A line to the number; what it has no line for is told by e-mail alone."""
    said = TEXTS.get(Kind(letter.kind))
    if said is None:
        raise NotToBeSent("no text")
    owed_letters.text(letter.number, f"{sms.site()}: {said}")


def _mail(letter: AccountLetter) -> EmailMessage:
    said: dict[str, Any] = {"person": letter.person, "right": letter.right}
    said["days"] = settings.NEW_ADDRESS_DAYS
    hours = settings.PASSWORD_RESET_TIMEOUT // 3600
    if letter.kind in (Kind.PASSWORD_LINK, Kind.OFFICER_INVITED):
        said |= {"link": password_links.mailed_link_of(letter.person), "hours": hours}
    if letter.kind == Kind.SIGN_IN_LINK:
        said |= {"link": sign_in_links.sign_in_link_of(letter.person), "hours": hours}
    template = f"notifications/account/{letter.kind.lower()}.txt"
    number = f"{letter.created_at:%y%m%d%H%M%S%f}.{letter.pk}"
    return owed_letters.mail(template, said, letter.address or letter.person.email, number)
