"""Which changes of models ask for a migration: what people read of a field, a model or a choice
asks for none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.state import ModelState, ProjectState

OF_FIELDS = ("verbose_name", "help_text", "choices")
OF_MODELS = ("verbose_name", "verbose_name_plural")
OF_CONSTRAINTS = ("violation_error_message",)


class SchemaChanges(MigrationAutodetector):
    """Django's own, for which fields and models were always called what they are called today."""

    def __init__(
        self, from_state: ProjectState, to_state: ProjectState, questioner: Any = None
    ) -> None:
        from_state = from_state.clone()
        for node, before in from_state.models.items():
            if node in to_state.models:
                _name_as_today(before, to_state.models[node])
        super().__init__(from_state, to_state, questioner)


def _name_as_today(before: ModelState, today: ModelState) -> None:
    for name, field in today.fields.items():
        if name in before.fields:
            before.fields[name] = _named_as(before.fields[name], field)
    kept = {key: value for key, value in before.options.items() if key not in OF_MODELS}
    before.options = kept | {key: value for key, value in today.options.items() if key in OF_MODELS}
    said = {constraint.name: constraint for constraint in today.options.get("constraints", ())}
    before.options["constraints"] = [
        _saying_as(constraint, said.get(constraint.name))
        for constraint in before.options.get("constraints", ())
    ]


def _named_as(
    field: models.Field[Any, Any], today: models.Field[Any, Any]
) -> models.Field[Any, Any]:
    """The field, called, explained and with choices as today's."""
    _name, _path, arguments, options = field.deconstruct()
    _name, _path, _arguments, wanted = today.deconstruct()
    options = {key: value for key, value in options.items() if key not in OF_FIELDS}
    again: Callable[..., models.Field[Any, Any]] = field.__class__
    return again(*arguments, **options, **{key: wanted[key] for key in OF_FIELDS if key in wanted})


def _saying_as(
    constraint: models.BaseConstraint, today: models.BaseConstraint | None
) -> models.BaseConstraint:
    if today is None:
        return constraint
    _path, arguments, options = constraint.deconstruct()
    _path, _arguments, wanted = today.deconstruct()
    options = {key: value for key, value in options.items() if key not in OF_CONSTRAINTS}
    said = {key: wanted[key] for key in OF_CONSTRAINTS if key in wanted}
    return constraint.__class__(*arguments, **options, **said)
