"""Who may do what with a dossier outside its tasks: file, complete, stop, extend, hand over,
move.
"""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from organisations.models import Authority, User
from organisations.roles import HEAD, RECEPTIONIST, Post, holds
from registers import lookup
from registers.models import Diploma
from workflows.deadlines import extensions
from workflows.definition import Definition
from workflows.lifecycle import AMENDABLE, CLOSED, WITHDRAWABLE, Status
from workflows.models import Dossier, Draft, Represented, WorkItem
from workflows.permissions import results
from workflows.permissions.posts import post_at
from workflows.published import definition_of


def may_receive(user: User, authority: Authority, procedure: str) -> bool:
    """A receptionist of the authority files for whoever comes to its counter; `procedure` is a
    slug.
    """
    return holds(user, RECEPTIONIST, authority.pk, procedure)


def may_open_ex_officio(user: User, definition: Definition, authority: Authority) -> bool:
    """Whoever holds the role, which the definition names for it, at that authority."""
    return definition.ex_officio is not None and holds(
        user, definition.ex_officio.role, authority.pk, definition.slug
    )


def is_applicant(user: User, dossier: Dossier) -> bool:
    """True for the account that filed the dossier, while it may act for whom it was filed; then
    for the account of that person, whether the dossier was passed on already or not.

    A child is represented by law, whatever its parent's account keeps; a mandate and an
    organisation end.
    """
    if not user.is_authenticated or user.pk not in dossier.parties:
        return False
    represented = dossier.represented
    if represented is None or represented.kind == Represented.Kind.CHILD:
        return dossier.applicant_id == user.pk
    if not represented.gives_right():
        return dossier.represented_person_id == user.pk
    return dossier.applicant_id == user.pk


def may_see(user: User, dossier: Dossier) -> bool:
    """The applicant's pages: for who filed the dossier, and for the person they act for."""
    if not user.is_authenticated:
        return False
    return dossier.represented_person_id == user.pk or is_applicant(user, dossier)


def own(user: User) -> Q:
    """Filter for the dossiers that `may_see` lets somebody see."""
    over = Q(represented__until__lt=timezone.localdate()) | Q(represented__state="ENDED")
    over |= Q(represented__person__is_active=False)
    not_over = Q(represented=None) | Q(represented__kind=Represented.Kind.CHILD) | ~over
    return Q(represented_person=user) | Q(applicant=user) & not_over


def not_own(user: User, way: str = "") -> Q:
    """Filter for dossiers, at the end of `way`, that are no business of the officer's own."""
    found = Q()
    for name in ("applicant", "represented_person", "represented__agent"):
        name = f"{way}{name}"
        found &= Q(**{f"{name}__isnull": True}) | ~Q(**{name: user})
    return found


def may_withdraw(user: User, dossier: Dossier) -> bool:
    """The applicant, while no result exists (NĐ 118/2025 Điều 21)."""
    return (
        is_applicant(user, dossier)
        and dossier.legal_status in WITHDRAWABLE
        and not results.has_result(dossier)
    )


def may_supply(user: User, dossier: Dossier) -> bool:
    """The applicant while a supplement is asked; for a dossier filed at the counter, the
    receptionist there.
    """
    return dossier.legal_status == Status.SUPPLEMENT_ASKED and is_filer(user, dossier)


def is_filer(user: User, dossier: Dossier) -> bool:
    """The applicant; for a dossier that no account answers for, the receptionist there, unless it
    was they who filed it for somebody.
    """
    if is_applicant(user, dossier):
        return True
    return (
        is_of_counter(dossier)
        and user.pk not in dossier.parties
        and post_at(user, RECEPTIONIST, dossier.receiving_id, dossier) is not None
    )


def is_of_counter(dossier: Dossier) -> bool:
    """Filed at the counter, or by an account that is closed since: what the applicant brings is
    entered by the receptionist.
    """
    return dossier.applicant is None or not dossier.applicant.is_active


