"""Named questions about who may do what. Asked again at every act and page: a role removed is dead at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from documents.models import Document
from forms.models import StoredFile
from organisations import roles
from organisations.models import Authority, User
from organisations.roles import CASHIER, HEAD, RECEPTIONIST, Post, holds, post_for, posts
from workflows import asked, commitments, promises, results
from workflows.catalogue import definition_of
from workflows.definition import Definition
from workflows.lifecycle import CLOSED, WITHDRAWABLE, Status
from workflows.models import (
    CONSULT,
    CouncilMember,
    Dossier,
    DossierDocument,
    DossierFile,
    Draft,
    Entry,
    HandOver,
    WorkItem,
)


def procedure_of(dossier: Dossier) -> str:
    """The slug that a cover may be limited to."""
    slug: str = dossier.flow_class.definition.slug
    return slug


def post_at(user: User, role: str, authority_id: int, dossier: Dossier) -> Post | None:
    """By which post the person uses a role there for this dossier; None when he may not."""
    return post_for(user, role, authority_id, procedure_of(dossier))


def post_on(user: User, item: WorkItem) -> Post | None:
    """By which post the person takes up the task: the cover of its owner where he stands in for him; None without."""
    if not item.role or not item.authority_id:
        return None
    return post_for(user, item.role, item.authority_id, procedure_of(item.process), item.owner_id)


def is_free_for(user: User, item: WorkItem, post: Post) -> bool:
    """Nobody has the task and no head is to give it, or he himself has it, or the one whom he stands in for.

    A task whose owner may use its role no longer is nobody's: it is back in its queue.
    """
    if item.owner_id in (user.pk, post.covered_id):
        return item.owner_id is not None or not item.to_be_given
    nobody = item.owner_id is None or has_left(item)
    return nobody and not item.to_be_given


def has_left(item: WorkItem) -> bool:
    """True when whoever has the open task may no longer use its role there: it is nobody's, and back in its queue."""
    return item.finished is None and item.owner is not None and post_on(item.owner, item) is None


def holder_of(item: WorkItem) -> User | None:
    """Whoever has the task and may still do it."""
    return None if has_left(item) else item.owner


def may_claim(user: User, item: WorkItem) -> bool:
    """An open task of a role that the person may use there today, which no colleague has."""
    if item.finished is not None:
        return False
    post = post_on(user, item)
    return post is not None and is_free_for(user, item, post)


def may_decide(user: User, item: WorkItem) -> bool:
    """Deciding claims by itself, so the question is the same."""
    return may_claim(user, item)


def holds_item(user: User, item: WorkItem) -> bool:
    """True when the person may use the role of the task at its authority today."""
    return post_on(user, item) is not None


def is_other_person(user: User, item: WorkItem, definition: Definition, post: Post | None = None) -> bool:
    """Four eyes: False for the applicant himself, and for whoever decided a step the present one is kept apart from.

    Whoever opened a dossier for his office is kept from such a step too. Each side is the person and the one he stands
    in for: nobody approves what was done in his name, nor in anybody's name what that one did himself.
    """
    post = post or post_on(user, item)
    side = {user.pk} | ({post.covered_id} if post and post.covered_id else set())
    if item.process.applicant_id in side:
        return False
    apart = getattr(definition.step(item.step), "not_same_person_as", ())
    if not apart:
        return True
    if item.process.channel == Dossier.Channel.OFFICIAL and _opened(side, item.process):
        return False
    done = WorkItem.objects.filter(process_id=item.process_id, step__in=apart).exclude(outcome="")
    return not done.filter(Q(owner__in=side) | Q(cover__assignment__user__in=side)).exists()


def _opened(side: set[int], dossier: Dossier) -> bool:
    """True for the officer who opened the dossier for his office: he does not also sign it."""
    return Entry.objects.filter(dossier=dossier, sequence=1, actor__in=side).exists()


def may_see(user: User, dossier: Dossier) -> bool:
    """The applicant, members of its councils, and officers of the authorities that receive, decide or have a task.

    Whoever is only asked for an opinion sees what the question shows (`workflows.asked`), and the whole where it shows
    the whole.
    """
    if not user.is_authenticated:
        return False
    if dossier.applicant_id is not None and dossier.applicant_id == user.pk:
        return True
    return works_on(user, dossier, or_is_shown_it=True)


