"""What a file really is: judged by all of its content, in a process of its own
(`forms.files.child_judging`).
"""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation import child_process

JUDGE = Path(__file__).with_name("child_judging.py")
#: A scan of 500 pages or a picture of 60 million pixels takes two seconds and 700 MB; more is no
#: honest paper.
SECONDS, MEGABYTES = 6, 1200
KINDS = {"pdf": gettext_lazy("PDF"), "image": gettext_lazy("ảnh JPEG, PNG, HEIC, WebP")}
#: Reason → one sentence that says what is wrong and what to do.
SENTENCES: dict[str, Promise] = {
    "pdf_broken": gettext_lazy(
        "Tệp PDF bị hỏng hoặc tải về chưa hết, hãy tạo hoặc tải lại rồi gửi."
    ),
    "pdf_odd": gettext_lazy(
        "Tệp PDF ghi theo cách không kiểm tra được, hãy in lại thành PDF thường rồi gửi."
    ),
    "pdf_behind": gettext_lazy(
        "Trước phần PDF của tệp có nội dung lạ, hãy in lại thành PDF thường rồi gửi."
    ),
    "pdf_password": gettext_lazy(
        "Tệp PDF có mật khẩu nên cán bộ không đọc được, hãy gửi bản không khóa."
    ),
    "pdf_empty": gettext_lazy("Tệp PDF không có trang nào, hãy tạo lại rồi gửi."),
    "pdf_long": gettext_lazy("Tệp PDF có quá 500 trang, hãy chia thành nhiều tệp."),
    "pdf_active": gettext_lazy("Tệp PDF có chứa mã chạy, hãy in lại thành PDF thường rồi gửi."),
    "pdf_attached": gettext_lazy(
        "Tệp PDF có tệp khác đính kèm bên trong, hãy in lại thành PDF thường rồi gửi."
    ),
    "pdf_outside": gettext_lazy(
        "Tệp PDF gọi tới tệp hoặc máy khác bên ngoài, hãy in lại thành PDF thường rồi gửi."
    ),
    "image_broken": gettext_lazy("Ảnh bị hỏng hoặc tải về chưa hết, hãy chụp lại."),
    "image_large": gettext_lazy(
        "Ảnh quá lớn: hãy giảm độ phân giải trong cài đặt máy ảnh của điện thoại, hoặc chụp màn"
        " hình tấm ảnh rồi gửi."
    ),
    "slow": gettext_lazy(
        "Tệp này quá nặng để kiểm tra, hãy in lại thành PDF thường hoặc chụp ảnh từng trang rồi"
        " gửi."
    ),
}


class UploadRefused(ValueError):
    """The file is not taken; the text is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Parsed:
    """What the content turned out to be, and the JPEG that shows what browsers may not show
    themselves (else b"").
    """

    content_type: str
    pages: int = 1
    shown_as: bytes = b""


def judge(path: Path, types: Collection[str]) -> Parsed:
    """Parse the file as one of `types` ("pdf", "image"); raises UploadRefused."""
    try:
        told = child_process.run(
            JUDGE, path.read_bytes(), *sorted(types), seconds=SECONDS, megabytes=MEGABYTES
        )
    except child_process.ChildFailed:
        raise UploadRefused(str(SENTENCES["slow"])) from None
    head, _line, jpeg = told.partition(b"\n")
    answer = json.loads(head)
    if answer.get("refused") == "kind":
        wanted = ", ".join(str(KINDS[one]) for one in sorted(types, reverse=True))
        raise UploadRefused(_("Chỉ nhận tệp %(types)s.") % {"types": wanted})
    if "refused" in answer:
        raise UploadRefused(str(SENTENCES[answer["refused"]]))
    return Parsed(answer["content_type"], answer["pages"], jpeg)
