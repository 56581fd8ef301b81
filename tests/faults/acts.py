"""The acts that a process may die in: how a site comes to stand before each, and what is then done,
and done again.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import time_machine
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from documents.models import Document
from forms.files import uploads
from forms.models import StoredFile
from notifications import delivery
from notifications.models import Delivery
from organisations.models import Authority, RoleAssignment, User
from organisations.reform_models import Reform, Succession
from payments.gateways import vnpay
from payments.models import Attempt, FeeRequest, Gateway, Refund
from registers.models import Diploma
from tests.people import answers, enter_diploma
from tests.procedures.before import copy_without_way_back
from tests.workflows import countersigned, many
from tests.workflows import fees as costs
from tests.workflows.procedures import changed
from tests.workflows.test_assignment import AT_CHECK
from tests.workflows.test_reply import ASK
from tests.workflows.versions import WORDS, next_version, path
from workflows import actions, fee_requests, organisation_reforms
from workflows.applicant.supplements import Missing
from workflows.background import version_moves
from workflows.bulk import orders, working
from workflows.journal import outbox
from workflows.models import Dossier, Draft, Effect, ProcedureVersion, Timer, VersionMove, WorkItem
from workflows.payments_in import gateway_notices, reconciliation
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

Press = Callable[[], Any]


@dataclass(frozen=True)
class Act:
    """`steps` bring the site before the act; `aim` finds what the act is done to, and returns the
    act itself.

    `aim` runs again for the retry: it finds the same things, whether or not the act was done.
    """

    name: str
    steps: tuple[Callable[[], Any], ...]
    aim: Callable[[], Press]


def who(name: str) -> User:
    """One of tests/people.py."""
    return User.objects.get(username=name)


def task(step: str) -> WorkItem:
    """The first task of this step, open or not."""
    return (
        WorkItem.objects.filter(step=step).select_related("process", "authority").order_by("pk")[0]
    )


def dossier() -> Dossier:
    """The only one."""
    return Dossier.objects.get()


def picture() -> SimpleUploadedFile:
    """A small photograph, as a citizen sends it."""
    drawn = io.BytesIO()
    Image.new("RGB", (600, 400), "navy").save(drawn, "JPEG")
    return SimpleUploadedFile("bang.jpg", drawn.getvalue(), "image/jpeg")


def upload(owner: User) -> StoredFile:
    """One file, as the form takes it."""
    return uploads.store(picture(), owner, {"pdf", "image"}, 1 << 20)


def fill_in() -> None:
    """A draft of Hường's with a paper attached."""
    version = ProcedureVersion.objects.get(procedure__slug="diploma-copy")
    owner = who("huong")
    Draft.objects.create(
        owner=owner, version=version, answers=answers(old_copy=[str(upload(owner).pk)])
    )


def fill_in_to_be_asked() -> None:
    """A draft under a version that asks the applicant about the draft document while the clock
    runs.
    """
    fill_in()
    Draft.objects.update(version=publishing.publish_proposal(from_text(changed(*ASK))))


def fill_in_without_way_back() -> None:
    """A draft under a frozen version whose clerk of the seal has no outcome that leads back."""
    fill_in()
    Draft.objects.update(version=copy_without_way_back())


def fill_in_to_be_countersigned() -> None:
    """A draft under a version whose copy three sign in order, and whose expert gets tasks in
    turn.
    """
    fill_in()
    text = countersigned.replaced(countersigned.TEXT, (AT_CHECK, f"{AT_CHECK}    assign: turn\n"))
    Draft.objects.update(version=publishing.publish_proposal(from_text(text)))


def fill_in_for_a_fee() -> None:
    """A draft under a version that costs 50,000 đồng a copy, and somebody who collects it.

    Its clock runs on: a pause would move the due time by as long as a recovery takes.
    """
    fill_in()
    Draft.objects.update(version=costs.priced(("    pauses: true\n", "")))
    costs.make_cashier()


def begin_to_pay() -> None:
    """Hường goes to the gateway."""
    fee_requests.begin(FeeRequest.objects.get(), Gateway.VNPAY, who("huong"))


def gateway_telling() -> Press:
    """The gateway's own call about it: paid."""
    attempt = Attempt.objects.get()
    told = {
        "vnp_Amount": str(attempt.amount * 100),
        "vnp_TxnRef": attempt.reference,
        "vnp_TransactionNo": "77",
    }
    codes = {
        "vnp_ResponseCode": "00",
        "vnp_TransactionStatus": "00",
        "vnp_PayDate": "20261123090000",
    }
    return partial(
        gateway_notices.hear,
        vnpay.VNPay(),
        vnpay.signed({**told, **codes, "vnp_TmnCode": vnpay.account().merchant}),
    )


