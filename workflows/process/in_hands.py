"""What somebody has before them when they leave: tasks go back to their queues, a seat is filled
by whoever leads the council.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from organisations.leaving import InHand
from organisations.models import User
from workflows.models import CONSULT, CouncilMember, Draft, WorkItem


def of(person: User) -> list[InHand]:
    """Open tasks, open questions to them, seats in councils at work, what they took in and did not
    file.
    """
    tasks = WorkItem.objects.filter(owner=person, finished__isnull=True)
    rows = tasks.select_related("process").order_by("pk")
    return [*map(_task, rows), *_seats(person), *_taken_in(person)]


def _task(item: WorkItem) -> InHand:
    asked = item.flow_task_type == CONSULT
    what = _("Ý kiến được hỏi, hồ sơ %(code)s") if asked else _("Việc đã nhận, hồ sơ %(code)s")
    return InHand(what % {"code": item.process.code}, _("trở về hàng chờ"))


def _seats(person: User) -> list[InHand]:
    at_work = {"council__closed_at": None, "council__item__finished": None}
    seats = CouncilMember.objects.filter(user=person, **at_work).select_related("council__dossier")
    words, to_do = _("Ghế hội đồng, hồ sơ %(code)s"), _("người giữ hội đồng xem lại thành phần")
    return [InHand(words % {"code": one.council.dossier.code}, to_do, True) for one in seats]


def _taken_in(person: User) -> list[InHand]:
    count = (
        Draft.objects.filter(owner=person, dossier__isnull=True)
        .exclude(counter=None, office=None)
        .count()
    )
    words, to_do = _("%(count)d hồ sơ nhập dở tại cơ quan"), _("nhập lại từ giấy tờ đã nhận")
    return [InHand(words % {"count": count}, to_do, True)] if count else []
