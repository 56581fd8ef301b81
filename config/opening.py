"""What stands between an installed site and its first sealed paper: nine steps, each with its live
state.

What is missing is what `config.doctor` found; what is done is seen in the data. Nobody ticks
anything off.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from config import doctor
from documents.models import Document
from notifications.models import Delivery
from operation.models import TrialRestore
from organisations.account_models import AccountLetter
from organisations.models import Authority, RoleAssignment, User
from workflows.models import Dossier, Procedure

DONE, MISSING, WRONG = "done", doctor.MISSING, doctor.WRONG


class Way(NamedTuple):
    """Where it is done: a page of the site."""

    name: str
    address: str


@dataclass(frozen=True)
class Step:
    """One step: its state, one sentence, what else is to be mended, and the ways there; `command`:
    on the server.
    """

    title: str
    state: str
    says: str
    mend: str = ""
    more: int = 0
    ways: tuple[Way, ...] = ()
    command: str = ""


def steps() -> list[Step]:
    """All of them, in the order in which a site goes into service."""
    return [
        _authorities(),
        _people(),
        _calendar(),
        _seal(),
        _mail(),
        _procedure(),
        _dossier(),
        _paper(),
        _restored(),
    ]


def _authorities() -> Step:
    words, count = (
        _about("contacts", "authorities", "contacts"),
        Authority.objects.filter(valid_to=None).count(),
    )
    done = _("{count} cơ quan, tất cả đã xác nhận.").format(count=count)
    ways = (_list(_("Cơ quan"), "organisations_authority"),)
    return _step(_("Cơ quan"), words, done, ways, "deploy/manage import_authorities TỆP")


def _people() -> Step:
    words = _about("people", "people")
    administrators = User.objects.filter(is_superuser=True, is_active=True).count()
    officers = (
        RoleAssignment.objects.filter(user__is_active=True, valid_to=None)
        .values("user")
        .distinct()
        .count()
    )
    done = _("{officers} người có vai trò, {administrators} quản trị viên.").format(
        officers=officers, administrators=administrators
    )
    if not words and not officers:
        mend = _("đặt lãnh đạo đầu tiên trên máy chủ, các vai trò khác ở trang này")
        words = [doctor.Word("people", MISSING, _("Chưa ai có vai trò nào."), mend)]
    ways = (
        _list(_("Người dùng"), "organisations_user"),
        _list(_("Đề nghị cấp quyền"), "organisations_rightrequest"),
    )
    return _step(_("Cán bộ và vai trò"), words, done, ways, "deploy/manage appoint head …")


def _calendar() -> Step:
    words = _about("calendar", "calendar")
    done = _("Ngày nghỉ, ngày làm bù đã có đến hết thời gian hẹn trả.")
    ways = (
        _list(_("Ngày nghỉ, ngày làm bù"), "organisations_calendarday"),
        _list(_("Giờ làm việc"), "organisations_workinghours"),
    )
    return _step(_("Lịch làm việc"), words, done, ways)


def _seal() -> Step:
    from documents import seal  # late: pyHanko takes a fifth of a start, of every command too

    words = _about("seal", "seal")
    done = (
        ""
        if words
        else _("Mở được; chứng thư có giá trị đến {day}.").format(day=_day(seal.valid_until()))
    )
    return _step(_("Con dấu số"), words, done, (), "deploy/seal join …")


def _mail() -> Step:
    done = _("Máy chủ thư làm việc: đã có thư gửi đi.")
    words = []
    if settings.LETTERS_INTO_FILES:
        mend = _("ghi EMAIL_HOST vào /etc/motcua/environment, bỏ LETTERS_INTO_FILES, khởi động lại")
        words = [
            doctor.Word(
                "mail", MISSING, _("Chưa có máy chủ thư: thư thành tệp, không ai nhận được."), mend
            )
        ]
    elif not (_sent(Delivery.objects.all()) or _sent(AccountLetter.objects.all())):
        mend = _("gửi một thư thử, hoặc nộp hồ sơ đầu tiên")
        words = [doctor.Word("mail", MISSING, _("Chưa có thư nào được gửi đi."), mend)]
    ways = (_list(_("Lượt gửi thư"), "notifications_delivery"),)
    return _step(_("Thư điện tử"), words, done, ways, "deploy/manage doctor --letter …")


def _sent(letters: QuerySet[Delivery] | QuerySet[AccountLetter]) -> bool:
    return letters.filter(state="SENT").exists()


def _procedure() -> Step:
    words = _about("people", "procedure")
    count = Procedure.objects.filter(open=True).count()
    able = count - len(words)
    done = _("{able} thủ tục nhận hồ sơ và có đủ người làm.").format(able=able)
    if able <= 0 and not words:
        mend = _("nhập cơ quan rồi công bố thủ tục có sẵn, hoặc soạn thủ tục của cơ quan")
        words = [doctor.Word("procedure", MISSING, _("Chưa có thủ tục nào nhận hồ sơ."), mend)]
    ways = (_list(_("Phiên bản thủ tục"), "workflows_procedureversion"),)
    title = _("Thủ tục đầu tiên")
    return _step(title, [] if able > 0 else words, done, ways, "deploy/manage publish_procedures")


def _dossier() -> Step:
    first = Dossier.objects.order_by("pk").first()
    ways = (Way(_("Trang của người dân"), reverse("portal:home")),)
    if first is None:
        says, mend = _("Chưa có hồ sơ nào."), _("nộp một hồ sơ như người dân, từ trang chủ")
        return Step(_("Hồ sơ đầu tiên"), MISSING, says, mend, ways=ways)
    done = _("{code}, ngày {day}.").format(code=first.code, day=_day(first.submitted_at))
    return Step(_("Hồ sơ đầu tiên"), DONE, done, ways=ways)


def _paper() -> Step:
    first = Document.objects.filter(state=Document.State.SEALED).order_by("pk").first()
    ways = (
        _list(_("Văn bản"), "documents_document"),
        Way(_("Kiểm tra văn bản"), reverse("portal:verify")),
    )
    if first is None:
        says = _("Chưa có văn bản nào được đóng dấu.")
        mend = _("giải quyết hồ sơ đầu tiên đến bước cấp số, đóng dấu; rồi kiểm tra bằng mã QR")
        return Step(_("Bản đóng dấu đầu tiên"), MISSING, says, mend, ways=ways)
    done = _("Đã đóng dấu, ai cũng kiểm tra được bằng mã in trên văn bản.")
    return Step(_("Bản đóng dấu đầu tiên"), DONE, done, ways=ways)


def _restored() -> Step:
    words = [*_about("backup", "backup"), *_about("trial", "trial")]
    last = TrialRestore.objects.first()
    done = ""
    if last is None:
        mend = _("sao lưu, rồi khôi phục thử trên máy chủ")
        words = words or [
            doctor.Word("trial", MISSING, _("Chưa bản sao lưu nào được khôi phục thử."), mend)
        ]
    else:
        done = _("Khôi phục thử ngày {day}, mất {seconds} giây, mọi tổng đều khớp.").format(
            day=_day(last.at), seconds=last.seconds
        )
    ways = (_list(_("Lần khôi phục thử"), "operation_trialrestore"),)
    return _step(_("Sao lưu và khôi phục"), words, done, ways, "deploy/trial")


def _about(question: str, *abouts: str) -> list[doctor.Word]:
    return [word for word in doctor.asked(question) if word.about in (*abouts, question)]


def _step(
    title: str, words: list[doctor.Word], done: str, ways: tuple[Way, ...], command: str = ""
) -> Step:
    if not words:
        return Step(title, DONE, done, ways=ways)
    first = min(words, key=lambda word: word.state != WRONG)
    return Step(title, first.state, first.says, first.mend, len(words) - 1, ways, command)


def _list(name: str, model: str) -> Way:
    return Way(name, reverse(f"admin:{model}_changelist"))


def _day(moment: object) -> str:
    return date_format(timezone.localtime(moment), "d/m/Y")  # type: ignore[arg-type]


def todo(found: list[Step]) -> Iterator[Step]:
    """What is not done yet."""
    return (step for step in found if step.state != DONE)
