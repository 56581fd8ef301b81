"""A question of the database that is put together once a process: its SQL, which columns make which
object, and how they are read.

Django builds and compiles a query each time it is asked. Of an act that took most of the time, more
than the database needed to answer. The objects are those that the queryset would have given.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    Expression,
    Field,
    Model,
    QuerySet,
)
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)
Given = int | str | dt.date
_populators: Any = get_related_populators  # its types are those of a later Django
_COLUMNS: dict[type[Given], type[Field[Any, Any]]] = {
    int: BigIntegerField,
    str: CharField,
    dt.date: DateField,
}


class Place(Expression):
    """Where a value comes into a compiled question: stands in a filter like the value itself."""

    def __init__(self, number: int, kind: type[Given]) -> None:
        super().__init__(output_field=_COLUMNS[kind]())
        self.number = number

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """A mark; the value follows when the question is asked."""
        return "%s", [self]

    def prepared(self, given: Sequence[Given]) -> Any:
        """The value as the database's driver takes it."""
        value = given[self.number]
        return self.output_field.get_db_prep_value(value, connection=connection)


@dataclass(frozen=True)
class _Plan:
    """One question as one kind of database is asked it."""

    sql: str
    parameters: tuple[Any, ...]  # a Place where a value comes in, or the constant itself
    compiler: Any
    first: int
    end: int
    names: tuple[str, ...]
    related: Sequence[Any]
    converters: Any
    annotations: dict[str, int]


class CompiledRead(Generic[M]):
    """A queryset of objects whose arguments are row ids, texts and days, in its function’s order.

    `make` is called once for each kind of database, with a Place for each argument. It may not turn
    on what is given, on a clock or on settings that change, nor prefetch, and says its order itself
    (`order_by()` for none).
    """

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type[Given]) -> None:
        self._make, self._kinds = make, kinds
        self._plans: dict[str, _Plan] = {}
        self._compiling = threading.Lock()

    def all(self, *given: Given) -> list[M]:
        """The rows. A lock is taken as the queryset says it: inside a transaction."""
        return self.asked(*given)()

    def first(self, *given: Given) -> M | None:
        """The first row; None where there is none."""
        return next(iter(self.all(*given)), None)

    def asked(self, *given: Given) -> Callable[[], list[M]]:
        """Send the question; the rows are got by the answer. Several may be sent before the first
        is got (a pipeline of psycopg).
        """
        plan = self._plan()
        cursor = connection.cursor()
        cursor.execute(plan.sql, _values(plan, given))

        def rows() -> list[M]:
            with cursor:
                return list(_objects(plan, cursor.fetchall()))

        return rows

    def _plan(self) -> _Plan:
        plan = self._plans.get(connection.vendor)
        if plan is None:
            with self._compiling:
                plan = self._plans[connection.vendor] = self._compiled()
        return plan

    def _compiled(self) -> _Plan:
        places = [Place(number, kind) for number, kind in enumerate(self._kinds)]
        compiler: Any = self._make(*places).query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        about = compiler.klass_info
        fields = about["select_fields"]
        first, end = fields[0], fields[-1] + 1
        return _Plan(
            sql=sql,
            parameters=tuple(parameters),
            compiler=compiler,
            first=first,
            end=end,
            names=tuple(column[0].target.attname for column in compiler.select[first:end]),
            related=_populators(about, compiler.select, connection.alias),
            converters=compiler.get_converters([column[0] for column in compiler.select]),
            annotations=compiler.annotation_col_map,
        )


def _values(plan: _Plan, given: Sequence[Given]) -> list[Any]:
    return [one.prepared(given) if isinstance(one, Place) else one for one in plan.parameters]


def _objects(plan: _Plan, rows: Sequence[Sequence[Any]]) -> Iterator[Any]:
    model = plan.compiler.klass_info["model"]
    found = plan.compiler.apply_converters(rows, plan.converters) if plan.converters else rows
    for row in found:
        one = model.from_db(connection.alias, plan.names, row[plan.first : plan.end])
        for related in plan.related:
            related.populate(row, one)
        for name, place in plan.annotations.items():
            setattr(one, name, row[place])
        yield one
