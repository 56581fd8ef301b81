"""Steps and their connections: every name once, every target there, every step on a way from the
start to an end.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from foundation.languages import OFFICIAL, in_vietnamese
from workflows.checker.rules import did_you_mean
from workflows.definition import Definition, Finding
from workflows.definition.findings import Path, Rules, doubt, fault
from workflows.drawing import graph

SHAPE = Rules(
    {
        "duplicate_id": fault(
            "'{name}' is used twice.",
            "Give the second one another name; conditions and outcomes refer to it by this name.",
            "'{name}' được dùng hai lần.",
            "Hãy đặt tên khác cho mục sau; điều kiện và lựa chọn gọi mục theo tên này.",
        ),
        "no_words": fault(
            "The {what} has no Vietnamese words.",
            "Add vi: with the words people will read.",
            "{what} chưa có chữ tiếng Việt.",
            "Hãy thêm vi: với nội dung hiển thị.",
        ),
        "no_official_title": doubt(
            "The page “{title}” is a question, and papers and offices have no other name for it.",
            "Add official_title: with the words a slip may print; until then it is called"
            " “{name}”.",
            "Trang “{title}” là câu hỏi, còn văn bản và cán bộ chưa có tên gọi khác cho trang này.",
            "Hãy thêm official_title: với chữ in được trên phiếu; cho đến khi đó trang được gọi là"
            " “{name}”.",
        ),
        "start_unknown": fault(
            "The start '{name}' is not a step.",
            "{hint}",
            "Bước bắt đầu '{name}' không có.",
            "{hint_vi}",
        ),
        "target_unknown": fault(
            "Step '{step}' leads to '{target}', which is not a step.",
            "{hint}",
            "Bước '{step}' dẫn tới '{target}', là bước không có.",
            "{hint_vi}",
        ),
        "unreachable": fault(
            "Nothing leads to step '{step}' from the start.",
            "Let an outcome of an earlier step lead to it, or remove it.",
            "Không có đường nào từ bước bắt đầu tới bước '{step}'.",
            "Hãy cho một lựa chọn của bước trước dẫn tới đây, hoặc bỏ bước này.",
        ),
        "dead_end": fault(
            "From step '{step}' no end can be reached.",
            "Let one of its outcomes lead on to an end.",
            "Từ bước '{step}' không tới được bước kết thúc nào.",
            "Hãy cho một lựa chọn dẫn tới bước kết thúc.",
        ),
    }
)


def duplicates(definition: Definition) -> Iterator[Finding]:
    """Ids that are used twice where each must be unique."""
    form = [
        (("form", "sections", n), section.id) for n, section in enumerate(definition.form.sections)
    ]
    fields = [
        (("form", "sections", n, "fields", m), field.id)
        for n, section in enumerate(definition.form.sections)
        for m, field in enumerate(section.fields)
    ]
    yield from _twice(form)
    yield from _twice(fields)
    for name in ("steps", "cases", "documents"):
        yield from _twice(((name, n), part.id) for n, part in enumerate(getattr(definition, name)))
    yield from _twice(
        (("channels", n), channel.kind) for n, channel in enumerate(definition.channels)
    )
    for number, step in enumerate(definition.steps):
        yield from _twice(
            (("steps", number, "outcomes", m), one.id) for m, one in enumerate(step.outcomes)
        )
        yield from _twice(
            (("steps", number, "fields", m), one.id) for m, one in enumerate(step.fields)
        )


def _twice(places: Iterable[tuple[Path, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for path, name in places:
        if name in seen:
            yield SHAPE.found("duplicate_id", path, name=name)
        seen.add(name)


def targets(definition: Definition) -> Iterator[Finding]:
    """The start and every outcome lead to a step that exists."""
    known = [step.id for step in definition.steps]
    own = definition.ex_officio
    if own and own.start not in known:
        yield SHAPE.found(
            "start_unknown",
            ("ex_officio", "start"),
            name=own.start,
            **did_you_mean(own.start, known),
        )
    if definition.start not in known:
        yield SHAPE.found(
            "start_unknown",
            ("start",),
            name=definition.start,
            **did_you_mean(definition.start, known),
        )
    for number, step in enumerate(definition.steps):
        for outcome, target in step.targets().items():
            if target not in known:
                path = ("steps", number, *step.place_of(outcome))
                hints = did_you_mean(target, known)
                yield SHAPE.found(
                    "target_unknown", path, (step.id,), step=step.id, target=target, **hints
                )


def reach(definition: Definition) -> Iterator[Finding]:
    """Every step can be reached from the start, and from every step an end can be reached."""
    ways = graph.ways(definition)
    from_start = graph.traces(ways, definition.starts())
    ends = [step.id for step in definition.steps if step.is_end]
    to_end = graph.traces(graph.reverse(ways), ends)
    for number, step in enumerate(definition.steps):
        if step.id not in from_start:
            before = graph.traces(graph.reverse(ways), [step.id])
            trace = tuple(reversed(max(before.values(), key=len)))
            yield SHAPE.found("unreachable", ("steps", number), trace, step=step.id)
        elif step.id not in to_end:
            yield SHAPE.found("dead_end", ("steps", number), from_start[step.id], step=step.id)


def texts(definition: Definition) -> Iterator[Finding]:
    """Every text of a form has words in Vietnamese, every choice a label and a value of its own."""
    for number, section in enumerate(definition.form.sections):
        path: Path = ("form", "sections", number)
        yield from _words((*path, "title"), section.title)
        if section.is_question and section.official_title is None:
            yield SHAPE.found(
                "no_official_title",
                (*path, "title"),
                title=in_vietnamese(section.title),
                name=in_vietnamese(section.called),
            )
        if section.official_title is not None:
            yield from _words((*path, "official_title"), section.official_title)
        for place, field in enumerate(section.fields):
            yield from _field_texts((*path, "fields", place), field)
    for number, step in enumerate(definition.steps):
        for place, field in enumerate(step.fields):
            yield from _field_texts(("steps", number, "fields", place), field)


def _field_texts(path: Path, field: Any) -> Iterator[Finding]:
    yield from _words((*path, "label"), field.label)
    for number, choice in enumerate(getattr(field, "choices", ())):
        yield from _words((*path, "choices", number, "label"), choice.label)
    yield from _twice(
        ((*path, "choices", number), choice.value)
        for number, choice in enumerate(getattr(field, "choices", ()))
    )
    for number, inner in enumerate(getattr(field, "fields", ())):
        yield from _field_texts((*path, "fields", number), inner)


def _words(path: Path, text: Mapping[Any, str]) -> Iterator[Finding]:
    if not text.get(OFFICIAL, "").strip():
        yield SHAPE.found("no_words", path, what=path[-1])
