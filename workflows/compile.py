"""A published version becomes a viewflow Flow class: one per version and process, found by its
stored name.

viewflow stores "workflows/compile.Flow_<sha>" in rows and imports that name: the module-level
`__getattr__` below builds the class on first use. The name holds the hash of the definition, so it
never changes its meaning.
"""

from __future__ import annotations

import threading
from typing import Any

from viewflow.workflow import lock
from viewflow.workflow.base import Flow

from foundation.languages import in_vietnamese
from workflows.definition import Definition
from workflows.models import Dossier, ProcedureVersion, WorkItem
from workflows.process.nodes import NODES, OfficeNode
from workflows.published import FLOW_PREFIX, definition_of

_building = threading.RLock()
_built: dict[str, type[Flow]] = {}


def flow_for(version: ProcedureVersion) -> type[Flow]:
    """The Flow class of a published version."""
    return _flow(version.flow_name)


def __getattr__(name: str) -> type[Flow]:
    if not name.startswith(FLOW_PREFIX):
        raise AttributeError(name)
    return _flow(name)


def _flow(name: str) -> type[Flow]:
    """Look the class up; two threads that come first together still make one class."""
    found = _built.get(name)
    if found is None:
        with _building:
            found = _built.get(name) or _build(name)
            _built[name] = found
    return found


def _build(name: str) -> type[Flow]:
    version = ProcedureVersion.objects.filter(flow_name=name).first()
    if version is None:
        raise AttributeError(f"no published version is called {name}")
    return build(definition_of(version), name)


def build(definition: Definition, name: str) -> type[Flow]:
    """Make the Flow class of a definition: one node per step."""
    attributes: dict[str, Any] = {
        "__module__": __name__,
        "process_class": Dossier,
        "task_class": WorkItem,
        # nowait=True (viewflow's default) gave hung joins and a doubly completed task on PostgreSQL
        "lock_impl": lock.SelectForUpdateLock(nowait=False),
        "process_title": in_vietnamese(definition.title),
        "first": node_name(definition.start),
        "definition": definition,
    }
    attributes |= {node_name(step.id): _node(step) for step in definition.steps}
    rights = Dossier._meta.default_permissions
    flow = type(name, (Flow,), attributes)
    # viewflow adds "manage", which the next migrate would make a right
    Dossier._meta.default_permissions = rights
    return flow


def node_name(step_id: str) -> str:
    """Attribute of the Flow class for a step: prefixed, so that no step id shadows a method of
    viewflow's.
    """
    return f"step_{step_id}"


def _node(step: Any) -> OfficeNode:
    return NODES[step.kind](
        step, {outcome: node_name(target) for outcome, target in step.targets().items()}
    )
