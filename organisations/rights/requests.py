"""A right is asked by one and granted by another, from today on, and never one's own.

Four kinds go this way: a role; what makes an account one of the administration; the e-mail address
and phone of somebody who holds or held a role, since whoever has the mailbox has the account; the
bank account into which fees are paid. A role that signs and a bank account are granted by the head
of the authority, or where it has none by the head of the one above, and by nobody else. Where there
is nobody else who could grant the rest, nor was lately (a single administrator), the asker may, and
the heads are told at once. Where somebody else is or was, but is closed or the one concerned, a
role waits for the head and the rest for a third.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.account_models import AccountLetter, GrantorSeen, RightRequest
from organisations.accounts import letters
from organisations.models import Authority, RoleAssignment, User
from organisations.rights import grantors, power_names
from organisations.rights.giving import GIVING, NotGranted
from organisations.rights.grantors import may_ask
from organisations.roles import CASHIER, HEAD, signs
from protection import security_log

Kind, State, Letter = RightRequest.Kind, RightRequest.State, AccountLetter.Kind

#: Whose word counts: not somebody's who was invited and has not come (`organisations.inviting`).
HERE = {"is_active": True, "awaits_factor": False}
ACCOUNT = ("bank_name", "bin", "number", "holder")
BIN, NUMBER = re.compile("[0-9]{6}"), re.compile("[0-9A-Za-z]{1,19}")


def is_guarded(person: User) -> bool:
    """Whether the account's mailbox and phone are changed by two: it has or had a role or powers
    over the site.
    """
    has_powers = (
        person.is_staff or person.is_superuser or GrantorSeen.objects.filter(person=person).exists()
    )
    return has_powers or RoleAssignment.objects.filter(user=person).exists()


def ask(request: RightRequest, by: User) -> RightRequest:
    """Write down what is asked and tell who may grant it; raises ValidationError with a sentence
    for each field.
    """
    request.asked_by, request.asked_at, request.state = by, timezone.now(), State.OPEN
    check(request, by)
    if request.kind == Kind.POWERS:
        request.powers["contents"] = power_names.contents(request.powers.get("groups", []))
    with transaction.atomic():
        request.save(force_insert=True)
        for person in deciders(request):
            letters.owe(person, Letter.RIGHT_ASKED, right=request)
        if request.kind == Kind.CONTACT and request.person:
            letters.owe(
                request.person, Letter.CONTACT_ASKED, address=request.person.email, right=request
            )
    _note("right_asked", request, by)
    return request


def deciders(request: RightRequest) -> list[User]:
    """Who may grant it: others than who asks and who gets it."""
    if _needs_head(request):
        return _heads_over(request.authority, _parties(request))
    return _administrators(request)


def may_decide(request: RightRequest, by: User) -> bool:
    """Whether `by` may grant or refuse it today, alone or as the only administrator there is."""
    return any(one.pk == by.pk for one in deciders(request)) or _is_only_one(request, by)


def waiting_for(head: User) -> list[RightRequest]:
    """Open requests that wait for the word of this head."""
    kinds = [Kind.ROLE, Kind.PAYEE]
    found = RightRequest.objects.filter(state=State.OPEN, kind__in=kinds)
    rows = list(found.select_related("person", "role", "authority", "asked_by"))
    for_heads = [one for one in rows if _is_for_head(one)]
    # one of them neither asks nor gets it
    if len(for_heads) < len(rows) and len(grantors.grantors(Kind.ROLE)) > 2:
        rows = for_heads
    return [one for one in rows if _needs_head(one) and may_decide(one, head)]


def grant(request: RightRequest, by: User) -> RightRequest:
    """Give what was asked, from today on at the earliest; raises NotGranted. Granting twice gives
    once.
    """
    with transaction.atomic():
        grantors.write_down()  # taking powers away must not make anybody alone
        found = _open(request, by)
        found.alone = not any(one.pk == by.pk for one in deciders(found))
        GIVING[Kind(found.kind)](found)
        _close(found, by, State.GRANTED)
        _tell(found)
    _note("right_granted", found, by, alone=found.alone or None)
    return found


def refuse(request: RightRequest, by: User) -> RightRequest:
    """Say no; who asked may take their own request back. Raises NotGranted."""
    with transaction.atomic():
        found = _open(request, by, taking_back=True)
        _close(found, by, State.REFUSED)
    _note("right_refused", found, by)
    return found


def drop(request: RightRequest, by: User) -> None:
    """Nobody decides on it any more: the person leaves (`organisations.leaving`). In a
    transaction.
    """
    _close(request, by, State.REFUSED)
    _note("right_refused", request, by)


def check_ending(assignment: RoleAssignment, last_day: dt.date) -> None:
    """Raise ValidationError unless the role may end on `last_day`: yesterday (so at once) at the
    earliest.

    A role is never lengthened and never ended in the past: what was signed with it was signed with
    it.
    """
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    if assignment.valid_to is not None and assignment.valid_to < yesterday:
        raise ValidationError(_("Vai trò này đã kết thúc; hãy đề nghị cấp vai trò mới."))
    if last_day < yesterday:
        raise ValidationError(_("Chỉ kết thúc được từ hôm qua trở đi, không lùi ngày."))
    if assignment.valid_to is not None and last_day > assignment.valid_to:
        raise ValidationError(
            _("Không kéo dài được; hãy đề nghị cấp vai trò mới cho thời gian sau.")
        )


def check(request: RightRequest, by: User) -> None:
    """Raise ValidationError, with a sentence for each field, for what may not be asked or not by
    `by`.
    """
    request.asked_by = by
    if not may_ask(by, request.kind):
        raise ValidationError(_("Bạn không được đề nghị quyền này."))
    if request.kind == Kind.PAYEE:
        _check_account(request)
    elif request.person is None:
        raise ValidationError({"person": _("Hãy chọn người được đề nghị.")})
    elif request.person_id == by.pk:
        raise ValidationError(
            {"person": _("Không ai đề nghị quyền cho chính mình. Hãy nhờ quản trị viên khác.")}
        )
    elif not request.person.is_active:
        raise ValidationError({"person": _("Tài khoản này đã đóng.")})
    if request.kind == Kind.ROLE:
        _check_role(request)
    if request.kind == Kind.CONTACT and not (request.email or request.phone):
        raise ValidationError({"email": _("Hãy ghi thư điện tử hoặc điện thoại mới.")})
    request.full_clean(exclude=["asked_by"])


def check_role_of_new(request: RightRequest, by: User) -> None:
    """The same for an account that is not made yet."""
    request.asked_by = by
    if not may_ask(by, request.kind):
        raise ValidationError(_("Bạn không được đề nghị quyền này."))
    _check_role(request)
    request.full_clean(exclude=["asked_by", "person"], validate_constraints=False)


def _check_role(request: RightRequest) -> None:
    if not request.role_id:
        raise ValidationError({"role": _("Hãy chọn vai trò.")})
    if not request.authority_id:
        raise ValidationError({"authority": _("Hãy chọn cơ quan.")})
    today = timezone.localdate()
    if request.valid_from and request.valid_from < today:
        raise ValidationError(
            {"valid_from": _("Vai trò có hiệu lực từ hôm nay trở đi, không lùi ngày.")}
        )
    if request.valid_to and request.valid_to < (request.valid_from or today):
        raise ValidationError({"valid_to": _("Ngày cuối phải từ ngày đầu trở đi.")})
    if signs(request.role_id) and not deciders(request):
        raise ValidationError(
            {
                "role": _(
                    "Vai trò có quyền ký do thủ trưởng cấp, mà cơ quan này và cơ quan cấp trên chưa"
                    " có ai khác là thủ trưởng. Người đầu tiên được đặt bằng lệnh trên máy chủ."
                )
            }
        )


def _check_account(request: RightRequest) -> None:
    request.person = request.role = None
    if not request.authority_id:
        raise ValidationError({"authority": _("Hãy chọn cơ quan.")})
    lacking = [name for name in ACCOUNT if not request.account.get(name)]
    if lacking:
        raise ValidationError({name: _("Hãy ghi đủ tài khoản thu phí.") for name in lacking})
    if not BIN.fullmatch(request.account["bin"]):
        raise ValidationError({"bin": _("Mã BIN có đúng 6 chữ số.")})
    if not NUMBER.fullmatch(request.account["number"]):
        raise ValidationError(
            {"number": _("Số tài khoản chỉ có chữ số, chữ cái không dấu, không quá 19 ký tự.")}
        )
    if not deciders(request):
        raise ValidationError(
            {
                "authority": _(
                    "Tài khoản thu phí do thủ trưởng đồng ý, mà cơ quan này và cơ quan cấp trên"
                    " chưa có ai khác là thủ trưởng."
                )
            }
        )


def _is_for_head(request: RightRequest) -> bool:
    """Whether the head alone grants it at all times: what signs, and where the money goes."""
    return request.kind == Kind.PAYEE or (
        request.kind == Kind.ROLE and bool(request.role_id) and signs(str(request.role_id))
    )


def _needs_head(request: RightRequest) -> bool:
    """That, and any other role where no administrator is left but who asks and whom it is for."""
    if _is_for_head(request):
        return True
    if request.kind != Kind.ROLE or _administrators(request):
        return False
    return bool(grantors.others_lately(request.kind, request.asked_by_id))


def _administrators(request: RightRequest) -> list[User]:
    return [one for one in grantors.grantors(request.kind) if one.pk not in _parties(request)]


def _parties(request: RightRequest) -> list[int]:
    return [one for one in (request.asked_by_id, request.person_id) if one]


def _heads_over(authority: Authority | None, others: list[int]) -> list[User]:
    """Heads of today at the authority by a role of their own, without `others`; where none is, of
    the one above.
    """
    today, seen = timezone.localdate(), set()
    while authority is not None and authority.pk not in seen:
        seen.add(authority.pk)
        held = RoleAssignment.objects.filter(_in_force(today), role_id=HEAD, authority=authority)
        found = User.objects.filter(pk__in=held.values("user"), **HERE)
        words = list(found.exclude(pk__in=others).order_by("pk"))
        if words:
            return words
        authority = authority.parent
    return []


def _is_only_one(request: RightRequest, by: User) -> bool:
    """Nobody else could grant it, today or lately, and it needs no head: the asker may, told to the
    heads.
    """
    if _needs_head(request) or by.pk != request.asked_by_id:
        return False
    return may_ask(by, request.kind) and not grantors.others_lately(request.kind, by.pk)


def _open(request: RightRequest, by: User, taking_back: bool = False) -> RightRequest:
    rows = RightRequest.objects.select_for_update(of=("self",)).select_related(
        "person", "role", "authority"
    )
    found = rows.get(pk=request.pk)
    if found.state != State.OPEN:
        raise NotGranted(_("Đề nghị này đã được quyết định."))
    if not (may_decide(found, by) or (taking_back and by.pk == found.asked_by_id)):
        raise NotGranted(_not_by(found, by))
    if found.person and not found.person.is_active and not taking_back:
        raise NotGranted(_("Tài khoản này đã đóng."))
    return found


def _not_by(request: RightRequest, by: User) -> str:
    if by.pk == request.asked_by_id and not deciders(request):
        days = settings.ADMINISTRATOR_COUNTS_DAYS
        return _(
            "Trong %(days)d ngày gần đây có quản trị viên khác nên một mình bạn không cấp được; hãy"
            " đặt thêm quản trị viên bằng lệnh trên máy chủ."
        ) % {"days": days}
    return _("Quyền do một người đề nghị, một người khác cấp; bạn không được cấp quyền này.")


def _close(request: RightRequest, by: User, state: str) -> None:
    request.state, request.decided_by, request.decided_at = state, by, timezone.now()
    request.save(update_fields=["state", "decided_by", "decided_at", "alone", "given", "account"])


def _tell(request: RightRequest) -> None:
    """The person, and the heads who have not decided themselves; when one asked and granted, every
    head there is.

    Of an account for fees the cashiers too: they see first that money stays away.
    """
    kind = Letter.RIGHT_GRANTED_ALONE if request.alone else Letter.RIGHT_GRANTED
    told = {request.person.pk: request.person} if request.person else {}
    heads = _heads_over(request.authority, []) if request.authority_id else []
    if request.alone and not heads:
        heads = list(User.objects.filter(pk__in=_heads_of_today().values("user"), **HERE))
    told |= {head.pk: head for head in heads}
    if request.kind == Kind.PAYEE:
        held = RoleAssignment.objects.filter(
            _in_force(timezone.localdate()), role_id=CASHIER, authority=request.authority
        )
        told |= {one.pk: one for one in User.objects.filter(pk__in=held.values("user"), **HERE)}
    if request.decided_by_id is not None:
        told.pop(request.decided_by_id, None)
    for person in told.values():
        letters.owe(person, kind, right=request)


def _note(event: str, request: RightRequest, by: User, **more: Any) -> None:
    what: dict[str, Any] = {
        "kind": request.kind,
        "role": request.role_id,
        "authority": request.authority_id,
    }
    security_log.note(event, account=request.person_id, by=by.pk, **what, **more)


def _heads_of_today() -> QuerySet[RoleAssignment]:
    return RoleAssignment.objects.filter(_in_force(timezone.localdate()), role_id=HEAD)


def _in_force(day: dt.date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
