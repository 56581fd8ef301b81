"""A question of the database that is put together once a process: its SQL, which columns make which
object, and how they are read.

Django builds and compiles a query each time it is asked. Of an act that took most of the time, more
than the database needed to answer. The objects are those that the queryset would have given.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet
from django.db.models.query import get_related_populators

M = TypeVar("M", bound=Model)
_populators: Any = get_related_populators  # its types are those of a later Django
#: What stands for the first number or text that is given; the next have the numbers below. No row
#: has them.
FIRST_NUMBER = -987_654_321
FIRST_TEXT = "\x02given {}\x03"


@dataclass(frozen=True)
class _Plan:
    """One question as one kind of database is asked it."""

    sql: str
    given: tuple[Any, ...]
    places: tuple[int | None, ...]  # which argument stands there; None: the constant itself
    compiler: Any
    first: int
    end: int
    names: tuple[str, ...]
    related: Sequence[Any]
    converters: Any
    annotations: dict[str, int]


class CompiledRead(Generic[M]):
    """A queryset of objects whose arguments are row ids and texts, in the order of its function.

    `make` is called once for each kind of database. It may not turn on what is given, nor prefetch,
    and says its order itself (`order_by()` for none).
    """

    def __init__(self, make: Callable[..., QuerySet[M]], *kinds: type[int] | type[str]) -> None:
        self._make, self._kinds = make, kinds
        self._plans: dict[str, _Plan] = {}
        self._compiling = threading.Lock()

    def all(self, *given: int | str) -> list[M]:
        """The rows. A lock is taken as the queryset says it: inside a transaction."""
        return self.asked(*given)()

    def first(self, *given: int | str) -> M | None:
        """The first row; None where there is none."""
        return next(iter(self.all(*given)), None)

    def asked(self, *given: int | str) -> Callable[[], list[M]]:
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
        marks = [
            FIRST_NUMBER - place if kind is int else FIRST_TEXT.format(place)
            for place, kind in enumerate(self._kinds)
        ]
        compiler: Any = self._make(*marks).query.get_compiler(using=DEFAULT_DB_ALIAS)
        sql, given = compiler.as_sql()
        about = compiler.klass_info
        fields = about["select_fields"]
        first, end = fields[0], fields[-1] + 1
        return _Plan(
            sql=sql,
            given=tuple(given),
            places=tuple(marks.index(one) if one in marks else None for one in given),
            compiler=compiler,
            first=first,
            end=end,
            names=tuple(column[0].target.attname for column in compiler.select[first:end]),
            related=_populators(about, compiler.select, connection.alias),
            converters=compiler.get_converters([column[0] for column in compiler.select]),
            annotations=compiler.annotation_col_map,
        )


def _values(plan: _Plan, given: Sequence[int | str]) -> list[Any]:
    """The arguments where they stand, in the type by which Django tells them to the database."""
    return [
        constant if place is None else type(constant)(given[place])
        for constant, place in zip(plan.given, plan.places, strict=True)
    ]


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
