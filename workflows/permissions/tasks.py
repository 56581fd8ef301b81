"""Who may take, do and give a task, and who has it."""

from __future__ import annotations

from typing import Any

from django.db.models import F

from foundation.compiled_reads import CompiledRead
from organisations import roles
from organisations.models import Authority, User
from organisations.roles import HEAD, Post
from workflows import sets
from workflows.definition import Definition
from workflows.models import TOGETHER, Dossier, Entry, WorkItem
from workflows.permissions.posts import post_at, post_on, procedure_of

#: The tasks of a dossier that somebody decided, with whom they stood in for.
DECIDED = CompiledRead(
    lambda pk: (
        WorkItem.objects.filter(process=pk)
        .exclude(outcome="")
        .annotate(covered=F("cover__assignment__user_id"))
        .order_by()
    ),
    int,
)


def is_free_for(user: User, item: WorkItem, post: Post) -> bool:
    """Nobody has the task and no head is to give it, or they have it themselves, or the one whom
    they stand in for.

    A task whose owner may use its role no longer is nobody's: it is back in its queue.
    """
    if item.owner_id in (user.pk, post.covered_id):
        return item.owner_id is not None or not item.to_be_given
    nobody = item.owner_id is None or has_left(item)
    return nobody and not item.to_be_given


def has_left(item: WorkItem) -> bool:
    """True when whoever has the open task may no longer use its role there: it is nobody's, and
    back in its queue.
    """
    return item.finished is None and item.owner is not None and post_on(item.owner, item) is None


def holder_of(item: WorkItem) -> User | None:
    """Whoever has the task and may still do it."""
    return None if has_left(item) else item.owner


def may_claim(user: User, item: WorkItem) -> bool:
    """An open task of a role that the person may use there today, which no colleague has; never
    one that is decided together with others.
    """
    if item.finished is not None or item.flow_task_type == TOGETHER:
        return False
    post = post_on(user, item)
    return post is not None and is_free_for(user, item, post)


def may_decide(user: User, item: WorkItem) -> bool:
    """Deciding claims by itself, so the question is the same."""
    return may_claim(user, item)


def holds_item(user: User, item: WorkItem) -> bool:
    """True when the person may use the role of the task at its authority today."""
    return post_on(user, item) is not None


def is_other_person(
    user: User, item: WorkItem, definition: Definition, post: Post | None = None
) -> bool:
    """Four eyes: False for the applicant, and for whoever decided a step the present one is kept
    apart from.

    Whoever opened a dossier for their office is kept from such a step too. Each side is the person
    and the one they stand in for: nobody approves what was done in their name, nor in anybody's
    name what that one did.
    """
    post = post or post_on(user, item)
    side = {user.pk} | ({post.covered_id} if post and post.covered_id else set())
    if item.process.parties & side:
        return False
    apart = definition.step(item.step).not_same_person_as
    if not apart:
        return True
    if item.process.channel == Dossier.Channel.OFFICIAL and _opened(side, item.process):
        return False
    batch = sets.current()
    if batch is not None and (known := batch.done(item.process_id)) is not None:
        return not any(one.step in apart and side & {one.owner, one.covered} for one in known)
    done: list[Any] = DECIDED.all(item.process_id)
    return not any(one.step in apart and side & {one.owner_id, one.covered} for one in done)


def _opened(side: set[int], dossier: Dossier) -> bool:
    """True for the officer who opened the dossier for their office: they do not also sign it."""
    return Entry.objects.filter(dossier=dossier, sequence=1, actor__in=side).exists()


def may_reassign(user: User, item: WorkItem) -> bool:
    """A head of the task's authority gives it to somebody who holds its role; so does the role its
    step names.
    """
    return item.finished is None and post_to_reassign(user, item) is not None


def post_to_reassign(user: User, item: WorkItem) -> Post | None:
    """By which post somebody gives a task: the role that its step names (`given_by`), or the
    head's.
    """
    if item.authority_id is None or item.flow_task_type == TOGETHER:
        return None
    found = (
        post_at(user, role, item.authority_id, item.process)
        for role in (item.given_by, HEAD)
        if role
    )
    return next((post for post in found if post is not None), None)


def heads_of(authority: Authority) -> list[User]:
    """Its heads today, and who stands in for them."""
    return roles.present(HEAD, authority.pk)


def holders_of(item: WorkItem) -> list[User]:
    """People who may be given the task: they may use its role there today, and nobody stands in for
    them.
    """
    return present_for(item, "")


def present_for(item: WorkItem, area: str) -> list[User]:
    """The same, and of those who look after an area only them."""
    if item.authority_id is None:
        return []
    return roles.present(item.role, item.authority_id, procedure_of(item.process), area)
