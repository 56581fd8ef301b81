"""What the words of an outcome or an answer promise, and the engine keeps: that somebody is told,
that a paper comes.

`tells` and `encloses` of a definition (`workflows.definition.outcomes`). What an applicant was told
stays on the page.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from forms.conditions.evaluation import Condition
from forms.summary import Row, row_of
from foundation.languages import in_vietnamese
from workflows.definition import AnyStep, Outcome
from workflows.definition.outcomes import Enclosed
from workflows.errors import Incomplete
from workflows.models import Dossier, DossierFile, WorkItem

#: The reason of an outcome, which may be told like a field.
REASON = "reason"


@dataclass(frozen=True)
class Told:
    """What the applicant was told when a step was decided."""

    item: WorkItem
    title: Mapping[str, str]
    rows: list[Row]
    papers: list[DossierFile]


def check_told(outcome: Outcome, step: AnyStep, noted: Mapping[str, Any]) -> None:
    """Raises Incomplete where an outcome that tells the applicant something has nothing to say."""
    if not outcome.tells or any(_is_filled(noted.get(name)) for name in outcome.tells):
        return
    labels = {field.id: in_vietnamese(field.label) for field in step.fields} | {REASON: _("Lý do")}
    named = "”, “".join(str(labels.get(name, name)) for name in outcome.tells)
    text = _("“%(outcome)s” gửi cho người nộp những gì bạn ghi: hãy ghi “%(fields)s”.")
    raise Incomplete(text % {"outcome": in_vietnamese(outcome.title), "fields": named})


def check_enclosed(
    encloses: Enclosed | None,
    data: Mapping[str, Any],
    files: Sequence[str],
    item: WorkItem,
    what: str,
) -> None:
    """Raises Incomplete where a paper is promised and none comes, nor came with this step
    before.
    """
    if encloses is None or files or (encloses.when and not Condition(encloses.when).holds(data)):
        return
    if DossierFile.objects.filter(
        dossier=item.process_id, field=DossierFile.OFFICER, step=item.step
    ).exists():
        return
    raise Incomplete(
        _("“%(what)s” nói có giấy tờ kèm theo: hãy đính kèm ít nhất một tệp.") % {"what": what}
    )


def chosen_words(step: AnyStep, values: Mapping[str, Any]) -> str:
    """The choices of an answer, as its page calls them; the step's title where it has none."""
    said = [
        in_vietnamese(choice.label)
        for field in step.fields
        for choice in getattr(field, "choices", ())
        if choice.value == values.get(field.id)
    ]
    return "; ".join(said) or in_vietnamese(step.title)


def told_in(item: WorkItem) -> list[Row]:
    """What the outcome of a finished task tells the applicant, as people read it; nothing where it
    tells nothing.
    """
    step = item.place
    outcome = next((one for one in step.outcomes if one.id == item.outcome), None)
    if outcome is None or not outcome.tells:
        return []
    noted = item.process.office.get(item.step, {})
    # written over since by another turn of the step, which told nothing
    if noted.get("outcome") != item.outcome:
        return []
    rows = [
        row_of(field.beside(item.process.answers), noted[field.id])
        for field in step.fields
        if _is_told(field.id, outcome, noted)
    ]
    reason = (
        [Row(REASON, _("Lý do"), noted[REASON], [])] if _is_told(REASON, outcome, noted) else []
    )
    return rows + reason


def tells(dossier: Dossier) -> bool:
    """True when some outcome of its procedure tells the applicant something."""
    steps = dossier.flow_class.definition.steps
    return any(outcome.tells for step in steps for outcome in step.outcomes)


def told_to_applicant(dossier: Dossier) -> list[Told]:
    """Everything the applicant was told so, the last first; a step decided again counts once, as it
    was left.
    """
    rows = WorkItem.objects.filter(process=dossier).exclude(outcome="").order_by("-pk")
    found: dict[str, Told] = {}
    for item in rows:
        item.process = dossier
        if item.step not in found and (said := told_in(item)):
            papers = DossierFile.objects.filter(dossier=dossier, step=item.step, confidential=False)
            found[item.step] = Told(
                item, item.place.title, said, list(papers.select_related("file"))
            )
    return list(found.values())


def steps_shown_to_applicant(dossier: Dossier) -> set[str]:
    """Steps whose notes and papers a question that was put to them is about, or whose outcome told
    them something.
    """
    told = {one.item.step for one in told_to_applicant(dossier)} if tells(dossier) else set()
    return told | _steps_asked_about(dossier)


def _steps_asked_about(dossier: Dossier) -> set[str]:
    about = {step.id: step.about for step in dossier.flow_class.definition.steps if step.about}
    if not about:
        return set()
    put = WorkItem.objects.filter(process=dossier, step__in=about).values_list("step", flat=True)
    return {about[step] for step in put}


def _is_told(name: str, outcome: Outcome, noted: Mapping[str, Any]) -> bool:
    return name in outcome.tells and _is_filled(noted.get(name))


def _is_filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value not in (None, [])
