"""Why an act was refused. `str(error)` is the one plain sentence a page shows; nothing was
written.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from organisations.accounts.assurance import NAMES


class ActRefused(Exception):
    """An act that may not be done now, by this person, or with what was given."""

    def __init__(self, message: str) -> None:
        super().__init__(message)


class WrongState(ActRefused):
    """The dossier or the task is no longer where this act is possible."""


class NoRight(ActRefused):
    """The person does not hold the role this act asks for."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("Bạn không có quyền thực hiện việc này."))


class NotKnownSurely(NoRight):
    """The procedure asks for an identification account of a level at which they did not sign in."""

    def __init__(self, level: str) -> None:
        self.level = level
        words = _(
            "Thủ tục này chỉ nhận hồ sơ của người đăng nhập bằng tài khoản định danh %(level)s. Hãy"
            " đăng nhập bằng tài khoản đó rồi nộp; những gì đã điền được giữ lại."
        )
        super().__init__(words % {"level": NAMES.get(level, level)})


class Incomplete(ActRefused):
    """Something the act needs is missing: a reason, a match, a fact of the document."""


class AlreadyDone(ActRefused):
    """Somebody was faster; `by` is the name to show."""

    def __init__(self, by: str) -> None:
        self.by = by
        super().__init__(_("%(name)s đã xử lý việc này trước bạn.") % {"name": by})


class KeyReused(ActRefused):
    """The same idempotency key came with other content."""

    def __init__(self) -> None:
        super().__init__(_("Biểu mẫu này đã được gửi với nội dung khác. Hãy tải lại trang."))
