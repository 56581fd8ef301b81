"""Each row of the table as a question to the database about a dossier; lists and single pages ask
the same.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from organisations.models import User
from organisations.roles import CASHIER, CLERK, HEAD, RECEPTIONIST, Post
from workflows.lifecycle import CLOSED
from workflows.models import CONSULT, CouncilMember, Dossier, DossierFee, Entry, HandOver, WorkItem
from workflows.reading_rights.table import Who

NOBODY = Q(pk__in=())
_NOBODYS = Q(owner=None, to_be_given=False)  # tasks that wait in the queue
#: Roles whose papers an authority issued itself and goes on reading after it gave the dossier up.
ISSUERS = (HEAD, RECEPTIONIST, CLERK)


@dataclass(frozen=True)
class Person:
    """Who reads: what they may use today, and since when what they did still counts."""

    user: User
    posts: tuple[Post, ...]
    since: dt.datetime
    way: str = ""  # from the rows that are asked for to the dossier: "process__" for tasks

    @property
    def dossier(self) -> OuterRef:
        """The dossier of the row, inside a subquery."""
        return OuterRef(f"{self.way}pk")

    def where(self, **given: object) -> Q:
        """The same of the dossier's own columns."""
        return Q(**{f"{self.way}{name}": value for name, value in given.items()})

    def of(self, *wanted: str) -> list[Post]:
        """Their posts of these roles."""
        return [post for post in self.posts if post.role in wanted]

    @property
    def working(self) -> list[Post]:
        """Their posts but those of a clerk, who numbers and seals what others decided."""
        return [post for post in self.posts if post.role != CLERK]

    @property
    def deciding(self) -> list[Post]:
        """Of these those whose work is not over with the reception or the return of a dossier."""
        return [post for post in self.working if post.role != RECEPTIONIST]


def condition(who: Who, person: Person) -> Q | None:
    """Filter for the dossiers to which the person stands so; None where they stand so to none."""
    asks = CONDITIONS.get(who)
    return asks(person) if asks else None


def _task(person: Person) -> Q | None:
    return _open(person, person.working, lambda post: _is_own(person, post))


def _queue(person: Person) -> Q | None:
    return _open(person, person.working, lambda post: _NOBODYS)


def _team(person: Person) -> Q | None:
    return _open(person, person.posts, lambda post: Q())


def _sealing(person: Person) -> Q | None:
    return _open(person, person.of(CLERK), lambda post: _is_own(person, post) | _NOBODYS)


def _gives(person: Person) -> Q | None:
    here = _to_give(person)
    return here and _tasks(person, here & Q(finished=None))


def _past(person: Person) -> Q | None:
    return _any(
        part for part in (_done(person, person.deciding), _opened(person)) if part is not None
    )


def _sealed(person: Person) -> Q | None:
    return _done(person, person.of(CLERK))


def _council(person: Person) -> Q | None:
    if not person.posts:
        return None  # whoever is no officer any more
    seats = CouncilMember.objects.filter(user=person.user, council__dossier=person.dossier)
    return Q(
        Exists(seats.filter(Q(council__closed_at=None) | Q(council__closed_at__gte=person.since)))
    )


def _asked(person: Person) -> Q | None:
    here = _any(_of_role(post) for post in person.posts)
    lately = Q(finished=None) | Q(finished__gte=person.since)
    return here and Q(Exists(_items(person, here & lately).filter(flow_task_type=CONSULT)))


def _desk(person: Person) -> Q | None:
    received, did = _received(person), _done(person, person.of(RECEPTIONIST))
    if received is None or did is None:
        return None
    lately = Entry.objects.filter(dossier=person.dossier, at__gte=person.since)
    return did | received & (~person.where(legal_status__in=CLOSED) | Q(Exists(lately)))


def _received(person: Person) -> Q | None:
    return _by_office(
        person, person.of(RECEPTIONIST), lambda ids: _kept(f"{person.way}receiving", ids)
    )


def _head(person: Person) -> Q | None:
    def headed(ids: Collection[int]) -> Q:
        own = _kept(f"{person.way}receiving", ids) | _kept(f"{person.way}deciding", ids)
        return own | _tasks(person, _kept("authority", ids) & _not_given_up())

    return _by_office(person, person.of(HEAD), headed)


def _decides(person: Person) -> Q | None:
    heads = _by_office(person, person.of(HEAD), lambda ids: _kept(f"{person.way}deciding", ids))
    here = Q(authority=F("process__deciding"))
    waits = _open(person, person.working, lambda post: here & (_is_own(person, post) | _NOBODYS))
    done = _done(person, person.deciding, here)
    gives = _to_give(person)
    parts = [heads, waits, done, gives and _tasks(person, gives & here & Q(finished=None))]
    return _any(part for part in parts if part is not None)