def importing() -> Press:
    """The bank's statement with the transfer, and with one of nobody's."""
    lines = [
        "Ngày,Số tham chiếu,Ghi có,Nội dung",
        f"23/11/2026,FT1,100000,{dossier().code}",
        "23/11/2026,FT2,5,la",
    ]
    path = Path(settings.VAR, "sao-ke.csv")
    path.write_text("\n".join(lines), encoding="utf-8-sig")
    payee = Authority.objects.get(slug="sgddt-daklak")
    return partial(reconciliation.take_in, path, "sao-ke.csv", payee, who("thu"))


def refunding() -> Press:
    return partial(
        actions.refund, Refund.objects.get(), who("thu"), "UNC 1", "Hồ sơ rút", key="refund"
    )


def hire_keeper() -> None:
    """Somebody who may hold dossiers back from erasure."""
    User.objects.create_superuser("giu", "giu@example.vn", "x" * 20, full_name="Người Giữ")


def fill_in_at_counter() -> None:
    """A draft that Lan fills in for somebody at the counter."""
    version = ProcedureVersion.objects.get(procedure__slug="diploma-copy")
    lan = who("lan")
    counter = lan.assignments.get().authority
    Draft.objects.create(
        owner=lan, version=version, answers=answers(delivery="COUNTER"), counter=counter
    )


def filing() -> Press:
    return partial(actions.submit, Draft.objects.get(), who("huong"), key="filing")


def filing_at_counter() -> Press:
    draft = Draft.objects.select_related("counter").get()
    return partial(actions.submit_at_counter, draft, who("lan"), draft.counter, key="filing")


def deciding(step: str, name: str, outcome: str, reason: str = "", **values: str) -> Press:
    return partial(actions.decide, task(step), who(name), outcome, values, reason, key=step)


def matching() -> Press:
    return deciding("check", "binh", "found", match=str(Diploma.objects.get().pk))


def matching_anew() -> Press:
    """The expert, sent back to, takes another entry: the three signatures are void."""
    other = Diploma.objects.get(book_number="1235")
    again = (
        WorkItem.objects.filter(step="check").select_related("process", "authority").latest("pk")
    )
    return partial(
        actions.decide, again, who("binh"), "found", {"match": str(other.pk)}, key="again"
    )


def sent_back() -> None:
    """From the seal to the head to the expert, who has found another entry."""
    enter_diploma(Authority.objects.get(slug="sgddt-daklak"), book_number="1235", serial="B 2")
    for name, step in (("anh", "seal"), ("dung", "sign")):
        item = (
            WorkItem.objects.select_related("process", "authority").filter(step=step).latest("pk")
        )
        actions.decide(item, who(name), "send_back", reason="Xem lại", key=f"back {step}")


def supplying() -> Press:
    now = dossier().answers | {"school": "THPT Buôn Ma Thuột, cơ sở 2"}
    return partial(actions.supply, dossier(), who("huong"), now, key="supply")


def replying() -> Press:
    return partial(
        actions.reply,
        dossier(),
        who("huong"),
        {"agrees": False, "why": "Sai tên trường"},
        key="reply",
    )


def another_department() -> None:
    """A department beside, with everybody the procedure needs."""
    made = Authority.objects.create(
        slug="so-ban", kind="DEPARTMENT", name="Sở Bạn", symbol="SB", code="H15.60"
    )
    for role in ("expert", "head", "clerk"):
        user = User.objects.create_user(f"ban-{role}", full_name=f"Cán bộ {role}")
        RoleAssignment.objects.create(user=user, role_id=role, authority=made)


def enter_reform() -> None:
    """Today the department goes up in the one beside."""
    made = Reform.objects.create(
        kind="ABOLISH", date=timezone.localdate(), source="NQ 01/2026", ready=True
    )
    takes, leaves = Authority.objects.get(slug="so-ban"), Authority.objects.get(slug="sgddt-daklak")
    Succession.objects.create(reform=made, leaves=leaves, takes=takes)


def too_late(press: Press) -> Press:
    """Pressed the morning after: the dossier was due the day before."""

    def pressed() -> Any:
        with time_machine.travel(dt.datetime(2026, 11, 24, 2, 0, tzinfo=dt.UTC)):
            return press()

    return pressed


def order_move() -> None:
    """The next version, published, and the dossier ordered to it."""
    by = User.objects.create_superuser(
        "quan-tri", "", "mat-khau-rat-dai", full_name="Phạm Thị Quản"
    )
    way = path(ProcedureVersion.objects.get(), next_version(*WORDS), by)
    version_moves.order(way, [dossier().pk], VersionMove.Limit.KEPT, by)