def is_amendable(dossier: Dossier) -> bool:
    """Whether the step has not yet begun until which the applicant may correct what the procedure
    names; while something is asked of them, they answer that.
    """
    rule = dossier.flow_class.definition.amend
    if rule is None or dossier.legal_status not in AMENDABLE or results.has_result(dossier):
        return False
    return not WorkItem.objects.filter(process=dossier, step__in=rule.until).exists()


def may_amend(user: User, dossier: Dossier) -> bool:
    """Whoever filed the dossier, while it is amendable."""
    return is_filer(user, dossier) and is_amendable(dossier)


def may_reply(user: User, dossier: Dossier) -> bool:
    """The applicant answers what they were asked; for a dossier that no account answers for, the
    receptionist there.
    """
    if is_applicant(user, dossier):
        return True
    if not is_of_counter(dossier) or user.pk in dossier.parties:
        return False
    return holds(user, RECEPTIONIST, dossier.receiving_id)


def may_stop(user: User, dossier: Dossier) -> bool:
    """After the applicant asked: reception confirms, or a head of the authority that decides."""
    return (
        dossier.legal_status == Status.WITHDRAWAL_ASKED and post_to_stop(user, dossier) is not None
    )


def post_to_stop(user: User, dossier: Dossier) -> Post | None:
    """By which post somebody confirms that a dossier stops."""
    at_counter = post_at(user, RECEPTIONIST, dossier.receiving_id, dossier)
    return at_counter or post_at(user, HEAD, dossier.deciding_id, dossier)


def may_extend(user: User, dossier: Dossier) -> bool:
    """The apology is signed by the head, not by the clerk (TT 03/2025); once only; the clock must
    be running.
    """
    running = (
        dossier.legal_status in (Status.RECEIVED, Status.PROCESSING) and dossier.paused_at is None
    )
    if not running or post_at(user, HEAD, dossier.deciding_id, dossier) is None:
        return False
    return not extensions.has_promised(dossier)


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


def may_hand_over(user: User, dossier: Dossier) -> bool:
    """A head or a receptionist of the office that received or is to decide (NĐ 118/2025: routing is
    by competence).
    """
    return post_to_hand_over(user, dossier) is not None


def post_to_hand_over(user: User, dossier: Dossier) -> Post | None:
    """By which post somebody hands a dossier over."""
    places = [
        (role, office)
        for role in (HEAD, RECEPTIONIST)
        for office in (dossier.receiving_id, dossier.deciding_id)
    ]
    found = (post_at(user, role, office, dossier) for role, office in places)
    return next((post for post in found if post is not None), None)


def may_fill(user: User, draft: Draft) -> bool:
    """Their own unfinished application; one begun at a counter only while they receive there, one
    of an office only while they may open it.
    """
    if draft.owner_id != user.pk:
        return False
    if draft.office is not None:
        return may_open_ex_officio(user, definition_of(draft.version), draft.office)
    return draft.counter is None or may_receive(user, draft.counter, draft.version.procedure.slug)


def may_move_versions(user: User) -> bool:
    """An administrator with this right moves running dossiers to another version of their
    procedure.
    """
    return bool(user.is_active and user.has_perm("workflows.move_dossiers"))


def keepers_for(dossier: Dossier) -> list[int]:
    """Ids of the authorities whose registers a dossier may be matched with: who decides it, and the
    units under it.

    Another province's books are nobody's business here, though the office that looks is allowed to
    look things up.
    """
    decides = dossier.deciding_id
    return list(
        Authority.objects.filter(Q(pk=decides) | Q(parent=decides)).values_list("pk", flat=True)
    )


def entry_for(dossier: Dossier, chosen: object) -> Diploma | None:
    """The entry with this id, if it stands in a register of `keepers_for`."""
    return lookup.entry_under(chosen, dossier.deciding_id)
