"""The journal: one append-only entry per act, chained by hash per dossier, checked by `verify`.

The database refuses UPDATE and DELETE on the rows (workflows/triggers.py); the chain shows what was changed by
somebody who got around that: each entry's hash covers its content and the hash before it, and the dossier's row
keeps the count and the hash of the last one, so a cut tail shows too.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import effects
from workflows.models import Dossier, Entry, WorkItem

SYSTEM_NAME = "Hệ thống"  # stored as written: the name of timers and workers in the journal
ACT_LABELS = {
    "submit": gettext_lazy("Nộp hồ sơ"),
    "accept": gettext_lazy("Tiếp nhận hồ sơ"),
    "ask_supplement": gettext_lazy("Yêu cầu bổ sung"),
    "refuse_reception": gettext_lazy("Không tiếp nhận"),
    "allow_again": gettext_lazy("Cho phép yêu cầu bổ sung thêm"),
    "supply": gettext_lazy("Bổ sung hồ sơ"),
    "reply": gettext_lazy("Trả lời ý kiến"),
    "no_reply": gettext_lazy("Hết hạn trả lời, coi như đã có ý kiến"),
    "claim": gettext_lazy("Nhận việc"),
    "release": gettext_lazy("Trả việc về hàng chờ"),
    "give_back": gettext_lazy("Việc tự trở về hàng chờ"),
    "reassign": gettext_lazy("Giao việc"),
    "forward": gettext_lazy("Chuyển bước tiếp theo"),
    "send_back": gettext_lazy("Trả lại bước trước"),
    "bring_back": gettext_lazy("Trả hồ sơ về bước trước"),
    "approve": gettext_lazy("Ký duyệt"),
    "refuse": gettext_lazy("Ký văn bản từ chối"),
    "opinion": gettext_lazy("Cho ý kiến"),
    "issue": gettext_lazy("Phát hành văn bản"),
    "return_result": gettext_lazy("Trả kết quả"),
    "withdraw": gettext_lazy("Công dân rút hồ sơ"),
    "stop": gettext_lazy("Dừng xử lý"),
    "extend": gettext_lazy("Xin lỗi và gia hạn"),
    "apologise": gettext_lazy("Xin lỗi vì trễ hẹn"),
    "hand_over": gettext_lazy("Chuyển hồ sơ theo thẩm quyền"),
    "reorganise": gettext_lazy("Chuyển cơ quan do sắp xếp tổ chức"),
    "recompute": gettext_lazy("Tính lại ngày hẹn trả"),
    "migrate": gettext_lazy("Chuyển sang phiên bản khác của thủ tục"),
    "migrate_back": gettext_lazy("Chuyển về phiên bản trước của thủ tục"),
    "revoke": gettext_lazy("Thu hồi văn bản"),
    "lapse": gettext_lazy("Dừng xử lý vì quá hạn bổ sung, nộp phí"),
    "lengthen": gettext_lazy("Chuyển sang thời hạn dài hơn"),
    "ask_payment": gettext_lazy("Yêu cầu nộp phí, lệ phí"),
    "paid": gettext_lazy("Đã nộp phí, lệ phí"),
    "exempt": gettext_lazy("Miễn phí, lệ phí"),
    "refund_due": gettext_lazy("Có khoản tiền phải hoàn trả"),
    "refund": gettext_lazy("Hoàn trả tiền"),
    "keep_payment": gettext_lazy("Không hoàn trả tiền"),
    "hold": gettext_lazy("Giữ lại hồ sơ, chưa xóa dữ liệu"),
    "release_hold": gettext_lazy("Thôi giữ lại hồ sơ"),
    "no_answer": gettext_lazy("Hết hạn cho ý kiến"),
    "remind": gettext_lazy("Nhắc cho ý kiến"),
    "near_due": gettext_lazy("Sắp đến hạn trả kết quả"),
    "overdue": gettext_lazy("Quá hạn trả kết quả"),
    "unheard": gettext_lazy("Quá hạn mà chưa có ý kiến"),
    "step_late": gettext_lazy("Quá giờ của bước"),
    "open_ex_officio": gettext_lazy("Cơ quan tự mở hồ sơ"),
    "council_appoint": gettext_lazy("Cử thành viên kiểm tra thực tế"),
    "council_visit": gettext_lazy("Hẹn ngày kiểm tra thực tế"),
    "council_vote": gettext_lazy("Biểu quyết sau kiểm tra thực tế"),
    "council_close": gettext_lazy("Lập biên bản kiểm tra thực tế"),
    "grant_ends_soon": gettext_lazy("Giấy phép sắp hết hiệu lực"),
    "grant_ended": gettext_lazy("Giấy phép hết hiệu lực"),
}

#: The columns the hash covers, in this order.
HASHED = (
    "dossier_id",
    "sequence",
    "at",
    "act",
    "actor_id",
    "actor_name",
    "role",
    "authority",
    "step",
    "outcome",
    "status_before",
    "status_after",
    "reason",
    "data",
    "key",
    "previous_hash",
)


@dataclass(frozen=True)
class Fault:
    """The first entry that was changed, removed or inserted."""

    dossier_id: int
    sequence: int
    problem: str  # "changed" | "removed" | "inserted"

    def __str__(self) -> str:
        return f"dossier {self.dossier_id}, entry {self.sequence}: {self.problem}"


def append(
    dossier: Dossier,
    act: str,
    actor: User | None,
    *,
    status_before: int | None,
    item: WorkItem | None = None,
    outcome: str = "",
    reason: str = "",
    data: Mapping[str, Any] | None = None,
    key: str | None = None,
    owed: Iterable[tuple[str, str, dict[str, int]]] = (),
) -> Entry:
    """Write the entry of an act under the dossier's lock, and what is owed after it.

    The caller saves the dossier afterwards: its count and last hash are set here.
    """
    entry = Entry(
        dossier=dossier,
        sequence=dossier.entry_count + 1,
        at=timezone.now(),
        act=act,
        actor=actor,
        actor_name=str(actor) if actor else SYSTEM_NAME,
        role=item.role if item else "",
        authority=item.authority.name if item and item.authority else "",
        step=item.step if item else "",
        outcome=outcome,
        status_before=status_before,
        status_after=dossier.legal_status,
        reason=reason,
        data=dict(data or {}),
        key=key,
        previous_hash=dossier.entry_hash,
    )
    entry.hash = digest({name: getattr(entry, name) for name in HASHED})
    entry.save(force_insert=True)
    dossier.entry_count, dossier.entry_hash = entry.sequence, entry.hash
    effects.owe(entry, owed)
    return entry


def digest(row: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of the hashed columns (keys sorted, UTC times, UTF-8)."""
    content = {name: _plain(row[name]) for name in HASHED}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return int(value) if isinstance(value, int) else value  # an enum member is hashed as its number


