"""Sheets of the national portal become drafts; what is missing is said with the line of the
sheet.
"""

from __future__ import annotations

import datetime as dt
import io
import os
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from organisations.seed import seed_organisations
from workflows import sheets
from workflows.definition import Definition, load
from workflows.sheets import amounts

pytestmark = pytest.mark.once

TODAY = dt.date(2026, 7, 18)
AUTHORITIES = {
    "sgddt-daklak": "Sở Giáo dục và Đào tạo tỉnh Đắk Lắk",
    "thpt": "Trường THPT Buôn Ma Thuột",
}
SHEET = """# \tCấp phép dạy thêm

## Thông tin chung

* **Mã thủ tục:** 1.234567
* **Số quyết định:** 12/2026/QĐ-BGDĐT
* **Lĩnh vực:** Giáo dục phổ thông
* **Đối tượng thực hiện:** Công dân Việt Nam, Tổ chức (không bao gồm doanh nghiệp, HTX), Cán bộ, công chức, viên chức
* **Cơ quan có thẩm quyền:** Giám đốc Sở Giáo dục và Đào tạo

## Trình tự thực hiện

1. Nộp hồ sơ.
   Sở xem xét.

## Cách thức thực hiện

| Hình thức nộp | Thời gian giải quyết | Phí, lệ phí | Mô tả |
| --- | --- | --- | --- |
| Trực tuyến | 3 ngày làm việc | Phí: 50.000 Đồng | Không có thông tin |
| Trực tiếp | N/A | Không có thông tin | 02 tháng và 15 ngày làm việc, trong đó:<br>a) xem xét |
| Qua bồ câu | 3 ngày | Không có thông tin | Không có thông tin |

## Thành phần hồ sơ

| Tên giấy tờ | Bản chính | Bản sao | Tệp đính kèm |
| --- | --- | --- | --- |
| - Đơn đề nghị; | 1 | 0 | don.docx |
| Khai sinh (nếu có). (Cơ quan giải quyết TTHC khai thác CSDL quốc gia về dân cư để thay thế) | 0 | 1 | Không có |
| Đơn đề nghị | 1 | 0 | Không có |
| Chưa có quy định cụ thể. | 0 | 0 | Không có |

## Căn cứ pháp lý

| Tên văn bản pháp lý | Mã văn bản |
| --- | --- |
| Quy định về dạy thêm, học thêm | Thông tư số 29/2024/TT-BGDĐT |

## Kết quả xử lý

* Giấy phép dạy thêm (Mã: `KQ.G03.000001`)
"""


def test_a_sheet_becomes_a_draft_that_can_be_read() -> None:
    draft = sheets.draft(sheets.read(SHEET), AUTHORITIES, TODAY)
    definition = load(draft.text())
    assert (definition.code, definition.title["vi"]) == ("1.234567", "Cấp phép dạy thêm")
    assert definition.audience == ("CITIZEN", "ORGANISATION", "OFFICIAL")
    assert definition.authority.decides == "sgddt-daklak"
    assert definition.result.code == "KQ.G03.000001"
    assert definition.legal_basis[0].number == "29/2024/TT-BGDĐT"
    online, direct = definition.channels
    assert (online.fee, direct.fee) == (50_000, 0)
    assert [(phase.amount, phase.unit) for phase in definition.time_limit.phases] == [
        (3, "WORKING_DAY")
    ]
    assert [
        (phase.amount, phase.unit) for phase in definition.limit_for("DIRECT", "all").phases
    ] == [
        (2, "MONTH"),
        (15, "WORKING_DAY"),
    ]
    request, birth = definition.cases[0].papers
    assert (request.name, request.originals, birth.copies) == ("Đơn đề nghị", 1, 1)
    assert birth.replaceable_by == "Cơ sở dữ liệu quốc gia về dân cư"
    uploads = {field.id: field for field in definition.form.section("papers").fields}
    assert uploads[request.field].required and not uploads[birth.field].required