def order_over_many(step: str, name: str, outcome: str) -> None:
    """Three dossiers at the step, an order over all of them, and one that is done before."""
    people = {user.username: user for user in User.objects.all()}
    version = ProcedureVersion.objects.get(procedure__slug="diploma-copy")
    world = SimpleNamespace(version=version, diploma=Diploma.objects.get(), **people)
    tasks = many.at_step(world, step, 3)  # type: ignore[arg-type]
    many.ordered(tasks, who(name), outcome=outcome)
    actions.decide(tasks[1], who(name), outcome, key="before")
    Effect.objects.exclude(kind=orders.KIND).delete()


def time_up(kind: str) -> Press:
    """What the sweep does with the timer of this kind."""
    return partial(actions.time_is_up, Timer.objects.get(kind=kind))


def effect(kind: str) -> Press:
    return partial(outbox.run, Effect.objects.filter(kind=kind).order_by("-pk")[0].pk)


def steps(*aims: Callable[[], Press]) -> tuple[Callable[[], Any], ...]:
    """Each aimed and pressed, one after the other."""
    return tuple((lambda aim=aim: aim()()) for aim in aims)


accepting = partial(deciding, "receive", "lan", "accept")
asking = lambda: partial(  # noqa: E731
    actions.decide,
    task("receive"),
    who("lan"),
    "supplement",
    key="ask",
    missing=[Missing("section:diploma", "Mờ")],
)
not_found = partial(deciding, "check", "binh", "not_found", "Không có tên trong sổ gốc")
signing = partial(deciding, "sign", "dung", "approve")
initialling = partial(deciding, "initials", "anh", "initial")
sealing = partial(deciding, "seal", "anh", "seal")
bringing_back = lambda: partial(  # noqa: E731
    actions.bring_back, task("seal"), who("anh"), "sign", "Sai chức danh", key="back"
)
claiming = lambda: partial(actions.claim, task("check"), who("binh"))  # noqa: E731
releasing = lambda: partial(actions.release, task("check"), who("binh"))  # noqa: E731
giving = lambda: partial(actions.reassign, task("check"), who("dung"), who("binh"))  # noqa: E731
withdrawing = lambda: partial(actions.withdraw, dossier(), who("huong"), "Đổi ý", key="withdraw")  # noqa: E731
stopping = lambda: partial(actions.stop, dossier(), who("lan"), key="stop")  # noqa: E731
extending = lambda: partial(actions.extend, dossier(), who("dung"), "Máy hỏng", key="extend")  # noqa: E731
apologising = lambda: too_late(  # noqa: E731
    partial(
        actions.apologise,
        dossier(),
        who("dung"),
        "Máy hỏng",
        dt.date(2026, 11, 25),
        key="apologise",
    )
)
allowing = lambda: partial(  # noqa: E731
    actions.allow_again, dossier(), who("dung"), "Số vừa bị khóa", key="allow"
)
handing = lambda: partial(  # noqa: E731
    actions.hand_over,
    dossier(),
    who("dung"),
    Authority.objects.get(slug="so-ban"),
    "Đúng thẩm quyền",
    key="hand",
)
reforming_now = lambda: partial(organisation_reforms.run, Reform.objects.get())  # noqa: E731
producing = partial(effect, "document.produce")
telling = partial(effect, "notify")
mailing = lambda: partial(delivery.attempt, Delivery.objects.order_by("pk")[0].pk)  # noqa: E731
revoking = lambda: partial(  # noqa: E731 - the diploma too: register, document and journal must agree
    actions.revoke,
    Document.objects.get(kind="BS"),
    who("dung"),
    "fraud",
    "Cấp nhầm",
    True,
    key="revoke",
)
uploading = lambda: partial(upload, who("huong"))  # noqa: E731

migrating = lambda: partial(actions.migrate, dossier(), who("quan-tri"), VersionMove.objects.get())  # noqa: E731
going_back = lambda: partial(actions.migrate_back, dossier(), who("quan-tri"))  # noqa: E731
moving_all = partial(effect, "versions.move")

# however slow the machine: a batch that its time cuts short has other points than the one before
working.BATCH_SECONDS = working.TURN_SECONDS = 3600.0
working_on = partial(effect, "bulk.run")
telling_many = lambda: partial(  # noqa: E731
    outbox.run, Effect.objects.get(kind="notify", payload__has_key=outbox.ENTRIES).pk
)

exempting = lambda: partial(actions.exempt, dossier(), who("dung"), "Con thương binh", key="exempt")  # noqa: E731