def works_on(user: User, dossier: Dossier, or_is_shown_it: bool = False) -> bool:
    """Members of its councils, and officers of the authorities that receive, decide or have a task.

    Whoever is only asked for an opinion does not count, but with `or_is_shown_it`, where the question shows the whole.
    """
    authorities = authorities_on(user, dossier)
    if authorities & {dossier.receiving_id, dossier.deciding_id}:
        return True
    if authorities and _worked_on(dossier, authorities, or_is_shown_it):
        return True
    return CouncilMember.objects.filter(council__dossier=dossier, user=user).exists()


def _worked_on(dossier: Dossier, authorities: set[int], or_is_shown_it: bool) -> bool:
    """One of the authorities has a task that is more than a question, or, if that counts, one that shows the whole.

    One that gave the dossier up sees what came to it since. What an authority closed before a reform is read by whoever
    keeps its archive.
    """
    kept = Authority.objects.filter(successor__in=authorities).values_list("pk", flat=True)
    reach = authorities | set(kept)
    if reach & {dossier.receiving_id, dossier.deciding_id}:
        return True
    tasks = list(WorkItem.objects.filter(process=dossier, authority_id__in=reach))
    left = dict(HandOver.objects.filter(dossier=dossier, reform=None).values_list("leaves_id", "at"))
    had = [task for task in tasks if task.authority_id not in left or task.created > left[task.authority_id]]
    questions = [task.step for task in had if task.flow_task_type == CONSULT]
    return len(questions) < len(had) or (or_is_shown_it and asked.shows_everything(dossier, questions))


def authorities_on(user: User, dossier: Dossier) -> set[int]:
    """Ids of the authorities where he may use any role for this dossier's procedure."""
    return {post.authority_id for post in posts(user) if post.reaches(procedure_of(dossier))}


def may_receive(user: User, authority: Authority, procedure: str) -> bool:
    """A receptionist of the authority files for whoever comes to its counter; `procedure` is a slug."""
    return holds(user, RECEPTIONIST, authority.pk, procedure)


def may_open_ex_officio(user: User, definition: Definition, authority: Authority) -> bool:
    """Whoever holds the role, which the definition names for it, at that authority."""
    return definition.ex_officio is not None and holds(user, definition.ex_officio.role, authority.pk, definition.slug)


def is_applicant(user: User, dossier: Dossier) -> bool:
    """True for the account that filed the dossier."""
    return user.is_authenticated and dossier.applicant_id == user.pk


def may_withdraw(user: User, dossier: Dossier) -> bool:
    """The applicant, while no result exists (NĐ 118/2025 Điều 21)."""
    return is_applicant(user, dossier) and dossier.legal_status in WITHDRAWABLE and not results.has_result(dossier)


def may_supply(user: User, dossier: Dossier) -> bool:
    """The applicant while a supplement is asked; for a dossier filed at the counter, the receptionist there."""
    if dossier.legal_status != Status.SUPPLEMENT_ASKED:
        return False
    if is_applicant(user, dossier):
        return True
    return dossier.applicant_id is None and post_at(user, RECEPTIONIST, dossier.receiving_id, dossier) is not None


def may_reply(user: User, dossier: Dossier) -> bool:
    """The applicant answers what he was asked; for a dossier filed at the counter, the receptionist there."""
    if is_applicant(user, dossier):
        return True
    return dossier.applicant_id is None and holds(user, RECEPTIONIST, dossier.receiving_id)


def may_stop(user: User, dossier: Dossier) -> bool:
    """After the applicant asked: reception confirms, or a head of the authority that decides."""
    return dossier.legal_status == Status.WITHDRAWAL_ASKED and post_to_stop(user, dossier) is not None


def post_to_stop(user: User, dossier: Dossier) -> Post | None:
    """By which post somebody confirms that a dossier stops."""
    at_counter = post_at(user, RECEPTIONIST, dossier.receiving_id, dossier)
    return at_counter or post_at(user, HEAD, dossier.deciding_id, dossier)


