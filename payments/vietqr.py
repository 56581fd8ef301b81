"""VietQR: the text in the QR code of a bank transfer (NAPAS, on EMVCo's merchant-presented QR,
QRCPS-MPM 1.1).

A text is a row of fields: two digits of id, two of length in characters, the value; the last is a
CRC over everything before its own value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

NAPAS = "A000000727"
TO_ACCOUNT = "QRIBFTTA"
DONG = "704"  # ISO 4217
STATIC, DYNAMIC = "11", "12"  # for many payments, for one
CRC_FIELD = "6304"


class NotVietQR(ValueError):
    """The text is damaged or is no VietQR."""


@dataclass(frozen=True)
class Transfer:
    """What a VietQR asks for; amount in đồng, None where the payer chooses."""

    bin: str
    account: str
    amount: int | None = None
    purpose: str = ""


def build(transfer: Transfer) -> str:
    """The text of the code. Raises ValueError for what does not fit a field, or is not ASCII."""
    account = _fields({"00": transfer.bin, "01": transfer.account})
    fields = {
        "00": "01",
        "01": STATIC if transfer.amount is None else DYNAMIC,
        "38": _fields({"00": NAPAS, "01": account, "02": TO_ACCOUNT}),
        "53": DONG,
        "54": "" if transfer.amount is None else str(transfer.amount),
        "58": "VN",
        "62": _fields({"08": transfer.purpose}),
    }
    text = _fields(fields) + CRC_FIELD
    if not text.isascii():
        raise ValueError("a VietQR holds ASCII only: lengths count characters")
    return f"{text}{crc(text):04X}"


def parse(text: str) -> Transfer:
    """What the code asks for; raises NotVietQR when it is damaged, or asks for something else."""
    if len(text) < 8 or text[-8:-4] != CRC_FIELD or text[-4:] != f"{crc(text[:-4]):04X}":
        raise NotVietQR("the check sum is wrong")
    fields = _read(text)
    napas = _read(fields.get("38", ""))
    account = _read(napas.get("01", ""))
    if napas.get("00") != NAPAS or napas.get("02") != TO_ACCOUNT or fields.get("53") != DONG:
        raise NotVietQR("no transfer of đồng to an account")
    amount, purpose = fields.get("54", ""), _read(fields.get("62", "")).get("08", "")
    if amount and not amount.isdecimal():
        raise NotVietQR("the amount is no number of đồng")
    return Transfer(
        account.get("00", ""), account.get("01", ""), int(amount) if amount else None, purpose
    )


def crc(text: str) -> int:
    """CRC-16/CCITT-FALSE: polynomial 1021, begun with FFFF."""
    value = 0xFFFF
    for byte in text.encode():
        value ^= byte << 8
        for _bit in range(8):
            value = (value << 1 ^ 0x1021 if value & 0x8000 else value << 1) & 0xFFFF
    return value


def _fields(values: Mapping[str, str]) -> str:
    if any(len(value) > 99 for value in values.values()):
        raise ValueError("a field holds at most 99 characters")
    return "".join(f"{name}{len(value):02d}{value}" for name, value in values.items() if value)


def _read(text: str) -> dict[str, str]:
    found, rest = {}, text
    while rest:
        name, length = rest[:2], rest[2:4]
        if (
            not (name.isdecimal() and length.isdecimal())
            or len(rest) < 4 + int(length)
            or name in found
        ):
            raise NotVietQR("a field is cut off or stands twice")
        found[name], rest = rest[4 : 4 + int(length)], rest[4 + int(length) :]
    return found
