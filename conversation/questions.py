"""A question before filing: from a signed-in citizen, about a procedure, to an office in charge.

It concerns no dossier, so no journal; its rows say who asked and who answered. Files come with an
application, not with a question. When a dossier follows, its owner may link the question to it.
"""

from __future__ import annotations

from typing import TypedDict

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from conversation import remarks
from conversation.models import Remark, Thread
from forms.field_kinds import AuthorityField
from forms.lists import authority_choices
from foundation.text import clean_text
from organisations.account_models import AccountLetter
from organisations.accounts import letters
from organisations.models import Authority, User
from organisations.roles import HEAD, RECEPTIONIST, Post, posts
from workflows import permissions
from workflows.act import Act, perform
from workflows.definition import Definition
from workflows.definition.base import answer_of
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry, Procedure

#: Questions of one person that may wait for an answer at a time.
MOST_OPEN = 3
#: Who answers at the office in charge.
ANSWERING = (RECEPTIONIST, HEAD)


class Linked(TypedDict):
    """The first remark of the question that came to the dossier's thread."""

    remark: int


LINK_QUESTION = declare(
    "link_question",
    gettext_lazy("Gắn câu hỏi trước khi nộp"),
    told=Told.NOBODY,
    carries=(Linked,),
)


def offices_for(definition: Definition) -> list[tuple[str, str]]:
    """Slug and name of the authorities that receive the procedure, the first to be asked first;
    where the applicant names it in the form, all that may be named.
    """
    named = [place for place in definition.authority.receives if not answer_of(place)]
    if named:
        known = Authority.objects.in_bulk(named, field_name="slug")
        return [(slug, known[slug].name) for slug in named if slug in known]
    asked = {answer_of(place) for place in definition.authority.receives}
    kinds: set[str] = set()
    for field in definition.form.fields():
        if field.id in asked and isinstance(field, AuthorityField):
            kinds |= set(field.among)
    return list(authority_choices.bodies(kinds))


@transaction.atomic
def ask(asker: User, procedure: Procedure, office: Authority, text: str) -> Thread:
    """Write a question to the office. Raises WrongState, Incomplete."""
    text = clean_text(text)
    remarks.check_text(text)
    User.objects.select_for_update(of=("self",)).get(pk=asker.pk)  # one question at a time
    open_ones = Thread.objects.filter(asker=asker, dossier=None, waiting_since__isnull=False)
    if open_ones.count() >= MOST_OPEN:
        raise WrongState(
            _("Bạn đang có %(count)d câu hỏi chờ trả lời. Hãy chờ trả lời rồi hỏi tiếp.")
            % {"count": MOST_OPEN}
        )
    now = timezone.now()
    thread = Thread.objects.create(asker=asker, procedure=procedure, office=office, opened_at=now)
    remarks.add(thread, asker, text, None, now)
    return thread


@transaction.atomic
def write(thread: Thread, actor: User, text: str) -> Remark:
    """One more remark: of whoever asked, or an answer of the office.

    Raises NoRight, WrongState, Incomplete.
    """
    text = clean_text(text)
    remarks.check_text(text)
    thread = Thread.objects.select_for_update(of=("self",)).get(pk=thread.pk)
    if thread.dossier_id is not None:
        raise WrongState(_("Câu hỏi này đã gắn vào hồ sơ. Hãy nhắn ở trang hồ sơ."))
    if actor.pk == thread.asker_id:
        return _ask_more(thread, actor, text)
    if answering_post(actor, thread) is None:
        raise NoRight
    remark = remarks.add(thread, actor, text, thread.office, timezone.now())
    if thread.asker is not None:
        letters.owe(thread.asker, AccountLetter.Kind.QUESTION_ANSWERED)
    return remark


def _ask_more(thread: Thread, asker: User, text: str) -> Remark:
    if thread.waiting_since is not None:
        unanswered = thread.remarks.filter(of_office=False, at__gte=thread.waiting_since).count()
        if unanswered >= remarks.MOST_WAITING:
            raise WrongState(_("Cơ quan chưa trả lời các tin trước của bạn. Hãy chờ trả lời."))
    return remarks.add(thread, asker, text, None, timezone.now())


def answering_post(person: User, thread: Thread) -> Post | None:
    """By which post somebody answers the question: at the office that was asked, never their own
    question.
    """
    if thread.asker_id == person.pk or thread.procedure is None:
        return None
    slug = thread.procedure.slug
    fit = (
        post
        for post in posts(person)
        if post.role in ANSWERING and post.authority_id == thread.office_id and post.reaches(slug)
    )
    return next(fit, None)


def of_office(person: User) -> QuerySet[Thread]:
    """The questions that this officer may answer, those that wait first."""
    found = Q(pk__in=())
    for post in posts(person):
        if post.role in ANSWERING:
            here = Q(office=post.authority_id)
            slugs = post.procedures.split()
            found |= here & Q(procedure__slug__in=slugs) if slugs else here
    rows = Thread.objects.filter(found, dossier=None).exclude(asker=person)
    return rows.select_related("procedure", "office", "asker")


def waiting(person: User) -> QuerySet[Thread]:
    """Those of them that nobody has answered yet, the oldest first."""
    return of_office(person).filter(waiting_since__isnull=False).order_by("waiting_since", "pk")


def of_person(person: User) -> QuerySet[Thread]:
    """What somebody asked and has not linked to a dossier, the newest first."""
    rows = Thread.objects.filter(asker=person, dossier=None)
    return rows.select_related("procedure", "office").order_by("-pk")


def linkable(person: User, dossier: Dossier) -> QuerySet[Thread]:
    """Their questions about the procedure of a dossier that is theirs."""
    return of_person(person).filter(procedure=dossier.version.procedure)


def link(thread: Thread, dossier: Dossier, actor: User, key: str | None = None) -> Entry:
    """The question becomes part of the dossier's thread, for all who read that.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["link_question", dossier.pk, thread.pk]
    return perform(dossier.pk, actor, key, content, _link, actor, thread.pk)


def _link(act: Act, actor: User, pk: int) -> Entry:
    thread = Thread.objects.select_for_update(of=("self",)).filter(pk=pk, asker=actor).first()
    if thread is None or not permissions.is_applicant(actor, act.dossier):
        raise NoRight
    if thread.dossier_id is not None:
        raise WrongState(_("Câu hỏi này đã gắn vào hồ sơ."))
    if thread.procedure_id != act.dossier.version.procedure_id:
        raise Incomplete(_("Câu hỏi này về thủ tục khác."))
    first = thread.remarks.order_by("pk").values_list("pk", flat=True)[0]
    own, _made = Thread.objects.get_or_create(
        dossier=act.dossier, defaults={"opened_at": thread.opened_at}
    )
    thread.remarks.update(thread=own)
    waits = [one for one in (own.waiting_since, thread.waiting_since) if one]
    own.waiting_since = min(waits, default=None)
    own.save(update_fields=["waiting_since"])
    thread.delete()
    act.carry(Linked(remark=first))
    return act.record(LINK_QUESTION)