def _gave_up(person: Person) -> Q | None:
    def left(ids: Collection[int]) -> Q:
        return Q(Exists(HandOver.objects.filter(dossier=person.dossier, leaves__in=ids)))

    return _by_office(person, person.of(*ISSUERS), left)


def _cashier(person: Person) -> Q | None:
    def collects(ids: Collection[int]) -> Q:
        return Q(Exists(DossierFee.objects.filter(dossier=person.dossier, request__payee__in=ids)))

    return _by_office(person, person.of(CASHIER), collects)


#: Rows that no dossier gives (whoever filed it is asked before) have no question.
CONDITIONS: dict[Who, Callable[[Person], Q | None]] = {
    Who.TASK: _task,
    Who.QUEUE: _queue,
    Who.TEAM: _team,
    Who.GIVES: _gives,
    Who.SEALING: _sealing,
    Who.SEALED: _sealed,
    Who.PAST: _past,
    Who.COUNCIL: _council,
    Who.ASKED: _asked,
    Who.DESK: _desk,
    Who.BOOK: _received,
    Who.HEAD: _head,
    Who.DECIDES: _decides,
    Who.GAVE_UP: _gave_up,
    Who.CASHIER: _cashier,
}


def _any(parts: Iterable[Q]) -> Q | None:
    found = list(parts)
    return reduce(or_, found) if found else None


def _items(person: Person, where: Q) -> QuerySet[WorkItem]:
    return WorkItem.objects.filter(where, process=person.dossier).order_by()


def _tasks(person: Person, where: Q) -> Q:
    """Dossiers with such a task; a question to somebody who is asked is none."""
    return Q(Exists(_items(person, where & ~Q(flow_task_type=CONSULT))))


def _open(person: Person, posts: Iterable[Post], which: Callable[[Post], Q]) -> Q | None:
    here = _any(_of_role(post) & which(post) for post in posts)
    return here and _tasks(person, here & Q(finished=None))


def _of_role(post: Post) -> Q:
    return Q(role=post.role, authority=post.authority_id) & _of_procedures(post)


def _of_procedures(post: Post, way: str = "process__") -> Q:
    """What a limited cover reaches; everything for any other post."""
    slugs = post.procedures.split()
    return Q(**{f"{way}version__procedure__slug__in": slugs}) if slugs else Q()


def _to_give(person: Person) -> Q | None:
    """Tasks that they give to somebody by one of their posts."""
    return _any(
        Q(given_by=post.role, authority=post.authority_id) & _of_procedures(post)
        for post in person.posts
    )


def _is_own(person: Person, post: Post) -> Q:
    """Theirs, or that of the one whose post it is."""
    own = Q(owner=person.user)
    return own if post.covered_id is None else own | Q(owner=post.covered_id)


def _done(person: Person, posts: Iterable[Post], where: Q | None = None) -> Q | None:
    """What they decided, or somebody in their stead, in a role that they may use today; also before
    a reform.
    """
    here = _any(
        Q(role=post.role) & _kept("authority", [post.authority_id]) & _of_procedures(post)
        for post in posts
    )
    if here is None:
        return None
    own = Q(owner=person.user) | Q(cover__assignment__user=person.user)
    decided = here & own & ~Q(outcome="") & Q(finished__gte=person.since) & _not_given_up()
    return _tasks(person, decided & where if where else decided)


def _opened(person: Person) -> Q | None:
    """What they opened for an office at which they have a post."""
    offices = sorted({post.authority_id for post in person.posts})
    if not offices:
        return None
    first = Entry.objects.filter(
        dossier=person.dossier, sequence=1, actor=person.user, at__gte=person.since
    )
    return person.where(channel=Dossier.Channel.OFFICIAL, deciding__in=offices) & Q(Exists(first))


def _not_given_up() -> Q:
    """The task's authority did not hand the dossier over to another since; a reform gives nothing
    up.
    """
    left = HandOver.objects.filter(
        dossier=OuterRef("process"), leaves=OuterRef("authority"), reform=None
    )
    return Q(~Exists(left.filter(at__gte=OuterRef("created"))))


def _kept(name: str, ids: Collection[int]) -> Q:
    """One of these authorities, or one whose archive it keeps."""
    return Q(**{f"{name}__in": ids}) | Q(**{f"{name}__successor__in": ids})


def _by_office(
    person: Person, posts: Collection[Post], of: Callable[[Collection[int]], Q]
) -> Q | None:
    """A question about authorities, asked once for all posts without a limit and once for each
    limited one.
    """
    whole = sorted({post.authority_id for post in posts if not post.procedures})
    parts = [of(whole)] if whole else []
    limited = [post for post in posts if post.procedures and post.authority_id not in whole]
    return _any(
        [*parts, *(of([post.authority_id]) & _of_procedures(post, person.way) for post in limited)]
    )
