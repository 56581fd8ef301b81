"""A question to the database whose SQL is worked out once a process.

Django works a QuerySet out into SQL each time anew, which takes three to ten times as long as
PostgreSQL takes to answer a question by an index. What many pages and acts ask with nothing but
other values is kept here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import query as django_query
from django.db.models.sql.compiler import SQLCompiler

Row = TypeVar("Row", bound=models.Model)


class Place(models.Expression):
    """Where a value comes into a kept question: stands in a filter like the value itself."""

    def __init__(self, name: str, field: models.Field[Any, Any]) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        """A mark; the value follows when the question is asked."""
        return "%s", [self]

    def prepared(self, value: object, connection: BaseDatabaseWrapper) -> Any:
        """The value as the database's driver takes it."""
        return self.output_field.get_db_prep_value(value, connection=connection)


@dataclass(frozen=True)
class _Compiled:
    """What a question became on one kind of database."""

    sql: str
    parameters: tuple[object, ...]
    model: type[models.Model]
    columns: slice
    names: list[str]
    related: Sequence[Any]
    annotations: dict[str, int]
    converters: list[tuple[int, Any, Any]]


class KeptQuestion(Generic[Row]):
    """A QuerySet that is asked with other values each time.

    `build` is called once, with a `Place` for each of `places` (its column's kind); everything but
    these values stays as it was then, so that it must not look at a clock or at settings that
    change.
    """

    def __init__(
        self,
        build: Callable[..., models.QuerySet[Row]],
        **places: models.Field[Any, Any],
    ) -> None:
        self._build, self._places = build, places
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, **values: object) -> list[Row]:
        """What the database answers. Raises KeyError where a place has no value."""
        connection = connections[DEFAULT_DB_ALIAS]
        kept = self._on(connection)
        given: list[Any] = [
            one.prepared(values[one.name], connection) if isinstance(one, Place) else one
            for one in kept.parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(kept.sql, given)
            return list(_objects(kept, cursor.fetchall(), connection))

    def first(self, **values: object) -> Row | None:
        """The first row, or None; the question itself says the order and that one is enough."""
        return next(iter(self.rows(**values)), None)

    def _on(self, connection: BaseDatabaseWrapper) -> _Compiled:
        kept = self._compiled.get(connection.vendor)
        if kept is None:
            kept = self._compiled[connection.vendor] = self._compile(connection)
        return kept

    def _compile(self, connection: BaseDatabaseWrapper) -> _Compiled:
        places = {name: Place(name, field) for name, field in self._places.items()}
        compiler = self._build(**places).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        found = compiler.klass_info
        if found is None or compiler.select is None:
            raise TypeError("a kept question asks for rows of a model")
        fields = found["select_fields"]
        columns = slice(fields[0], fields[-1] + 1)
        # its types belong to a later Django, which takes one argument more
        populators: Any = django_query.get_related_populators
        converters = compiler.get_converters([one[0] for one in compiler.select])
        return _Compiled(
            sql=sql,
            parameters=tuple(parameters),
            model=found["model"],
            columns=columns,
            names=[one[0].target.attname for one in compiler.select[columns]],
            related=populators(found, compiler.select, connection.alias),
            annotations=compiler.annotation_col_map or {},
            converters=[(place, by, what) for place, (by, what) in converters.items()],
        )


def _objects(
    kept: _Compiled, rows: Sequence[Sequence[Any]], connection: BaseDatabaseWrapper
) -> Iterator[Any]:
    """As Django's own `ModelIterable` makes them."""
    for row in rows:
        read = _converted(kept, row, connection)
        made = kept.model.from_db(connection.alias, kept.names, read[kept.columns])
        for populator in kept.related:
            populator.populate(read, made)
        for name, place in kept.annotations.items():
            setattr(made, name, read[place])
        yield made


def _converted(
    kept: _Compiled, row: Sequence[Any], connection: BaseDatabaseWrapper
) -> Sequence[Any]:
    if not kept.converters:
        return row
    read = list(row)
    for place, by, what in kept.converters:
        for convert in by:
            read[place] = convert(read[place], what, connection)
    return read