def test_doubts_name_the_line_of_the_sheet() -> None:
    draft = sheets.draft(sheets.read(SHEET), AUTHORITIES, TODAY)
    told = {line.text.split(":")[0]: line.line for line in draft.doubts}
    assert told["'Qua bồ câu' is no known way to file and was left out"] == 22
    assert told["the paper of line 28 again, so it was left out"] == 30
    assert told["no count, so it was left out"] == 31
    assert all(f"# - {doubt}" in draft.text() for doubt in draft.doubts)


def test_a_sheet_that_says_nothing_still_makes_a_draft_full_of_doubts() -> None:
    draft = sheets.draft(sheets.read("# Một thủ tục\n\n## Thông tin chung\n"), AUTHORITIES, TODAY)
    definition = load(draft.text())
    assert definition.authority.decides == "chua-ro-co-quan"
    silent = "\n".join(str(doubt) for doubt in draft.doubts)
    for missing in (
        "who may apply",
        "which authority",
        "legal basis",
        "ways one may file",
        "time limit",
        "which papers",
    ):
        assert missing in silent


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("8 ngày làm việc", [(8, "WORKING_DAY")]),
        ("Trong thời hạn 03 (ba) ngày làm việc kể từ ngày nhận đủ hồ sơ", [(3, "WORKING_DAY")]),
        ("02 tháng và 15 ngày làm việc, trong đó: 2 tháng", [(2, "MONTH"), (15, "WORKING_DAY")]),
        ("1 ngày", [(1, "DAY")]),
        ("Ngay trong ngày hoặc trong ngày làm việc tiếp theo, nếu nhận sau 03 (ba) giờ chiều", [(1, "SAME_DAY")]),
        ("N/A", []),
    ],
)  # fmt: skip
def test_times_are_read_as_sheets_write_them(said: str, expected: list[tuple[int, str]]) -> None:
    assert [(phase["amount"], phase["unit"]) for phase in amounts.phases(said)] == expected


def test_something_else_than_a_sheet_is_refused() -> None:
    with pytest.raises(ValueError, match="no sheet"):
        sheets.read("Xin chào")


@pytest.mark.django_db
def test_the_command_writes_drafts_and_explains_them(tmp_path: Path) -> None:
    seed_organisations()
    (tmp_path / "sheet.md").write_text(SHEET, encoding="utf-8")
    (tmp_path / "letter.md").write_text("Xin chào", encoding="utf-8")
    said, complained = io.StringIO(), io.StringIO()
    with pytest.raises(CommandError, match="1 of 2 files"):
        call_command(
            "import_procedure_sheet", tmp_path / "sheet.md", tmp_path / "letter.md",
            output=tmp_path / "drafts", stdout=said, stderr=complained,
        )  # fmt: skip
    assert "sheet.md line 22:" in said.getvalue()
    assert "templates/result.docx is not there" in said.getvalue()
    assert "letter.md" in complained.getvalue()
    assert load(tmp_path / "drafts" / "tthc-1-234567" / "procedure.yaml").slug == "tthc-1-234567"


@pytest.mark.django_db
def test_checking_only_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "sheet.md").write_text(SHEET, encoding="utf-8")
    call_command(
        "import_procedure_sheet",
        tmp_path / "sheet.md",
        output=tmp_path / "drafts",
        check=True,
        stdout=io.StringIO(),
    )
    assert not (tmp_path / "drafts").exists()


