"""An index is paid for with every row: none of the engine's tables has one that another begins
with.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

plain_indexes = import_module("workflows.migrations.0036_indexes_nobody_asks_by").plain_indexes


def whole_indexes(model: Any) -> list[list[str]]:
    """Columns of every index over all rows, those of Django and those of the model's Meta and of
    its unique texts.
    """
    known = [columns for _name, columns in plain_indexes(connection, model._meta.db_table)]
    options = model._meta
    partial = [
        [options.get_field(name.lstrip("-")).column for name in one.fields]
        for one in options.indexes
        if one.condition
    ]
    for columns in partial:
        known.remove(columns)
    unique = [
        [options.get_field(name).column for name in one.fields]
        for one in options.constraints
        if is_whole(one)
    ]
    return known + unique + [[field.column] for field in options.local_fields if field.unique]


def is_whole(constraint: Any) -> bool:
    return bool(getattr(constraint, "fields", ())) and constraint.condition is None


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["Dossier", "Entry", "WorkItem", "Timer", "Effect"])
def test_no_index_begins_another(name: str) -> None:
    known = whole_indexes(apps.get_model("workflows", name))
    twice = [
        one
        for place, one in enumerate(known)
        for at, other in enumerate(known)
        if at != place and other[: len(one)] == one
    ]
    assert not twice


@pytest.mark.django_db
def test_a_task_has_no_index_that_nobody_asks_by() -> None:
    columns = [columns for _name, columns in plain_indexes(connection, "workflows_workitem")]
    for unasked in (
        "status",
        "created",
        "scheduled",
        "external_task_id",
        "owner_permission_content_type_id",
    ):
        assert [unasked] not in columns
