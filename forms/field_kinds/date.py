"""A day."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal

from django.utils import timezone
from django.utils.translation import gettext as _
from pydantic import Field as About

from forms.field_kinds.base import SOME_DAY, Compared, TypedField
from forms.inputs import Input, Typed, day_boxes, day_input
from forms.posted import day_of
from foundation import known_dates
from foundation.languages import in_language


class DateField(TypedField):
    """A day, stored as YYYY-MM-DD."""

    kind: Literal["date"]
    past: bool = About(False, description="The day must not lie in the future.")

    is_in_boxes: ClassVar[bool] = True
    is_told_alone: ClassVar[bool] = True

    def inputs(self, values: Typed, name: str) -> list[Input]:
        """A day that lies ahead has an example that lies ahead: a visit is not on the day somebody
        was born.
        """
        if self.past:
            return [day_input(values, name, in_language(self.label))]
        soon = timezone.localdate() + dt.timedelta(days=14)
        example = _("Ví dụ: %(day)s") % {"day": f"{soon.day} / {soon.month} / {soon.year}"}
        return [day_input(values, name, in_language(self.label), example)]

    def read(self, posted: Typed, name: str) -> Any:
        return day_of(posted, name, past=self.past)

    def typed(self, value: Any, name: str) -> dict[str, str]:
        return day_boxes(value, name)

    def told(self, value: Any) -> str:
        return known_dates.shown(value)

    def missing(self) -> str:
        return _("Nhập ngày, tháng, năm.")

    def examples(self, compared: Compared) -> list[Any]:
        return [SOME_DAY]
