"""What a label leaves to the page: whether an answer is asked for at all."""

from __future__ import annotations

import re

#: "(nếu có)", "(nếu đơn vị xác thực yêu cầu)", "(không bắt buộc)", "(if any)", "(optional)", "*".
SAYS_OPTIONAL = re.compile(
    r"\s*(?:\((?:nếu|khi cần|không bắt buộc|bắt buộc|tùy chọn|tuỳ"
    r" chọn|if|optional|required)\b[^)]*\)|\*)",
    re.IGNORECASE,
)
#: Of these nothing is lost when the page says it in its own words.
_SAYS_NO_MORE = re.compile(
    r"\s*\((?:nếu có|nếu nhớ|không bắt buộc|if any|if known|optional)\)", re.IGNORECASE
)


def without_mark(label: str) -> str:
    """The label without "(không bắt buộc)": versions published long ago still say it, and the page
    says it again.
    """
    return _SAYS_NO_MORE.sub("", label)
