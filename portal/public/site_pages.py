"""Pages that are no procedure and are looked for as well, with what people type who want them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.text import fold
from workflows.search_ranking import Entry, meant

Said = str | Promise


@dataclass(frozen=True)
class SitePage:
    """A page of the site. `words`: phrases of people, any one of which names it by itself, whatever
    else is typed; `without`: what is said while the site has no such page yet.
    """

    name: str
    title: Said
    says: Said
    words: tuple[str, ...]
    without: Said = ""

    @property
    def address(self) -> str:
        """Where it is; "" while the site has none."""
        try:
            return reverse(f"portal:{self.name}")
        except NoReverseMatch:
            return ""

    @property
    def entry(self) -> Entry:
        """What the search knows of it."""
        words = "\n".join(map(fold, self.words))
        return Entry(self.name, str(self.title), words, fold(str(self.says)))

    def shares_words_with(self, text: str) -> bool:
        """Whether two words that stand side by side in `text` do so here too: most Vietnamese words
        are two syllables, and one syllable without its tone is a part of many.
        """
        asked = meant(text)
        return len(asked) < 2 or any(pair in self.entry.pairs for pair in pairwise(asked))

    def is_named_in(self, text: str) -> bool:
        """Whether one of its phrases stands in `text`, as whole words."""
        typed = f" {_plain(text)} "
        return any(f" {_plain(phrase)} " in typed for phrase in self.words)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text)))


PAGES = (
    SitePage(
        "follow",
        _("Tra cứu hồ sơ đã nộp"),
        _("Bằng mã hồ sơ và số điện thoại hoặc mã trên phiếu hẹn, không cần tài khoản."),
        (
            *(
                "hồ sơ tới đâu",
                "hồ sơ đến đâu",
                "hồ sơ đi đến đâu",
                "hồ sơ của tôi",
                "tra cứu hồ sơ",
            ),
            *("theo dõi hồ sơ", "tình trạng hồ sơ", "hồ sơ xong chưa", "xem hồ sơ", "hồ sơ đã nộp"),
            *("mã hồ sơ", "bao giờ có kết quả", "khi nào có kết quả", "phiếu hẹn", "giấy hẹn"),
            *("where is my application", "follow", "track", "status"),
        ),
    ),
    SitePage(
        "verify",
        _("Kiểm tra một văn bản"),
        _("Quét ô vuông QR hoặc gõ mã in trên văn bản để biết thật hay không."),
        (
            *("kiểm tra văn bản", "văn bản thật", "bằng thật", "bằng giả", "mã QR", "mã kiểm tra"),
            *("thật hay giả", "quét mã", "genuine", "check a document", "verify"),
        ),
    ),
    SitePage(
        "public_rounds",
        _("Tuyển sinh vào lớp 1, lớp 6, lớp 10"),
        _("Đợt đang mở, chỉ tiêu, đăng ký và kết quả."),
        (
            *("tuyển sinh", "vào lớp 10", "vào lớp 6", "vào lớp 1", "vào lớp một", "vào lớp sáu"),
            *("vào lớp mười", "lên lớp 10", "lên lớp 6", "thi lớp 10", "thi vào 10", "vào 10"),
            *("đầu cấp", "điểm chuẩn", "xét tuyển", "nguyện vọng", "vào mẫu giáo", "vào mầm non"),
            *("admission", "admissions", "enrol in grade 10"),
        ),
        _(
            "Trang này chưa nhận đăng ký tuyển sinh. Đợt nào mở ở đây sẽ được báo ngay ở trang đầu;"
            " lúc này hãy hỏi trường bạn định đăng ký."
        ),
    ),
    SitePage(
        "licences",
        _("Sổ giấy phép, giấy công nhận"),
        _("Trường nào được phép hoạt động, được công nhận, từ khi nào, theo quyết định nào."),
        (
            *("sổ giấy phép", "trường có phép", "trường được cấp phép", "tra giấy phép"),
            *("danh sách trường", "register of licences", "licensed schools"),
        ),
    ),
    SitePage(
        "public_statistics",
        _("Thống kê giải quyết thủ tục"),
        _(
            "Bao nhiêu hồ sơ được tiếp nhận, giải quyết đúng hạn, quá hạn; theo tháng, thủ tục và"
            " cơ quan."
        ),
        ("thống kê", "số liệu", "đúng hạn", "statistics", "figures"),
    ),
    SitePage(
        "help",
        _("Trợ giúp"),
        _("Những điều hay được hỏi; điện thoại, giờ làm việc và địa chỉ của cơ quan phụ trách."),
        (
            *("trợ giúp", "hướng dẫn sử dụng", "liên hệ", "số điện thoại", "hotline", "tổng đài"),
            *("giờ làm việc", "địa chỉ cơ quan", "mấy giờ mở cửa", "help", "contact", "telephone"),
        ),
    ),
    SitePage(
        "privacy_notice",
        _("Dữ liệu cá nhân của bạn"),
        _("Cổng này giữ gì, để làm gì, bao lâu, ai đọc, và bạn có quyền gì."),
        ("dữ liệu cá nhân", "quyền riêng tư", "xóa dữ liệu", "privacy", "personal data"),
    ),
    SitePage(
        "accessibility",
        _("Ai cũng dùng được"),
        _("Tuyên bố về khả năng tiếp cận của cổng này, điều còn thiếu, và cách phản ánh."),
        ("người khuyết tật", "khiếm thị", "tiếp cận", "accessibility", "screen reader"),
    ),
    SitePage(
        "sign_in",
        _("Đăng nhập"),
        _("Bằng tài khoản của cổng này, hoặc tài khoản định danh nơi có."),
        ("đăng nhập", "vneid", "quên mật khẩu", "mất mật khẩu", "sign in", "log in", "password"),
    ),
    SitePage(
        "sign_up",
        _("Đăng ký tài khoản"),
        _("Cần một số điện thoại di động hoặc một địa chỉ thư điện tử."),
        ("đăng ký tài khoản", "tạo tài khoản", "lập tài khoản", "sign up", "create an account"),
    ),
)


def named_in(text: str) -> Iterator[SitePage]:
    """Pages that the words of `text` name outright."""
    return (page for page in PAGES if page.is_named_in(text))