SCHOOL = """# Chuyển trường

## Thông tin chung

* **Mã thủ tục:** 2.000001
* **Cơ quan có thẩm quyền:** Không có thông tin

## Trình tự thực hiện

1. Gia đình nộp đơn cho nhà trường nơi chuyển đến.
   Nhà trường lấy ý kiến trường đang học; quá 05 ngày làm việc không có ý kiến phản hồi thì xem như đã đồng ý.
   Nộp trước 03 (ba) giờ chiều ngày 31 tháng 3.

## Cách thức thực hiện

| Hình thức nộp | Thời gian giải quyết | Phí, lệ phí | Mô tả |
| --- | --- | --- | --- |
| Trực tiếp | 8 ngày làm việc | Không có thông tin | - Cùng tỉnh: 5 ngày làm việc.<br>- Tỉnh khác: 8 ngày làm việc. |

## Thành phần hồ sơ

| Tên giấy tờ | Bản chính | Bản sao | Tệp đính kèm |
| --- | --- | --- | --- |
| Học bạ. Trường hợp nộp trực tuyến thì gửi bản quét | 1 | 0 | Không có |
| Giấy xác nhận đối với học sinh khuyết tật | 1 | 0 | Không có |

## Yêu cầu, điều kiện thực hiện

Học sinh chuyển nơi cư trú.
"""


def test_cases_with_times_of_their_own_and_an_authority_of_many() -> None:
    draft = sheets.draft(sheets.read(SCHOOL), AUTHORITIES, TODAY)
    definition = load(draft.text())
    assert definition.authority.decides == "answer:deciding_office"
    assert [case.title["vi"] for case in definition.cases] == ["Cùng tỉnh", "Tỉnh khác"]
    limits = [definition.limit_for("DIRECT", case.id).phases[0].amount for case in definition.cases]
    assert limits == [5, 8] and definition.case_for({"case": "case_2"}) == definition.cases[1]
    fields = {field.id: field for field in definition.form.fields()}
    assert fields["case"].kind == "choice" and fields["deciding_office"].kind == "authority"
    assert "chuyển nơi cư trú" in fields["conditions"].help["vi"]
    assert (
        fields["paper_2"].show_when == "paper_2_asked == true" and not fields["paper_1"].show_when
    )
    told = [str(doubt) for doubt in draft.doubts]
    for part in (
        "line 11: silence counts",
        "line 11: somebody else is asked",
        "line 11: a time of its own: 5 WORKING_DAY",
    ):
        assert any(part in one for one in told), part
    assert not any("31 MONTH" in one or "3 HOUR" in one for one in told), (
        "a date and an hour of the day are no limits"
    )


def test_a_longer_limit_to_verify_is_the_extension() -> None:
    longer = "Trường hợp cần xác minh, thời hạn không vượt quá 45 ngày làm việc."
    fee = "Phí: 50.000 Đồng"
    text = SHEET.replace(
        f"3 ngày làm việc | {fee} | Không có thông tin", f"20 ngày làm việc | {fee} | {longer}"
    )
    assert text != SHEET
    limit = load(sheets.draft(sheets.read(text), AUTHORITIES, TODAY).text()).time_limit
    assert limit.extension is not None and (limit.extension.amount, limit.extension.unit) == (
        25,
        "WORKING_DAY",
    )


#: Where the sheets lie on a machine of the project; a stranger's clone has none.
AT_HAND = Path(__file__).resolve().parents[3] / "shared" / "data" / "procedures"


def real_sheets() -> list[Path]:
    """Sheets given by PROCEDURE_SHEETS=FOLDER; none otherwise."""
    folder = os.environ.get("PROCEDURE_SHEETS")
    return sorted(Path(folder).glob("*.md")) if folder else []


def may_be_passed_over(at_hand: Path) -> bool:
    """Whether it is right to read no real sheet: none were given, and it is not CI with the sheets
    at hand.
    """
    return not os.environ.get("PROCEDURE_SHEETS") and not (
        os.environ.get("CI") and at_hand.is_dir()
    )


