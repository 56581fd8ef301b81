"""The number of a slip's form as the site states it, or that of the set in force."""

from __future__ import annotations

from documents.models import SlipForm
from documents.slips import NUMBERS


def form_text(name: str) -> str:
    """ "Mẫu số 04": what stands above the slip; "" where the site has taken the number away."""
    stated = SlipForm.objects.filter(name=name).values_list("number", flat=True).first()
    number = NUMBERS.get(name, "") if stated is None else stated
    return f"Mẫu số {number}" if number else ""
