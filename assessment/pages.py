"""A criterion as a page of the form language, so that it is drawn, read and kept like every other
form here.
"""

from __future__ import annotations

from django.utils.translation import override

from assessment.language import Criterion, Requirement
from assessment.levels import MET, NOT_MET, asked
from assessment.overview import TEXTS
from forms.field_kinds import ChoiceField, LongTextField, Text
from forms.language import Section
from foundation.languages import languages

LONGEST = 20_000
_JUDGED: tuple[tuple[str, Text], ...] = (
    (MET, {"vi": "Đạt", "en": "Met"}),
    (NOT_MET, {"vi": "Không đạt", "en": "Not met"}),
)


def section(criterion: Criterion, multi_level: bool) -> Section:
    """One choice for each thing asked, level by level, then the four texts of the report."""
    judged = [_choice(requirement) for requirement in asked(criterion, multi_level)]
    return Section(
        id="criterion", title={"vi": criterion.title}, fields=(*judged, *map(_text, TEXTS))
    )


def _choice(requirement: Requirement) -> ChoiceField:
    letter = f"{requirement.letter}) " if requirement.letter else ""
    choices = [{"value": value, "label": label} for value, label in _JUDGED]
    label = {"vi": f"{letter}{requirement.text}"}
    return ChoiceField.model_validate(
        {"id": requirement.id, "kind": "choice", "label": label, "choices": choices}
    )


def _text(name: str) -> LongTextField:
    label = {}
    for language in languages():
        with override(language):
            label[language] = str(TEXTS[name])
    return LongTextField.model_validate(
        {"id": name, "kind": "long_text", "label": label, "max_length": LONGEST}
    )