@pytest.mark.parametrize(
    ("given", "ci", "there", "passed_over"),
    [
        ("", "", True, True),
        ("", "true", False, True),
        ("", "true", True, False),
        ("/a/folder/without/sheets", "", False, False),
    ],
)
def test_real_sheets_are_not_passed_over_in_silence(
    given: str,
    ci: str,
    there: bool,
    passed_over: bool,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PROCEDURE_SHEETS", given)
    monkeypatch.setenv("CI", ci)
    assert may_be_passed_over(tmp_path if there else tmp_path / "none") is passed_over


@dataclass(frozen=True)
class Understood:
    """What a draft takes over from its sheet."""

    decides: str
    limits: dict[str, str]  # case → its phases
    papers: int
    asked_of_some: int  # uploads behind a question
    fees: dict[str, int]
    longer: int = 0  # amount of the extension


def understood(definition: Definition) -> Understood:
    return Understood(
        decides=definition.authority.decides,
        limits={
            case.id: " + ".join(
                f"{phase.amount} {phase.unit}"
                for phase in (case.time_limit or definition.time_limit).phases
            )
            for case in definition.cases
        },
        papers=len(definition.cases[0].papers),
        asked_of_some=sum(bool(field.show_when) for field in definition.form.fields()),
        fees={channel.kind: channel.fee for channel in definition.channels},
        longer=definition.time_limit.extension.amount if definition.time_limit.extension else 0,
    )


FREE = {"ONLINE": 0, "DIRECT": 0, "POSTAL": 0}
PHASES = {"all": "2 MONTH + 15 WORKING_DAY"}
OURS, NAMED = "sgddt-daklak", "answer:deciding_office"
#: The twelve sheets of the education field, read by eye on 25 November 2026.
TWELVE = {
    "1.000288": Understood(OURS, PHASES, 2, 0, {"DIRECT": 0, "POSTAL": 0}),
    "1.000691": Understood(OURS, PHASES, 2, 0, {"DIRECT": 0, "POSTAL": 0}),
    "1.004889": Understood(
        OURS, {"all": "20 WORKING_DAY"}, 5, 0, FREE | {"ONLINE": 250_000}, longer=25
    ),
    "1.012969": Understood(NAMED, {"all": "10 WORKING_DAY"}, 3, 1, FREE),
    "2.002850": Understood(NAMED, {"all": "3 WORKING_DAY"}, 2, 0, FREE),
    "2.002854": Understood(
        NAMED, {"case_1": "5 WORKING_DAY", "case_2": "8 WORKING_DAY"}, 3, 0, FREE
    ),
    "2.002855": Understood(NAMED, {"all": "8 WORKING_DAY"}, 3, 1, FREE),
    "2.002857": Understood(NAMED, {"all": "8 WORKING_DAY"}, 1, 0, FREE),
    "3.000181": Understood(OURS, {"all": "1 DAY"}, 0, 0, FREE),
    "3.000182": Understood(OURS, {"all": "1 DAY"}, 0, 0, FREE),
    "3.000465": Understood(OURS, {"all": "1 SAME_DAY"}, 3, 2, FREE),
    "3.000466": Understood(OURS, {"all": "3 WORKING_DAY"}, 5, 2, FREE),
}


@pytest.mark.skipif(
    may_be_passed_over(AT_HAND), reason="real sheets: PROCEDURE_SHEETS=/folder/with/sheets pytest …"
)
@pytest.mark.django_db
def test_real_sheets_are_accepted_but_for_what_no_sheet_says(tmp_path: Path) -> None:
    """The form of the result is in no sheet: it is the only fault, and everything else that is open
    is told.
    """
    assert real_sheets(), f"no sheet was read: set PROCEDURE_SHEETS, for example to {AT_HAND}"
    seed_organisations()
    said = io.StringIO()
    call_command("import_procedure_sheet", *real_sheets(), output=tmp_path, stdout=said)
    faults = [line for line in said.getvalue().splitlines() if ": fault: " in line]
    assert len(faults) == len(real_sheets()) and all(
        "result.docx is not there" in line for line in faults
    ), faults
    drafts = [load(path) for path in tmp_path.glob("*/procedure.yaml")]
    found = {draft.code: understood(draft) for draft in drafts}
    # a sheet that came later is read too; what it says, nobody noted yet
    known = TWELVE.keys() & found.keys()
    assert {code: found[code] for code in known} == {code: TWELVE[code] for code in known}
    assert len(found) == len(real_sheets()) and known
    for path in real_sheets():
        assert f"{path.name} line " in said.getvalue(), "what is left open names its line"
