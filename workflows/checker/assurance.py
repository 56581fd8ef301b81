"""How surely the portal must know who files: asked of who files online alone."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, fault

ASSURANCE = Rules(
    {
        "assurance_offline": fault(
            "assurance asks {level} of who files online, and no channel is ONLINE.",
            "Leave assurance out, or add the channel.",
            "assurance đòi {level} khi nộp trực tuyến, mà không kênh nào là ONLINE.",
            "Hãy bỏ assurance, hoặc thêm kênh ONLINE.",
        ),
    }
)


def asked_online(definition: Definition) -> Iterator[Finding]:
    """A level that nobody is ever asked for."""
    if definition.assurance and all(one.kind != "ONLINE" for one in definition.channels):
        yield ASSURANCE.found("assurance_offline", ("assurance",), level=definition.assurance)
