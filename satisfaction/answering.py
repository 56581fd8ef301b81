"""A grade is given, once a dossier; a negative one is put before the head, who answers it.

The journal says that a grade was given, not which: only a negative one is told to the office,
because somebody has to answer it, and whoever gives it reads so beforehand.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.text import clean_text
from organisations.models import User
from organisations.roles import HEAD, posts
from satisfaction.asking import Asked, survey_of
from satisfaction.models import LONGEST, Survey
from workflows import permissions
from workflows.act import Act, perform
from workflows.errors import AlreadyDone, Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry

RATE = declare(
    "rate", gettext_lazy("Đã đánh giá mức độ hài lòng"), told=Told.NOBODY, carries=(Asked,)
)
RATE_BADLY = declare(
    "rate_badly", gettext_lazy("Đánh giá không hài lòng"), told=Told.OFFICERS, carries=(Asked,)
)
ANSWER_RATING = declare(
    "answer_rating",
    gettext_lazy("Trả lời đánh giá không hài lòng"),
    told=Told.APPLICANT,
    in_timeline=False,
    carries=(Asked,),
)


def rate(
    dossier: Dossier,
    actor: User | None,
    grade: int,
    reason: str,
    key: str | None = None,
) -> Entry:
    """Whoever filed it says how satisfied they are; `actor` None: by the link that was sent.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["rate", dossier.pk, grade, reason]
    return perform(dossier.pk, actor, key, content, _rate, actor, grade, clean_text(reason))


def _rate(act: Act, actor: User | None, grade: int, reason: str) -> Entry:
    if actor is not None and not permissions.is_applicant(actor, act.dossier):
        raise NoRight
    survey = survey_of(act.dossier)
    _check(grade, reason)
    if survey.grade is not None:
        # no name: whoever has the link reads this
        raise WrongState(_("Hồ sơ này đã được đánh giá."))
    survey.grade, survey.reason, survey.answered_at = grade, reason, act.now
    survey.authority = act.dossier.deciding
    survey.save()
    act.carry(Asked(survey=survey.pk))
    return act.record(RATE_BADLY if grade == Survey.Grade.NOT else RATE)


def _check(grade: int, reason: str) -> None:
    if grade not in Survey.Grade.values:
        raise Incomplete(_("Hãy chọn một mức."))
    if grade == Survey.Grade.NOT and not reason:
        raise Incomplete(_("Hãy ghi vì sao bạn không hài lòng, để cơ quan trả lời."))
    if len(reason) > LONGEST:
        raise Incomplete(_("Lý do dài quá %(count)d ký tự.") % {"count": LONGEST})


def reply(dossier: Dossier, actor: User, text: str, key: str | None = None) -> Entry:
    """A head of the authority that decided answers a negative grade, once.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    content = ["answer_rating", dossier.pk, text]
    return perform(dossier.pk, actor, key, content, _reply, actor, clean_text(text))


def _reply(act: Act, actor: User, text: str) -> Entry:
    post = permissions.post_at(actor, HEAD, act.dossier.deciding_id, act.dossier)
    if post is None or actor.pk in act.dossier.parties:
        raise NoRight
    act.acts_under(post)
    survey = Survey.objects.filter(dossier=act.dossier, grade=Survey.Grade.NOT).first()
    if survey is None:
        raise WrongState(_("Hồ sơ này không có đánh giá nào chờ trả lời."))
    if survey.replied_at is not None:
        raise AlreadyDone(by=str(survey.replied_by))
    if not text:
        raise Incomplete(_("Hãy viết câu trả lời."))
    if len(text) > LONGEST:
        raise Incomplete(_("Câu trả lời dài quá %(count)d ký tự.") % {"count": LONGEST})
    survey.reply, survey.replied_by, survey.replied_at = text, actor, act.now
    survey.save(update_fields=["reply", "replied_by", "replied_at"])
    act.carry(Asked(survey=survey.pk))
    return act.record(ANSWER_RATING)


def to_answer(head: User) -> QuerySet[Survey]:
    """Negative grades that this head owes an answer, the oldest first."""
    found = Q(pk__in=())
    for post in posts(head):
        if post.role == HEAD:
            here = Q(dossier__deciding=post.authority_id)
            slugs = post.procedures.split()
            found |= here & Q(procedure__slug__in=slugs) if slugs else here
    rows = Survey.objects.filter(found, grade=Survey.Grade.NOT, replied_at=None)
    rows = rows.filter(permissions.not_own(head, "dossier__"))
    return rows.select_related("dossier", "procedure").order_by("answered_at", "pk")
