"""A form with every kind of field, and what a browser posts for it."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from forms.language import Form, Section
from tests.people import a_ward


def field(kind: str, **more: Any) -> dict[str, Any]:
    return {"id": kind, "kind": kind, "label": {"vi": f"Câu hỏi {kind}"}, **more}


YES_OR_NO = [{"value": "a", "label": {"vi": "Một"}}, {"value": "b", "label": {"vi": "Hai"}}]
FIELDS: list[dict[str, Any]] = [
    field("text", help={"vi": "Một dòng"}),
    field("long_text"),
    field("number", min=1, max=20),
    field("money"),
    field("date"),
    field("choice", choices=YES_OR_NO),
    field("yes_no"),
    field("person"),
    field("phone"),
    field("email"),
    field("address"),
    field("attachment", max_count=2),
    field(
        "group",
        fields=[field("text", id="school", required=True), field("number", id="year")],
        max_items=3,
    ),
    field("info"),
]


def section(*fields: dict[str, Any], **more: Any) -> Section:
    return Section.model_validate({"id": "one", "title": {"vi": "Trang"}, "fields": fields, **more})


def form(*sections: Section) -> Form:
    return Form(sections=sections)


def posted(values: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


def everything() -> dict[str, str]:
    ward = a_ward()
    return {
        "text": "Một",
        "long_text": "Hai\nba",
        "number": "3",
        "money": "250.000",
        "date.day": "5",
        "date.month": "2",
        "date.year": "1998",
        "choice": "a",
        "yes_no": "no",
        "person.name": "H'Hen Niê",
        "person.birth_date.day": "19",
        "person.birth_date.month": "5",
        "person.birth_date.year": "1997",
        "person.sex": "F",
        "person.identity": "066197000002",
        "phone": "+84905123456",
        "email": "a@example.vn",
        "address.province": ward["province"],
        "address.ward": ward["ward"],
        "address.detail": "Buôn Akõ Dhông",
        "group.count": "1",
        "group.0.school": "THPT Lắk",
        "group.0.year": "2015",
    }
