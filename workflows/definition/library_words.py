"""What the libraries that read a definition report in English, in words for the administrator's
page.

The readers of YAML, of shapes and of conditions have no Vietnamese. A report that is not known here
is quoted as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

Words = Sequence[tuple[re.Pattern[str], str]]


def _words(*pairs: tuple[str, str]) -> Words:
    return [(re.compile(report, re.S), said) for report, said in pairs]


#: ruamel.yaml's scanner, parser and composer.
_YAML = _words(
    (r"found character '\\t'", "dòng bắt đầu bằng phím Tab; hãy thụt vào bằng dấu cách"),
    (
        r"found character (.+) that cannot start",
        r"không viết được \1 ở đầu; hãy đặt trong dấu nháy",
    ),
    (r"expected ',' or '(.)'", r"thiếu dấu phẩy hoặc dấu \1"),
    (r"expected the node content, but found '<stream end>'", "tệp hết giữa chừng"),
    (r"expected the node content, but found (.+)", r"thiếu giá trị trước \1"),
    (
        r"expected <block end>, but found",
        "dòng này không khớp với khối phía trên: thụt vào sai, hoặc dấu nháy đóng sớm",
    ),
    (r"could not find expected ':'", "thiếu dấu hai chấm sau tên khóa"),
    (r"mapping values are not allowed|found unexpected ':'", "dấu hai chấm không đúng chỗ"),
    (r"mapping keys are not allowed", "tên khóa không đúng chỗ"),
    (r"sequence entries are not allowed", "dấu gạch đầu dòng không đúng chỗ"),
    (r"scalar found unexpected end of stream", "dấu nháy mở ra mà không đóng"),
    (
        r"single document|document separator|<document start>|document end marker",
        "dòng --- chia tệp làm nhiều phần",
    ),
    (r"found undefined alias '(.+)'", r"bí danh *\1 chưa được đặt"),
    (r"found unknown escape character '(.+)'", r"không có ký tự \\\1; hãy dùng dấu nháy đơn"),
    (r"unclosed '\[' or '\{'", "dấu ngoặc mở ra mà không đóng"),
)

#: The grammar of conditions (CEL).
_CONDITION = _words(
    (r"token recognition error at: '(.+)'", r"không đọc được \1"),
    (r"input '<EOF>'", "chưa viết hết"),
    (r"mismatched input '(.+)'", r"\1 không đúng chỗ"),
    (r"extraneous input '(.+)'", r"thừa \1"),
    (r"missing '(.+)' at", r"thiếu \1"),
    (r"no viable alternative at input '(.+)'", r"không hiểu được \1"),
)

_PAIRS = "phải gồm các dòng khóa: giá trị"
_LIST = "phải là danh sách, mỗi mục bắt đầu bằng '- '"
#: pydantic's types of errors that have no rule of their own.
_SHAPES = {
    "tuple_type": _LIST,
    "list_type": _LIST,
    "set_type": _LIST,
    "frozen_set_type": _LIST,
    "dict_type": _PAIRS,
    "model_type": _PAIRS,
    "model_attributes_type": _PAIRS,
    "string_type": "phải là chữ",
    "string_too_short": "quá ngắn",
    "string_too_long": "quá dài",
    "too_long": "có quá nhiều mục",
    "bool_type": "phải là true hoặc false",
    "bool_parsing": "phải là true hoặc false",
    "union_tag_not_found": "thiếu khóa 'kind'",
}


def of_yaml(report: str) -> str:
    """What is wrong with the writing, from what YAML's reader says."""
    return _said(report, _YAML)


def of_condition(report: str) -> str:
    """What is wrong with the text of a condition."""
    return _said(report.removeprefix("Syntax error: "), _CONDITION)


def of_shape(kind: str, report: str) -> str:
    """What a part must look like, from the type of pydantic's error."""
    return _SHAPES.get(kind, f"“{report}”")


def _said(report: str, words: Words) -> str:
    for pattern, said in words:
        if found := pattern.search(report):
            return found.expand(said)
    return f"“{report}”"
