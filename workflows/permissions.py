"""Named questions about who may do what. Asked again at every act and page: a role removed is dead at once."""

from __future__ import annotations

import json
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from documents.models import Document
from forms.models import StoredFile
from organisations.models import Authority, User
from organisations.roles import CASHIER, HEAD, RECEPTIONIST, held_pairs, holds
from workflows import promises
from workflows.definition import Definition
from workflows.lifecycle import CLOSED, WITHDRAWABLE, Status
from workflows.models import CouncilMember, Dossier, DossierDocument, DossierFile, Draft, HandOver, WorkItem


def may_claim(user: User, item: WorkItem) -> bool:
    """A free or own open task of a role the person holds at that authority today."""
    return item.finished is None and item.owner_id in (None, user.pk) and holds_item(user, item)


def may_decide(user: User, item: WorkItem) -> bool:
    """Deciding claims by itself, so the question is the same."""
    return may_claim(user, item)


def holds_item(user: User, item: WorkItem) -> bool:
    """True when the person holds the role of the task at its authority today."""
    return bool(item.role and item.authority_id and holds(user, item.role, item.authority_id))


def is_other_person(user: User, item: WorkItem, definition: Definition) -> bool:
    """Four eyes: False for the applicant himself, and for whoever decided a step the present one is kept apart from."""
    if item.process.applicant_id == user.pk:
        return False
    apart = getattr(definition.step(item.step), "not_same_person_as", ())
    if not apart:
        return True
    return (
        not WorkItem.objects.filter(process_id=item.process_id, step__in=apart, owner=user).exclude(outcome="").exists()
    )


def may_see(user: User, dossier: Dossier) -> bool:
    """The applicant, members of its councils, and officers of the authorities that receive, decide or were asked."""
    if not user.is_authenticated:
        return False
    if dossier.applicant_id is not None and dossier.applicant_id == user.pk:
        return True
    authorities = _offices(user)
    if authorities & {dossier.receiving_id, dossier.deciding_id}:
        return True
    if authorities and _worked_on(dossier, authorities):
        return True
    return CouncilMember.objects.filter(council__dossier=dossier, user=user).exists()


def _worked_on(dossier: Dossier, authorities: set[int]) -> bool:
    """One of the authorities was asked, or has a task; one that gave the dossier up sees what came to it since.

    What an authority closed before a reform is read by whoever keeps its archive.
    """
    kept = Authority.objects.filter(successor__in=authorities).values_list("pk", flat=True)
    reach = authorities | set(kept)
    if reach & {dossier.receiving_id, dossier.deciding_id}:
        return True
    tasks = WorkItem.objects.filter(process=dossier, authority_id__in=reach).values_list("authority_id", "created")
    left = dict(HandOver.objects.filter(dossier=dossier, reform=None).values_list("leaves_id", "at"))
    return any(authority not in left or created > left[authority] for authority, created in tasks)


def may_receive(user: User, authority: Authority) -> bool:
    """A receptionist of the authority files for whoever comes to its counter."""
    return holds(user, RECEPTIONIST, authority.pk)


def is_applicant(user: User, dossier: Dossier) -> bool:
    """True for the account that filed the dossier."""
    return user.is_authenticated and dossier.applicant_id == user.pk


def may_withdraw(user: User, dossier: Dossier) -> bool:
    """The applicant, while no result exists (NĐ 118/2025 Điều 21)."""
    return is_applicant(user, dossier) and dossier.legal_status in WITHDRAWABLE


def may_supply(user: User, dossier: Dossier) -> bool:
    """The applicant while a supplement is asked; for a dossier filed at the counter, the receptionist there."""
    if dossier.legal_status != Status.SUPPLEMENT_ASKED:
        return False
    if is_applicant(user, dossier):
        return True
    return dossier.applicant_id is None and holds(user, RECEPTIONIST, dossier.receiving_id)


def may_reply(user: User, dossier: Dossier) -> bool:
    """The applicant answers what he was asked; for a dossier filed at the counter, the receptionist there."""
    if is_applicant(user, dossier):
        return True
    return dossier.applicant_id is None and holds(user, RECEPTIONIST, dossier.receiving_id)


def may_stop(user: User, dossier: Dossier) -> bool:
    """After the applicant asked: reception confirms, or a head of the authority that decides."""
    return dossier.legal_status == Status.WITHDRAWAL_ASKED and (
        holds(user, RECEPTIONIST, dossier.receiving_id) or holds(user, HEAD, dossier.deciding_id)
    )


