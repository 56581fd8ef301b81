"""Planted bugs for figures, questions to others, and how long data is kept."""

from __future__ import annotations

from tests.planted import Planted

COUNTED = "tests/figures/test_counting.py -k direct_count"
PAGES = "tests/portal/test_statistics.py"
ASKED = "tests/portal/test_consulted.py"
KEPT = "tests/privacy/test_retention.py"

PLANTED = [
    Planted(
        "F1",
        "the applicant's time counts against the office",
        "figures/counting.py",
        "        elif kind in (Kind.PAUSE, Kind.STOP) and since is not None:\n",
        "        elif kind == Kind.STOP and since is not None:\n",
        COUNTED,
    ),
    Planted(
        "F1",
        "a second request for a supplement is on time",
        "figures/counting.py",
        "        on_time = taken.in_time and not asked_twice\n",
        "        on_time = taken.in_time\n",
        COUNTED,
    ),
    Planted(
        "F1",
        "a day is settled at midnight",
        "figures/counting.py",
        "        settled = now >= midnight(day + dt.timedelta(days=1)) + MARGIN\n",
        "        settled = now >= midnight(day + dt.timedelta(days=1))\n",
        "tests/figures/test_counting.py -k settled",
    ),
    Planted(
        "F2",
        "the public reads a group of three",
        "portal/statistics/tables.py",
        "        if 0 < number < SMALL:\n",
        "        if 0 < number < 2:\n",
        PAGES,
    ),
    Planted(
        "F2",
        "a head reads what others lead",
        "portal/office/reports/statistics.py",
        "    return led\n",
        "    return None\n",
        PAGES,
    ),
    Planted(
        "F3",
        "who is asked opens every paper of the dossier",
        "workflows/reading_rights/consultation.py",
        "        if (\n"
        "            paper.item_id == item.pk\n"
        "            if paper.step\n"
        "            else paper.field in fields_shown(definition, asked)\n"
        "        ):",
        "        if paper.item_id == item.pk if paper.step else True:",
        ASKED,
    ),
    Planted(
        "F3",
        "who is asked reads the whole application",
        "portal/office/opinion/questions.py",
        "rows=[row for row in part.rows if row.field_id in fields]",
        "rows=list(part.rows)",
        ASKED,
    ),
    Planted(
        "H4",
        "a hold makes the dossier younger",
        "privacy/retention.py",
        "    moves = Entry.objects.filter(MOVES, dossier=dossier)",
        "    moves = Entry.objects.filter(dossier=dossier)",
        KEPT,
    ),
    Planted(
        "J4",
        "a service of the machine that reaches everything",
        "deploy/systemd/motcua-backup.service",
        "CapabilityBoundingSet=\n",
        "",
        "tests/config/test_deploy_files.py",
    ),
]
