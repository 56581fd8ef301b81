"""What a form offers can be answered, and what the procedure's page offers the form offers too."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from forms.conditions.evaluation import Condition, ConditionError
from forms.field_kinds import AuthorityField, ChoiceField
from workflows.checker.rules import did_you_mean
from workflows.checker.wording import asked_fields
from workflows.definition import Definition, Finding
from workflows.definition.findings import Path, Rules, doubt, fault

OFFERS = Rules(
    {
        "taught_at_unknown": fault(
            "taught_at names '{name}', which is no question of the form for an authority.",
            "{hint}",
            "taught_at gọi '{name}', không phải câu hỏi chọn cơ quan của mẫu đơn.",
            "{hint_vi}",
        ),
        "level_without_school": fault(
            "Choices of '{field}' state a level, but taught_at names no school, so all of them are"
            " offered.",
            "Add taught_at: with the question that names the school.",
            "Các lựa chọn của '{field}' có level nhưng thiếu taught_at, nên luôn hiện hết.",
            "Hãy thêm taught_at: câu hỏi chọn trường.",
        ),
        "school_without_level": fault(
            "'{field}' is narrowed by taught_at, but none of its choices states a level.",
            "Give the choices their level: (PRESCHOOL, PRIMARY, THCS, THPT), or leave taught_at"
            " out.",
            "'{field}' có taught_at nhưng không lựa chọn nào ghi level.",
            "Hãy ghi level: cho lựa chọn (PRESCHOOL, PRIMARY, THCS, THPT), hoặc bỏ taught_at.",
        ),
        "ask_in_group": fault(
            "'{field}' is repeated in a group; what is asked again about it could not be confirmed"
            " item by item.",
            "Use must: there, or ask outside the group.",
            "'{field}' nằm trong nhóm lặp; câu hỏi lại ở đó không xác nhận được từng mục.",
            "Hãy dùng must: ở đó, hoặc hỏi ngoài nhóm.",
        ),
        "same_body_twice": doubt(
            "'{field}' and '{other}' ask for authorities of the same kind, and nothing refuses the"
            " same one twice.",
            "Add must: {field} != {other} with its must_message.",
            "'{field}' và '{other}' cùng hỏi một loại cơ quan mà không có gì từ chối khi chọn"
            " trùng.",
            "Hãy thêm must: {field} != {other} kèm must_message.",
        ),
        "post_not_offered": fault(
            "The results of this procedure may come by post (channels: POSTAL), but '{field}' does"
            " not offer it.",
            "Add the choice POSTAL, an address that it asks for and a step that posts, or leave the"
            " channel out.",
            "Thủ tục có kênh bưu chính (POSTAL) nhưng '{field}' không cho chọn nhận qua bưu chính.",
            "Hãy thêm lựa chọn POSTAL, địa chỉ nhận và bước gửi, hoặc bỏ kênh này.",
        ),
        "post_unknown": fault(
            "'{field}' offers delivery by post, but the procedure has no channel POSTAL.",
            "Add the channel, or leave the choice out.",
            "'{field}' cho nhận qua bưu chính nhưng thủ tục không có kênh POSTAL.",
            "Hãy thêm kênh, hoặc bỏ lựa chọn.",
        ),
        "post_without_address": fault(
            "Delivery by post is offered, but no question for an address must be answered then.",
            'Add a field of kind address with required: {field} == "POSTAL", or require the'
            " applicant's address.",
            "Cho nhận qua bưu chính nhưng khi đó không bắt buộc ghi địa chỉ.",
            'Hãy thêm trường address với required: {field} == "POSTAL", hoặc bắt buộc địa chỉ người'
            " nộp.",
        ),
        "post_without_step": fault(
            "Delivery by post is offered, but no way of the office depends on it: nobody is told to"
            " post the result.",
            'Lead from a gate with when: {field} == "POSTAL" to a step that posts it.',
            "Cho nhận qua bưu chính nhưng không bước nào của cơ quan phụ thuộc vào đó: không ai"
            " được giao gửi.",
            'Hãy dẫn từ một cổng có when: {field} == "POSTAL" tới bước gửi kết quả.',
        ),
    }
)
#: The question by which the applicant says how the result shall come: channels of the procedure are
#: its choices.
DELIVERY = "delivery"


def narrowed(definition: Definition) -> Iterator[Finding]:
    """Choices that a school narrows name the school and their level; what is asked again can be
    confirmed.
    """
    bodies = {field.id for field in definition.form.fields() if isinstance(field, AuthorityField)}
    for path, field in asked_fields(definition):
        if isinstance(field, ChoiceField):
            yield from _levels(path, field, bodies)
        if field.ask_if and path.count("fields") > 1:
            yield OFFERS.found("ask_in_group", (*path, "ask_if"), field=field.id)


def _levels(path: Path, field: ChoiceField, bodies: set[str]) -> Iterator[Finding]:
    has_levels = any(choice.level for choice in field.choices)
    if field.taught_at and field.taught_at not in bodies:
        hints = did_you_mean(field.taught_at, bodies)
        yield OFFERS.found("taught_at_unknown", (*path, "taught_at"), name=field.taught_at, **hints)
    if has_levels and not field.taught_at:
        yield OFFERS.found("level_without_school", path, field=field.id)
    if field.taught_at and not has_levels:
        yield OFFERS.found("school_without_level", (*path, "taught_at"), field=field.id)


def bodies_apart(definition: Definition) -> Iterator[Finding]:
    """Two questions for authorities of one kind refuse the same answer."""
    before: list[AuthorityField] = []
    for path, field in asked_fields(definition):
        if not isinstance(field, AuthorityField) or path[0] != "form":
            continue
        for other in before:
            if set(other.among) & set(field.among) and not (
                _compares(field, other) or _compares(other, field)
            ):
                yield OFFERS.found("same_body_twice", path, field=field.id, other=other.id)
        before.append(field)


def _compares(field: AuthorityField, other: AuthorityField) -> bool:
    return _reads(field.must, other.id)


def _reads(text: str, name: str) -> bool:
    """True where the condition reads the name; one that does not parse is another finding."""
    try:
        return bool(text) and name in Condition(text).references
    except ConditionError:
        return False


def delivery(definition: Definition) -> Iterator[Finding]:
    """Post as a way to get the result: on the page and in the form alike, with an address and
    somebody who posts.
    """
    posts = any(channel.kind == "POSTAL" for channel in definition.channels)
    for path, field in asked_fields(definition):
        if field.id != DELIVERY or not isinstance(field, ChoiceField):
            continue
        offers = any(choice.value == "POSTAL" for choice in field.choices)
        if posts and not offers:
            yield OFFERS.found("post_not_offered", path, field=field.id)
        if offers and not posts:
            yield OFFERS.found("post_unknown", path, field=field.id)
        if offers and not _asks_an_address(definition, field.id):
            yield OFFERS.found("post_without_address", path, field=field.id)
        if offers and not _is_posted(definition, field.id):
            yield OFFERS.found("post_without_step", path, field=field.id)


def _asks_an_address(definition: Definition, asked: str) -> bool:
    by_post: Mapping[str, Any] = {asked: "POSTAL"}
    return any(
        one.is_required(by_post) and section.is_shown(by_post) and one.is_shown(by_post)
        for section in definition.form.sections
        for one in section.fields
        if one.kind == "address"
    )


def _is_posted(definition: Definition, asked: str) -> bool:
    conditions = [step.turns_on for step in definition.steps if step.turns_on]
    conditions += [one.when for step in definition.steps for one in step.outcomes if one.when]
    return any(_reads(text, asked) and "POSTAL" in text for text in conditions)