def may_extend(user: User, dossier: Dossier) -> bool:
    """The apology is signed by the head, not by the clerk (TT 03/2025); once only; the clock must be running."""
    running = dossier.legal_status in (Status.RECEIVED, Status.PROCESSING) and dossier.paused_at is None
    return running and holds(user, HEAD, dossier.deciding_id) and not promises.has_promised(dossier)


def may_allow_again(user: User, dossier: Dossier) -> bool:
    """A head of the authority that decides, or of the one that has the dossier before it."""
    if dossier.legal_status in CLOSED:
        return False
    if holds(user, HEAD, dossier.deciding_id):
        return True
    here = WorkItem.objects.filter(process=dossier, finished__isnull=True, authority__isnull=False)
    return any(holds(user, HEAD, pk) for pk in here.values_list("authority_id", flat=True))


def is_cashier(user: User, authority_id: int) -> bool:
    """The cashier of the authority, today."""
    return holds(user, CASHIER, authority_id)


def may_collect(user: User, dossier: Dossier) -> bool:
    """The cashier of the authority that decides notes what came and sends back what is owed; never his own fee."""
    return is_cashier(user, dossier.deciding_id) and dossier.applicant_id != user.pk


def may_exempt(user: User, dossier: Dossier) -> bool:
    """A head of the authority that decides, while the fee is asked; not the cashier, and not for himself."""
    asked = dossier.legal_status == Status.PAYMENT_ASKED and dossier.applicant_id != user.pk
    return asked and holds(user, HEAD, dossier.deciding_id)


def may_hand_over(user: User, dossier: Dossier) -> bool:
    """A head or a receptionist of the office that received or is to decide (NĐ 118/2025: routing is by competence)."""
    offices = {dossier.receiving_id, dossier.deciding_id}
    return any(holds(user, role, office) for role in (HEAD, RECEPTIONIST) for office in offices)


def may_reassign(user: User, item: WorkItem) -> bool:
    """A head of the task's authority gives it to somebody who holds its role."""
    return item.finished is None and item.authority_id is not None and holds(user, HEAD, item.authority_id)


def may_open_file(user: User, stored_file_id: UUID | str) -> bool:
    """Whoever may see a dossier that holds it; before it is in one, whoever uploaded it."""
    if not user.is_authenticated:
        return False
    links = list(DossierFile.objects.filter(file__pk=stored_file_id).select_related("dossier"))
    if links:
        return any(may_see(user, link.dossier) for link in links)
    if not StoredFile.objects.filter(pk=stored_file_id, uploaded_by=user).exists():
        return False
    return not _left_at_a_counter(user, str(stored_file_id))


def may_fill(user: User, draft: Draft) -> bool:
    """His own unfinished application; one begun at a counter only while he receives there."""
    if draft.owner_id != user.pk:
        return False
    return draft.counter is None or may_receive(user, draft.counter)


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
    """Whoever may see the dossier it was issued for; and the authority that issued it, wherever the dossier went."""
    if not user.is_authenticated:
        return False
    link = DossierDocument.objects.filter(document=document).select_related("dossier").first()
    return link is not None and (may_see(user, link.dossier) or document.authority_id in _offices(user))


def authorities_of(user: User) -> Q:
    """Filter for dossiers an officer may see, used by search."""
    ids = sorted(_offices(user))
    own = Q(receiving_id__in=ids) | Q(deciding_id__in=ids)
    return own | Q(receiving__successor_id__in=ids) | Q(deciding__successor_id__in=ids)


def _offices(user: User) -> set[int]:
    return {authority for _role, authority in held_pairs(user)}


def heads_of(authority: Authority) -> list[User]:
    """Its heads today."""
    return _holders(HEAD, authority.pk)


def holders_of(item: WorkItem) -> list[User]:
    """People who may be given the task: they hold its role at its authority today."""
    return _holders(item.role, item.authority_id) if item.authority_id else []


def _holders(role: str, authority_id: int) -> list[User]:
    today = timezone.localdate()
    in_force = Q(assignments__valid_to__isnull=True) | Q(assignments__valid_to__gte=today)
    return list(
        User.objects.filter(
            in_force,
            is_active=True,
            assignments__role_id=role,
            assignments__authority_id=authority_id,
            assignments__valid_from__lte=today,
        )
        .distinct()
        .order_by("full_name")
    )
