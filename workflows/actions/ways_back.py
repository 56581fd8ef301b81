"""Ways back that the engine gives where a definition has none: until the number a dossier can
always be put right.

A task of an officer offers them beside its own outcomes: back to the steps where what its document
lacks is filled in, and, where nothing of its own leads back, to the step that the dossier left
last. Frozen versions have them too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import in_language
from workflows.checker import law
from workflows.definition import AnyStep, Definition, Outcome
from workflows.drawing import graph
from workflows.lifecycle import Status
from workflows.models import BROUGHT_BACK, Dossier, WorkItem
from workflows.papers import missing_facts
from workflows.papers.missing_facts import SOMEBODY, Unmade
from workflows.process.conditions import holds

#: Before the number, and with the office: nobody is waited for.
IN_HAND = (Status.RECEIVED, Status.PROCESSING)
#: Outcomes called so are the engine's: no definition has a hyphen in an id.
PREFIX = f"{BROUGHT_BACK}-"


def ways(
    dossier: Dossier, item: WorkItem, lacks: Mapping[str, Unmade] | None = None
) -> list[Outcome]:
    """The engine's ways back from the open task, as outcomes; the first one mends what is lacking,
    if anything is.

    `lacks`: what `unmade` says, where the caller has asked already.
    """
    definition: Definition = dossier.flow_class.definition
    step = definition.step(item.step)
    if not step.outcomes or step.together or item.finished is not None:
        return []
    if dossier.accepted_at is None:
        return []
    if dossier.legal_status not in IN_HAND:
        return []
    found = unmade(dossier, item) if lacks is None else lacks
    return [_outcome(to, definition) for to in _targets(dossier, definition, step, found)]


def target_of(outcome: str) -> str:
    """The step that an outcome of `ways` leads back to; "" for an outcome of a definition."""
    return outcome.removeprefix(PREFIX) if outcome.startswith(PREFIX) else ""


def unmade(dossier: Dossier, item: WorkItem) -> dict[str, Unmade]:
    """Outcome of the open task → why its document could not be made, whatever is filled in at this
    step.
    """
    definition: Definition = dossier.flow_class.definition
    outcomes = definition.step(item.step).outcomes if item.finished is None else ()
    now, here = timezone.now(), item.step
    found = {
        one.id: missing_facts.unmade(dossier, definition, here, one, SOMEBODY, now, (here,))
        for one in outcomes
    }
    return {outcome: one for outcome, one in found.items() if one is not None}


def keeps_decision(definition: Definition, to: str) -> bool:
    """Whoever comes to this step has decided already: the decision stands when a dossier is brought
    back there.
    """
    return all(past.decided for past in law.pasts(definition)[to] if _is_between(past))


def _is_between(past: law.Past) -> bool:
    return past.accepted and not past.issued and not past.refused_reception


def _targets(
    dossier: Dossier, definition: Definition, step: AnyStep, lacks: Mapping[str, Unmade]
) -> list[str]:
    """Steps to go back to: where something lacks, and the one left last if no outcome leads
    back.
    """
    possible = _possible(definition, step.id)
    own = [one for one in step.outcomes if not one.when or holds(one.when, dossier)]
    offered = {one.to for one in own}
    wanted = [to for to in _where_it_lacks(dossier, definition, lacks) if to in possible]
    leads_back = any(one.act == "send_back" or one.to in possible for one in own)
    if not leads_back:
        wanted += _left_last(dossier, possible)
    return [to for to in dict.fromkeys(wanted) if to not in offered]


def _possible(definition: Definition, here: str) -> set[str]:
    """Officers' steps before this one where the law lets a received dossier without a number
    stand.
    """
    ahead, pasts = graph.ahead(definition), law.pasts(definition)
    people = (
        one.id for one in definition.steps if one.outcomes and not one.together and one.id != here
    )
    return {one for one in people if here in ahead[one] and any(map(_is_between, pasts[one]))}


def _where_it_lacks(
    dossier: Dossier, definition: Definition, lacks: Mapping[str, Unmade]
) -> Iterator[str]:
    """Where the documents of this step's outcomes are put right; what the applicant left out is
    asked of them.
    """
    done = _done(dossier) if lacks else {}
    for found in lacks.values():
        for place in found.steps:
            yield from [place] if place else _asks_applicant(definition, done)


def _asks_applicant(definition: Definition, done: Mapping[str, int]) -> list[str]:
    """The last step of the way that may ask for a supplement."""
    asking = [one.id for one in definition.steps if one.id in done and _asks(one)]
    return sorted(asking, key=lambda one: done[one])[-1:]


def _asks(step: AnyStep) -> bool:
    return any(one.act == "ask_supplement" for one in step.outcomes)


def _left_last(dossier: Dossier, possible: set[str]) -> list[str]:
    done = {step: at for step, at in _done(dossier).items() if step in possible} if possible else {}
    return [max(done, key=lambda step: done[step])] if done else []


def _done(dossier: Dossier) -> dict[str, int]:
    """Step → its last task that somebody finished, as a number that grows."""
    rows = WorkItem.objects.filter(process=dossier, finished__isnull=False).exclude(outcome="")
    return dict(rows.order_by("pk").values_list("step", "pk"))


def _outcome(to: str, definition: Definition) -> Outcome:
    """The way back as an outcome, in the language of whoever reads it; its id is none that a
    definition may use.
    """
    title = _("Trả lại bước “%(step)s”") % {"step": in_language(definition.step(to).title)}
    return Outcome.model_construct(
        id=f"{PREFIX}{to}", title={"vi": title}, act="send_back", to=to, reason="required"
    )