def may_extend(user: User, dossier: Dossier) -> bool:
    """The apology is signed by the head, not by the clerk (TT 03/2025); once only; the clock must be running."""
    running = dossier.legal_status in (Status.RECEIVED, Status.PROCESSING) and dossier.paused_at is None
    if not running or post_at(user, HEAD, dossier.deciding_id, dossier) is None:
        return False
    return not promises.has_promised(dossier)


def may_revoke(user: User, document: Document, dossier: Dossier) -> bool:
    """A head of the authority that issued it; nobody revokes in his own case."""
    return post_to_revoke(user, document, dossier) is not None


def post_to_revoke(user: User, document: Document, dossier: Dossier) -> Post | None:
    """By which post somebody takes a document back."""
    return None if is_applicant(user, dossier) else post_at(user, HEAD, document.authority_id, dossier)


def may_allow_again(user: User, dossier: Dossier) -> bool:
    """A head of the authority that decides, or of the one that has the dossier before it."""
    return dossier.legal_status not in CLOSED and post_to_allow_again(user, dossier) is not None


def post_to_allow_again(user: User, dossier: Dossier) -> Post | None:
    """By which post somebody lets a thing be asked again."""
    if deciding := post_at(user, HEAD, dossier.deciding_id, dossier):
        return deciding
    here = WorkItem.objects.filter(process=dossier, finished__isnull=True, authority__isnull=False)
    found = (post_at(user, HEAD, pk, dossier) for pk in here.values_list("authority_id", flat=True))
    return next((post for post in found if post is not None), None)


def is_cashier(user: User, authority_id: int) -> bool:
    """The cashier of the authority, today."""
    return holds(user, CASHIER, authority_id)


def may_collect(user: User, dossier: Dossier, payee_id: int) -> bool:
    """The cashier of the authority that asked, also after the dossier went to another; never for himself."""
    return _and_not_his_own(post_at(user, CASHIER, payee_id, dossier), user, dossier)


def may_exempt(user: User, dossier: Dossier) -> bool:
    """A head of the authority that decides, while the fee is asked; not the cashier, and not for himself."""
    if dossier.legal_status != Status.PAYMENT_ASKED:
        return False
    return _and_not_his_own(post_at(user, HEAD, dossier.deciding_id, dossier), user, dossier)


def _and_not_his_own(post: Post | None, user: User, dossier: Dossier) -> bool:
    """He has the post, and the dossier is neither his own nor that of the one he stands in for."""
    if post is None or dossier.applicant_id is None:
        return post is not None
    return dossier.applicant_id not in (user.pk, post.covered_id)


def may_hand_over(user: User, dossier: Dossier) -> bool:
    """A head or a receptionist of the office that received or is to decide (NĐ 118/2025: routing is by competence)."""
    return post_to_hand_over(user, dossier) is not None


def post_to_hand_over(user: User, dossier: Dossier) -> Post | None:
    """By which post somebody hands a dossier over."""
    places = [(role, office) for role in (HEAD, RECEPTIONIST) for office in (dossier.receiving_id, dossier.deciding_id)]
    found = (post_at(user, role, office, dossier) for role, office in places)
    return next((post for post in found if post is not None), None)


def may_reassign(user: User, item: WorkItem) -> bool:
    """A head of the task's authority gives it to somebody who holds its role; so does the role its step names."""
    return item.finished is None and post_to_reassign(user, item) is not None


def post_to_reassign(user: User, item: WorkItem) -> Post | None:
    """By which post somebody gives a task: the role that its step names (`given_by`), or the head's."""
    if item.authority_id is None:
        return None
    found = (post_at(user, role, item.authority_id, item.process) for role in (item.given_by, HEAD) if role)
    return next((post for post in found if post is not None), None)


def may_open_file(user: User, stored_file_id: UUID | str) -> bool:
    """Whoever may open a paper of a dossier that holds it (`papers_for`); before it is in one, whoever uploaded it."""
    if not user.is_authenticated:
        return False
    links = list(DossierFile.objects.filter(file__pk=stored_file_id).select_related("dossier"))
    if links:
        return any(papers_for(user, link.dossier, [link]) for link in links)
    if not StoredFile.objects.filter(pk=stored_file_id, uploaded_by=user).exists():
        return False
    return not _left_at_a_counter(user, str(stored_file_id))