def timeline(dossier: Dossier) -> list[Entry]:
    """Every entry of the dossier, oldest first."""
    return list(dossier.entries.select_related("actor").order_by("sequence"))


#: How a form of standing in is said between two names.
IN_STEAD = {
    "KT": gettext_lazy("ký thay"),
    "TL": gettext_lazy("thừa lệnh"),
    "TUQ": gettext_lazy("thừa ủy quyền"),
    "Q": gettext_lazy("quyền, thay"),
}


def done_by(entry: Entry, called: Callable[[str], str] = str) -> str:
    """Who did it, in whose stead and in which form, and for which office, as they were called then.

    `called` says what an office, or the worker, is called in the reader's language; people keep their names.
    """
    name, instead = entry.actor_name, entry.data.get("instead_of")
    if name == SYSTEM_NAME:
        name = called(name)
    if instead:
        name = f"{name} ({IN_STEAD[instead['form']]} {instead['name']})"
    return " · ".join(part for part in (name, called(entry.authority)) if part)


def act_label(act: str) -> str:
    """What an act is called on a page; never its name in code."""
    return str(ACT_LABELS.get(act, gettext_lazy("Việc khác")))


def title_of(entry: Entry) -> str:
    """What one entry is called on a page: a second request for a supplement says that it is the second."""
    label, number = act_label(entry.act), entry.data.get("round", 1)
    return _("%(act)s (lần %(round)s)") % {"act": label, "round": number} if number > 1 else label


def verify(dossier: Dossier | None = None) -> Fault | None:
    """The first fault of one journal or of all of them; None when every chain is whole."""
    entries = Entry.objects.order_by("dossier_id", "sequence").values(*HASHED, "hash")
    heads = Dossier.objects.order_by("id").values_list("id", "entry_count", "entry_hash")
    if dossier is not None:
        entries, heads = entries.filter(dossier=dossier), heads.filter(pk=dossier.pk)
    rows = entries.iterator(chunk_size=2000)
    pending = next(rows, None)
    for pk, count, head in heads.iterator(chunk_size=2000):
        chain: list[dict[str, Any]] = []
        while pending is not None and pending["dossier_id"] == pk:
            chain.append(pending)
            pending = next(rows, None)
        fault = next(_faults(pk, chain, count, head), None)
        if fault:
            return fault
    return None


def _faults(pk: int, chain: list[dict[str, Any]], count: int, head: str) -> Iterator[Fault]:
    previous = ""
    for position, row in enumerate(chain, start=1):
        if row["sequence"] > position:
            yield Fault(pk, position, "removed")
        if row["sequence"] > count:
            yield Fault(pk, row["sequence"], "inserted")
        if row["previous_hash"] != previous or digest(row) != row["hash"]:
            yield Fault(pk, row["sequence"], "changed")
        previous = row["hash"]
    if len(chain) < count:
        yield Fault(pk, len(chain) + 1, "removed")
    if previous != head:
        yield Fault(pk, count, "changed")
