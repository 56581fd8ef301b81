"""What a procedure asks for is what its page says it costs."""

from __future__ import annotations

from collections.abc import Iterator

from workflows.definition import Definition, Finding
from workflows.definition.findings import Rules, doubt

FEES = Rules(
    {
        "fee_untold": doubt(
            "The step '{step}' asks for a fee, and no channel states one: the page calls the"
            " procedure free of charge.",
            "State under channels: what is paid there, with a note: where it depends on the case.",
            "Bước '{step}' thu phí mà không kênh nào ghi mức phí: trang thủ tục sẽ ghi là miễn"
            " phí.",
            "Hãy ghi mức phí ở từng kênh trong channels:, kèm note: nếu mức phí tùy trường hợp.",
        ),
    }
)


def told(definition: Definition) -> Iterator[Finding]:
    """A doubt about each step that asks for money of which the catalogue says nothing."""
    if any(channel.fee for channel in definition.channels):
        return
    for number, step in enumerate(definition.steps):
        if step.fee.strip() not in ("", "0"):
            yield FEES.found("fee_untold", ("steps", number, "fee"), (step.id,), step=step.id)