def papers_for(user: User, dossier: Dossier, papers: Iterable[DossierFile]) -> list[DossierFile]:
    """Which of the dossier's papers the person may open.

    The applicant: what came from him, and what a question put to him is about. Whoever works on the dossier: all but
    what was given in confidence, which the authority that decides reads. Whoever is asked: what the question shows, and
    what he brought.
    """
    if is_applicant(user, dossier):
        shown = commitments.steps_shown_to_applicant(dossier)
        return [paper for paper in papers if not paper.is_officers or (paper.step in shown and not paper.confidential)]
    works = works_on(user, dossier)
    sees = works or may_see(user, dossier)
    asks = dossier.deciding_id in authorities_on(user, dossier)

    def opens(paper: DossierFile) -> bool:
        by_standing = asks if paper.confidential else works if paper.is_officers else sees
        return by_standing or asked.may_open(user, dossier, paper)

    return [paper for paper in papers if opens(paper)]


def may_fill(user: User, draft: Draft) -> bool:
    """His own unfinished application; one begun at a counter only while he receives there, one of an office only while
    he may open it."""
    if draft.owner_id != user.pk:
        return False
    if draft.office is not None:
        return may_open_ex_officio(user, definition_of(draft.version), draft.office)
    return draft.counter is None or may_receive(user, draft.counter, draft.version.procedure.slug)


def _left_at_a_counter(user: User, stored_file_id: str) -> bool:
    """True for a paper of a citizen that the person took in at a counter where he receives no longer."""
    drafts = Draft.objects.filter(owner=user, counter__isnull=False, dossier__isnull=True).select_related("counter")
    return any(not may_fill(user, draft) and stored_file_id in json.dumps(draft.answers) for draft in drafts)


def may_move_versions(user: User) -> bool:
    """An administrator with this right moves running dossiers to another version of their procedure."""
    return bool(user.is_active and user.has_perm("workflows.move_dossiers"))


def keepers_for(dossier: Dossier) -> list[int]:
    """Ids of the authorities whose registers a dossier may be matched with: who decides it, and the units under it.

    Another province's books are nobody's business here, though the office that looks is allowed to look things up.
    """
    decides = dossier.deciding_id
    return list(Authority.objects.filter(Q(pk=decides) | Q(parent=decides)).values_list("pk", flat=True))


def may_read_document(user: User, document: Document) -> bool:
    """Whoever may see the dossier it was issued for; and the authority that issued it and then gave the dossier up."""
    if not user.is_authenticated:
        return False
    link = DossierDocument.objects.filter(document=document).select_related("dossier").first()
    if link is None:
        return False
    if may_see(user, link.dossier):
        return True
    gave_up = HandOver.objects.filter(dossier=link.dossier, leaves=document.authority_id)
    return document.authority_id in authorities_on(user, link.dossier) and gave_up.exists()


def authorities_of(user: User) -> Q:
    """Filter for dossiers an officer may see, used by search."""
    held = posts(user)
    whole = {post.authority_id for post in held if not post.procedures}
    found = _of_offices(whole)
    for post in held:
        if post.procedures and post.authority_id not in whole:
            found |= _of_offices({post.authority_id}) & Q(version__procedure__slug__in=post.procedures.split())
    return found


def _of_offices(offices: set[int]) -> Q:
    """Dossiers that one of the offices received or decides, or one that it keeps the archive of."""
    ids = sorted(offices)
    own = Q(receiving_id__in=ids) | Q(deciding_id__in=ids)
    return own | Q(receiving__successor_id__in=ids) | Q(deciding__successor_id__in=ids)


def heads_of(authority: Authority) -> list[User]:
    """Its heads today, and who stands in for them."""
    return roles.present(HEAD, authority.pk)


def holders_of(item: WorkItem) -> list[User]:
    """People who may be given the task: they may use its role there today, and nobody stands in for them."""
    return present_for(item, "")


def present_for(item: WorkItem, area: str) -> list[User]:
    """The same, and of those who look after an area only them."""
    if item.authority_id is None:
        return []
    return roles.present(item.role, item.authority_id, procedure_of(item.process), area)
