"""A procedure in its second version: the administrator wrote it, one running dossier has followed,
others stay.
"""

from __future__ import annotations

from collections.abc import Mapping

from organisations.models import User
from workflows.background import version_moves
from workflows.models import Dossier, Procedure, VersionMove, VersionPath
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

SLUG = "school-transfer"
#: What changed: the present school has one day for its answer, and there is one more ready reason
#: to ask for more.
CHANGES = (
    ("    hours: 12\n    closes: true\n", "    hours: 8\n    closes: true\n"),
    (
        "          Chưa nói rõ lý do xin chuyển trường.]}\n",
        (
            "          Chưa nói rõ lý do xin chuyển trường.,\n          Chưa ghi số điện thoại liên"
            " hệ được.]}\n"
        ),
    ),
)


def tell(people: Mapping[str, User]) -> None:
    """Publish it, and order the first running dossier to move; runs in the caller's transaction."""
    first, administrator = Procedure.objects.get(slug=SLUG).current, people["quantri"]
    assert first is not None  # noqa: S101 - published a moment ago
    second = publishing.publish_proposal(from_text(_changed(first.source)), administrator)
    way = VersionPath.objects.create(old=first, new=second, changed_by=administrator)
    follows = Dossier.objects.filter(version=first).earliest("pk")
    version_moves.order(way, [follows.pk], VersionMove.Limit.KEPT, administrator)


def _changed(text: str) -> str:
    """The definition with every change made; ValueError where its text is no longer so."""
    for old, new in CHANGES:
        if text.count(old) != 1:
            raise ValueError(
                f"the demo's second version changes {old!r}, which stands there {text.count(old)}"
                " times"
            )
        text = text.replace(old, new)
    return text
