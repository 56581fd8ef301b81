"""The paper a new procedure begins with: a decision that says for whom, on which dossier, about
what.
"""

from __future__ import annotations

from documents.layout import blocks, paper


def decision() -> bytes:
    """Quyết định, to be given the words of its procedure (NĐ 30/2020, Phụ lục III: mẫu 1.2)."""
    document = paper.sheet()
    blocks.letterhead(document)
    blocks.title(document, "QUYẾT ĐỊNH", "{{ content }}", size=16)
    for text in _TEXT:
        blocks.body(document, text)
    blocks.closing(document, ("{{ holder_name }};", "Lưu: VT, hồ sơ."))
    blocks.check_footer(document)
    return paper.file_bytes(document)


_TEXT = (
    "Xét hồ sơ mã số {{ dossier_code }} của {{ holder_name }},",
    "Điều 1. Chấp thuận đề nghị của {{ holder_name }}: {{ content }}.",
    "Điều 2. Quyết định này có hiệu lực kể từ ngày ký./.",
)
