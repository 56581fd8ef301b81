"""Whatever comes as a statement, a VietQR code or a gateway's message is read, or refused in its
own way.
"""

from __future__ import annotations

import io
import random
import tempfile
import zipfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from foundation import spreadsheets
from payments import statements, vietqr
from payments.gateways import vnpay

HEADER = "Ngày giao dịch,Số tiền ghi có,Nội dung,Số giao dịch\n"
TRANSFER = vietqr.Transfer("970436", "0011001234567", 250_000, "LE PHI 123")
SIGNS = st.text(alphabet='0123456789./-:, TđVND+()"\n\x00é\u0660Ⅷ', max_size=40)


def lines_of(name: str, content: bytes) -> list[statements.Line | statements.Faulty]:
    """What is read of a file with this content; nothing where it is refused as a whole."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        try:
            return list(statements._lines(path))
        except spreadsheets.UnreadableFile:
            return []


def sound(line: statements.Line | statements.Faulty) -> bool:
    return isinstance(line, statements.Faulty) or 0 < line.amount < 2**63


@given(st.lists(st.tuples(SIGNS, SIGNS, st.text(max_size=20), SIGNS), max_size=6))
def test_any_cells_of_a_statement(rows: list[tuple[str, ...]]) -> None:
    text = HEADER + "\n".join(
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows
    )
    assert all(map(sound, lines_of("a.csv", text.encode("utf-8", "replace"))))


@given(st.binary(max_size=300))
def test_any_bytes_called_a_statement(content: bytes) -> None:
    for name in ("a.csv", "a.xlsx"):
        assert all(
            map(sound, lines_of(name, HEADER.encode() + content if name == "a.csv" else content))
        )


def a_workbook() -> bytes:
    book = Workbook()
    for row in (
        HEADER.strip().split(","),
        ["05/11/2026", 250_000, "LE PHI 123", "FT1"],
        ["06/11/2026", 1, "x", "FT2"],
    ):
        book.active.append(row)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


WORKBOOK = a_workbook()


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32))
def test_a_workbook_changed_inside_is_read_or_refused(seed: int) -> None:
    """Not the archive, which the checks before refuse, but what lies in it: cut, doubled, with
    other bytes.
    """
    chance = random.Random(seed)
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(WORKBOOK)) as old,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        hit = chance.choice([name for name in old.namelist() if name.startswith("xl/")])
        for name in old.namelist():
            content = bytearray(old.read(name))
            for _time in range(chance.randrange(1, 4) if name == hit and content else 0):
                start = chance.randrange(len(content) or 1)
                end = start + chance.randrange(1, 30)
                content[start:end] = chance.choice(
                    [
                        b"",
                        content[start:end] * 2,
                        chance.randbytes(end - start),
                        b"9" * 400,
                        b"1e999",
                        b"-1",
                        b"\x00",
                    ]
                )
            new.writestr(name, bytes(content))
    assert all(map(sound, lines_of("a.xlsx", changed.getvalue())))


@given(st.text(max_size=120), st.integers(0, 200), st.text(max_size=3))
def test_any_code_called_vietqr(text: str, place: int, other: str) -> None:
    real = vietqr.build(TRANSFER)
    for tried in (text, real[:place] + other + real[place + len(other) :], text + f"6304{vietqr.crc(text + '6304'):04X}"
                  if text.isprintable() else text):  # fmt: skip
        try:
            found = vietqr.parse(tried)
        except vietqr.NotVietQR:
            continue
        assert found.amount is None or found.amount < 10**99


@given(
    st.dictionaries(st.sampled_from([*vnpay.TOLD, "vnp_SecureHash", "vnp_BankCode", "x"]), SIGNS)
)
def test_any_message_called_a_notice(parameters: dict[str, str]) -> None:
    assert not vnpay.is_genuine(parameters, "a secret that nobody outside has")
    told = vnpay.read(parameters)
    assert told.amount is None or 0 <= told.amount < 10**16