holding = lambda: partial(actions.hold, dossier(), who("giu"), "Khiếu nại", key="hold")  # noqa: E731
letting_go = lambda: partial(actions.release_hold, dossier(), who("giu"), "Khiếu nại", key="let go")  # noqa: E731

FILED = (fill_in, *steps(filing))
ACCEPTED = (*FILED, *steps(accepting))
TO_SIGN = (*ACCEPTED, *steps(matching))
SEALED = (*TO_SIGN, *steps(signing, sealing))
TO_COUNTERSIGN = (fill_in_to_be_countersigned, *steps(filing, accepting, matching, initialling))
TO_PAY = (fill_in_for_a_fee, *steps(filing, accepting))
PAID = (*TO_PAY, begin_to_pay, *steps(gateway_telling))
TO_MOVE = (*ACCEPTED, order_move)
TO_SIGN_MANY = (partial(order_over_many, "sign", "dung", "approve"),)
TO_ACCEPT_MANY = (partial(order_over_many, "receive", "lan", "accept"),)
ACTS = [
    Act("submit", (fill_in,), filing),
    Act("submit_at_counter", (fill_in_at_counter,), filing_at_counter),
    Act("claim", ACCEPTED, claiming),
    Act("release", (*ACCEPTED, *steps(claiming)), releasing),
    Act("reassign", ACCEPTED, giving),
    Act("accept", FILED, accepting),
    Act("ask_supplement", FILED, asking),
    Act("allow_again", (*FILED, *steps(asking)), allowing),
    Act("supply", (*FILED, *steps(asking)), supplying),
    Act("forward", ACCEPTED, matching),
    Act("reply", (fill_in_to_be_asked, *steps(filing, accepting, matching)), replying),
    Act(
        "no_reply",
        (fill_in_to_be_asked, *steps(filing, accepting, matching)),
        partial(time_up, "SILENCE"),
    ),
    Act("approve", TO_SIGN, signing),
    Act("accept_in_turn", (fill_in_to_be_countersigned, *steps(filing)), accepting),
    Act("countersign", TO_COUNTERSIGN, signing),
    Act("void_signatures", (*TO_COUNTERSIGN, *steps(signing), sent_back), matching_anew),
    Act("seal", (*TO_SIGN, *steps(signing)), sealing),
    Act(
        "bring_back",
        (fill_in_without_way_back, *steps(filing, accepting, matching, signing)),
        bringing_back,
    ),
    Act(
        "refuse",
        (*ACCEPTED, *steps(not_found)),
        partial(deciding, "sign_refusal", "dung", "refuse"),
    ),
    Act(
        "refuse_reception",
        FILED,
        partial(deciding, "receive", "lan", "refuse", "Không thuộc thẩm quyền"),
    ),
    Act("issue", SEALED, producing),
    Act("withdraw", ACCEPTED, withdrawing),
    Act("stop", (*ACCEPTED, *steps(withdrawing)), stopping),
    Act("extend", ACCEPTED, extending),
    Act("apologise", ACCEPTED, apologising),
    Act("overdue", ACCEPTED, partial(time_up, "OVERDUE")),
    Act("hand_over", (*ACCEPTED, another_department), handing),
    Act("reform", (*ACCEPTED, another_department, enter_reform), reforming_now),
    Act("ask_payment", (fill_in_for_a_fee, *steps(filing)), accepting),
    Act("receive_payment", (*TO_PAY, begin_to_pay), gateway_telling),
    Act("statement", TO_PAY, importing),
    Act("lapse", TO_PAY, partial(time_up, "LAPSE")),
    Act("exempt", TO_PAY, exempting),
    Act("withdraw_paid", PAID, withdrawing),
    Act("refund", (*PAID, *steps(withdrawing)), refunding),
    Act("notify", FILED, telling),
    Act("deliver", (*FILED, *steps(telling)), mailing),
    Act("revoke", (*SEALED, *steps(producing)), revoking),
    Act("hold", (*ACCEPTED, hire_keeper), holding),
    Act("release_hold", (*ACCEPTED, hire_keeper), letting_go),
    Act("upload", (), uploading),
    Act("migrate", TO_MOVE, migrating),
    Act("migrate_back", (*TO_MOVE, *steps(migrating)), going_back),
    Act("move_versions", TO_MOVE, moving_all),
    Act("bulk_approve", TO_SIGN_MANY, working_on),
    Act("bulk_accept", TO_ACCEPT_MANY, working_on),
    Act("bulk_notify", (*TO_ACCEPT_MANY, *steps(working_on)), telling_many),
]
