"""The administrator's pages for who acts and when, a file for each subject."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

from organisations.admin import (
    accounts,  # noqa: F401
    authorities,  # noqa: F401
    calendar,  # noqa: F401
    changes,  # noqa: F401
    groups,  # noqa: F401
    rights,  # noqa: F401
    roles,  # noqa: F401
)

admin.site.site_header = _("Motcua – trang quản trị")
admin.site.site_title = _("Quản trị Motcua")
admin.site.index_title = _("Dữ liệu của hệ thống")
#: The timetable of the beat is in the settings; its own pages, in English, would only invite to
#: break it.
admin.site.unregister(
    [ClockedSchedule, CrontabSchedule, IntervalSchedule, PeriodicTask, SolarSchedule]
)
