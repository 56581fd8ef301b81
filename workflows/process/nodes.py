"""Our viewflow nodes. A step with named outcomes is one node and one row: no switch, no link rows.

An activation here either stays open for somebody (a person, the applicant, a worker) or passes
through without a row (`Gate`, `End`). `workflows.process.moves` goes from one open task to the
next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from django.utils import timezone
from viewflow.workflow.activation import Activation
from viewflow.workflow.base import Edge, Node
from viewflow.workflow.status import PROCESS, STATUS
from viewflow.workflow.token import Token

from foundation.languages import in_vietnamese
from organisations.calendar.working_time import calendar_for
from organisations.models import Authority, User
from payments.models import FeeRequest
from workflows import definition as language
from workflows import sets
from workflows.deadlines import timers
from workflows.deadlines.ledger import step_due
from workflows.models import CONSULT, TOGETHER, Dossier, DossierFee, WorkItem
from workflows.process.competence import authority_named
from workflows.process.conditions import fee_of, holds

#: Outcomes of a task of a consultation: an opinion was given, or its time ran out.
ANSWERED, NOT_ANSWERED = "opinion", "no_answer"
#: A fee in one of these states is asked no more.
SETTLED = (FeeRequest.State.PAID, FeeRequest.State.EXEMPT)


class OpenActivation(Activation):
    """A task that stays open until somebody finishes it with an outcome."""

    @classmethod
    def create(
        cls,
        flow_task: OfficeNode,
        prev_activation: Any,
        token: Token,
        data: Any = None,
        seed: Any = None,
    ) -> OpenActivation:
        """Write the one row of this task."""
        item = WorkItem(
            process=prev_activation.process,
            flow_task=flow_task,
            flow_task_type=flow_task.task_type,
            token=token,
            step=flow_task.step.id,
        )
        flow_task.address(item)
        item.data = data or {}
        sets.add(item)
        timers.open_for(item, flow_task.step)
        return cls(item)

    @Activation.status.transition(source=STATUS.NEW)
    def activate(self) -> None:
        """Nothing: it waits."""

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.DONE)
    def finish(self, outcome: str, owner: User | None) -> None:
        """Close the task with the outcome a person chose (or the worker reached)."""
        self.task.outcome = outcome
        self.task.owner = owner
        self.task.finished = timezone.now()
        sets.change(self.task, ["status", "outcome", "owner", "cover", "finished"])

    @Activation.status.transition(source=[STATUS.NEW, STATUS.ASSIGNED], target=STATUS.CANCELED)
    def cancel(self) -> None:
        """Close the task without an outcome: the dossier was withdrawn, or the others' answers
        sufficed.
        """
        self.task.finished = timezone.now()
        sets.change(self.task, ["status", "finished"])

    @Activation.status.transition(source=STATUS.DONE)
    def create_next(self) -> Iterator[Activation]:
        """The one task that the outcome leads to."""
        target = self.flow_task.target(self)
        if target is not None:
            yield target._create(self, self.task.token)


class OfficeNode(Node):
    """A node compiled from one step of a definition; `targets` maps an outcome (or "") to the name
    of the next node.
    """

    activation_class: ClassVar[type[Activation]] = OpenActivation
    bpmn_element = "userTask"
    task_type = "STEP"

    def __init__(self, step: Any, targets: dict[str, str]) -> None:
        super().__init__()
        self.step = step
        self.targets = targets
        self.task_title = in_vietnamese(step.title)

    def address(self, item: WorkItem) -> None:
        """Say whose task it is; waiting nodes belong to nobody."""

    def target(self, activation: Activation) -> Node | None:
        """The node that the finished task leads to."""
        return self.node(self.targets[activation.task.outcome])

    def node(self, name: str) -> Node:
        """A node of the same flow by its name."""
        return self.flow_class.instance.node(name)

    def _outgoing(self) -> Iterator[Edge]:
        for outcome, name in self.targets.items():
            yield Edge(
                src=self, dst=self.flow_class._nodes_by_name[name], edge_class="next", label=outcome
            )


class StepNode(OfficeNode):
    """A person decides among named outcomes, of each dossier or of all at once."""

    def __init__(self, step: Any, targets: dict[str, str]) -> None:
        super().__init__(step, targets)
        if step.together:
            self.task_type = TOGETHER

    def address(self, item: WorkItem) -> None:
        """The role and authority of the step, and the end of its own hours."""
        address_to(item, self.step.role, self.step.at, self.step.hours)


def address_to(item: WorkItem, role: str, at: str, hours: float) -> None:
    """Set role, authority and due time of a new task (`at`: receiving, deciding or an authority's
    slug).
    """
    item.role = role
    item.authority = authority_at(item.process, at)
    item.due_at = step_due(hours, item.created, calendar_for(item.authority))


def authority_at(dossier: Dossier, at: str) -> Authority:
    """The authority that a step's `at` means for this dossier."""
    if at == "receiving":
        return dossier.receiving
    if at == "deciding":
        return dossier.deciding
    return authority_named(dossier.flow_class.definition, at, dossier.answers, dossier.office)


class WaitNode(OfficeNode):
    """The applicant must act: nobody's task, finished by `actions.supply`."""

    task_type = "WAIT"
    bpmn_element = "intermediateCatchEvent"


