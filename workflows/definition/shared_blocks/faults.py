"""Faults of taking a block, in words: each names the block, and the question where it is about
one.
"""

from __future__ import annotations

from workflows.definition.findings import Rules, fault

BLOCKS = Rules(
    {
        "block_unknown": fault(
            "There is no block '{name}'.",
            "{hint}",
            "Không có khối '{name}'.",
            "{hint_vi}",
        ),
        "block_unversioned": fault(
            "Block '{name}' is named without its version.",
            "Write block: {newest}.",
            "Khối '{name}' được gọi mà không ghi phiên bản.",
            "Hãy viết block: {newest}.",
        ),
        "block_version_unknown": fault(
            "Block '{name}' has no version '{version}'.",
            "Choose one of {versions}.",
            "Khối '{name}' không có phiên bản '{version}'.",
            "Hãy chọn một trong: {versions}.",
        ),
        "block_twice": fault(
            "Block '{name}' is taken a second time; it is first taken in line {first}.",
            "A question is asked once: keep one of the two, or write the second section out with"
            " names of its own.",
            "Khối '{name}' được lấy lần thứ hai; lần đầu ở dòng {first}.",
            "Mỗi câu hỏi chỉ hỏi một lần: hãy giữ một, hoặc viết cả phần thứ hai ra với tên riêng.",
        ),
        "block_faulty": fault(
            "Block {block} cannot be used, {file} line {line}: {why}",
            "Mend the block's file: {mend}",
            "Không dùng được khối {block}, {file} dòng {line}: {why_vi}",
            "Hãy sửa tệp của khối: {mend_vi}",
        ),
        "block_field_unknown": fault(
            "Block {block} has no question '{field}'.",
            "{hint}",
            "Khối {block} không có câu hỏi '{field}'.",
            "{hint_vi}",
        ),
        "block_left_out": fault(
            "Question '{field}' of block {block} is both left out and narrowed.",
            "Take it out of 'without' or of 'narrow'.",
            "Câu hỏi '{field}' của khối {block} vừa bị bỏ vừa được thu hẹp.",
            "Hãy bỏ nó khỏi 'without' hoặc khỏi 'narrow'.",
        ),
        "block_looser": fault(
            "Question '{field}' of block {block} may only become stricter: {word} is {said} there,"
            " not {value}.",
            "Leave it as it is, or write the section out instead of taking the block.",
            "Câu hỏi '{field}' của khối {block} chỉ được chặt hơn: ở đó {word} là {said}, không"
            " phải {value}.",
            "Hãy giữ như khối, hoặc viết cả phần này ra thay vì lấy khối.",
        ),
        "block_fixed": fault(
            "Question '{field}' of block {block} keeps its '{word}': who takes the block cannot"
            " change it.",
            "Leave it as it is, or write the section out instead of taking the block.",
            "Câu hỏi '{field}' của khối {block} giữ nguyên '{word}': thủ tục lấy khối không được"
            " đổi.",
            "Hãy giữ như khối, hoặc viết cả phần này ra thay vì lấy khối.",
        ),
    }
)