class ReplyNode(OfficeNode):
    """The applicant is asked while the clock runs: nobody's task, finished by `actions.reply` or by
    their silence.
    """

    task_type = "REPLY"
    bpmn_element = "receiveTask"

    def address(self, item: WorkItem) -> None:
        """Nobody in the office; the applicant is told until when an answer counts."""
        if self.step.silence:
            item.due_at = timers.silence_of(item, self.step)


class PayNode(OfficeNode):
    """The applicant must pay: nobody's task, finished by `actions.receive_payment` or
    `actions.exempt`.
    """

    task_type = "PAY"
    bpmn_element = "intermediateCatchEvent"

    def _create(
        self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None
    ) -> Activation:
        dossier = prev_activation.process
        if fee_of(self.step.fee, dossier) <= settled(dossier, self.step.id):
            return self.node(self.targets[""])._create(prev_activation, token)
        return super()._create(prev_activation, token, data, seed)


def settled(dossier: Dossier, step: str) -> int:
    """The đồng of this fee that the dossier need not pay again when it comes here once more: paid,
    or exempted.
    """
    given = DossierFee.objects.filter(dossier=dossier, item__step=step, request__state__in=SETTLED)
    return max(given.values_list("request__amount", flat=True), default=0)


class IssueNode(OfficeNode):
    """A document is numbered with the act that leads here and sealed by the worker, who finishes
    the task.
    """

    task_type = "ISSUE"
    bpmn_element = "serviceTask"


class ConsultActivation(OpenActivation):
    """One task for each one asked; the node is left when all, or the quorum, have answered."""

    @classmethod
    def create(
        cls,
        flow_task: OfficeNode,
        prev_activation: Any,
        token: Token,
        data: Any = None,
        seed: Any = None,
    ) -> OpenActivation:
        """Write a row for each one asked; the first stands for the node."""
        step, made = flow_task.step, []
        for number, asked in flow_task.asked_of(prev_activation.process):
            item = WorkItem(
                process=prev_activation.process,
                flow_task=flow_task,
                flow_task_type=flow_task.task_type,
                token=token,
                step=step.id,
            )
            item.data = {"asked": number, "round": item.process.entry_count}  # a loop may ask again
            address_to(item, asked.role, asked.at, step.hours_of(number))
            sets.add(item)
            timers.open_for(item, step)
            made.append(cls(item))
        return made[0]


class ConsultNode(OfficeNode):
    """Several are asked in parallel (an opinion each)."""

    activation_class = ConsultActivation
    task_type = CONSULT

    def asked_of(self, dossier: Dossier) -> list[tuple[int, language.Asked]]:
        """Who is asked about this dossier, each with their number in the definition."""
        return [
            (number, asked)
            for number, asked in enumerate(self.step.asked)
            if not asked.when or holds(asked.when, dossier)
        ]

    def _create(
        self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None
    ) -> Activation:
        if not self.asked_of(prev_activation.process):
            return self.node(self.targets[""])._create(prev_activation, token)
        return super()._create(prev_activation, token, data, seed)

    def target(self, activation: Activation) -> Node | None:
        """The next node once enough have answered; the others' tasks are then closed. None: others
        still think.

        A person who answered for two offices counts once towards a quorum.
        """
        items = WorkItem.objects.filter(process=activation.process, step=self.step.id)
        asked = [item for item in items if item.data["round"] == activation.task.data["round"]]
        waiting = [item for item in asked if item.finished is None]
        answered = {item.owner_id for item in asked if item.outcome == ANSWERED}
        if waiting and (self.step.join == "all" or len(answered) < int(self.step.join)):
            return None
        for item in waiting:
            OpenActivation(item).cancel()
        return self.node(self.targets[""])


class CouncilNode(StepNode):
    """A council visits and votes: a task of whoever keeps it, finished with its result when it is
    closed.
    """

    task_type = "COUNCIL"

    def target(self, activation: Activation) -> Node | None:
        """The one node it leads to, whatever the result."""
        return self.node(self.targets[""])


class GateNode(OfficeNode):
    """A condition on the data; passed through without a row."""

    task_type = "GATE"
    bpmn_element = "exclusiveGateway"

    def _create(
        self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None
    ) -> Activation:
        branch = "then" if holds(self.step.when, prev_activation.process) else "otherwise"
        return self.node(self.targets[branch])._create(prev_activation, token)


class EndActivation(Activation):
    """The process is over; the dossier's row says so, no task row is written."""

    @Activation.status.transition(source=STATUS.NEW, target=STATUS.DONE)
    def activate(self) -> None:
        """Mark the process as finished; the act saves it."""
        self.process.status = PROCESS.DONE
        self.process.finished = timezone.now()


class EndNode(OfficeNode):
    """An end of the procedure."""

    activation_class = EndActivation
    task_type = "END"
    bpmn_element = "endEvent"

    def _create(
        self, prev_activation: Any, token: Token, data: Any = None, seed: Any = None
    ) -> Activation:
        return EndActivation(
            WorkItem(
                process=prev_activation.process, flow_task=self, token=token, step=self.step.id
            )
        )


#: What a kind of step in the definition compiles to.
NODES: dict[str, type[OfficeNode]] = language.of_every_kind(
    "nodes of viewflow (workflows.process.nodes)",
    {
        language.Step: StepNode,
        language.Wait: WaitNode,
        language.Reply: ReplyNode,
        language.Pay: PayNode,
        language.Issue: IssueNode,
        language.Consult: ConsultNode,
        language.Council: CouncilNode,
        language.Gate: GateNode,
        language.End: EndNode,
    },
)
