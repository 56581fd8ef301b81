"""Figures on pages: exact for who leads the authority, coarse for everybody, and as files that
calculate nothing.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections import Counter, defaultdict
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from figures.models import DailyFigure, OpenNow, TimeTaken
from figures.reading import Asked, by_month, by_procedure, median, total
from organisations.models import Authority
from portal.statistics.charts import nice
from portal.statistics.tables import Style, columns, spoken
from tests.people import World, officer
from tests.portal.conftest import visiting
from tests.reading import as_read

DAY = dt.date(2026, 3, 4)
OFFICE, PUBLIC = "/mot-cua/thong-ke/", "/thong-ke/"
COARSE = Style(coarse=True)


@pytest.fixture
def figures(world: World) -> World:
    """The department on three days, one of its schools on one, and the one-stop centre, which is
    none of its units.
    """
    school = Authority.objects.filter(kind="SCHOOL").order_by("pk")[0]
    enter(
        world,
        world.department,
        DAY,
        received=40,
        received_online=30,
        on_time=36,
        late=2,
        granted=38,
    )
    enter(
        world,
        world.department,
        DAY + dt.timedelta(days=40),
        received=7,
        on_time=4,
        late=3,
        refused=7,
    )
    enter(world, world.department, DAY.replace(year=2025), received=1000, on_time=1000)
    enter(world, school, DAY, received=5, on_time=5)
    enter(world, world.centre, DAY, received=600, on_time=600)
    TimeTaken.objects.create(
        **place(world, world.department), day=DAY, hours=12, allowed=16, number=20
    )
    TimeTaken.objects.create(
        **place(world, world.department), day=DAY, hours=20, allowed=16, number=18
    )
    OpenNow.objects.create(**place(world, world.department), processing=11, waiting=1, overdue=3)
    return world


def place(world: World, authority: Authority) -> dict[str, Any]:
    return {"procedure": world.version.procedure, "authority": authority}


def enter(world: World, authority: Authority, day: dt.date, **counts: int) -> None:
    DailyFigure.objects.create(**place(world, authority), day=day, **counts)


def asked(*authorities: Authority) -> Asked:
    return Asked(
        dt.date(2026, 1, 1), dt.date(2026, 12, 31), None, [one.pk for one in authorities] or None
    )


def read(answer: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_sums_by_month_and_procedure(figures: World) -> None:
    months = by_month(asked(figures.department))
    assert {
        month.month: found["received"] for month, found in months.items() if found["received"]
    } == {3: 40, 4: 7}
    assert len(months) == 12
    ((_procedure, found),) = by_procedure(asked(figures.department))
    assert (found["received"], found.ended, found["on_time"], found["late"]) == (47, 45, 40, 5)
    assert (found["processing"], found["overdue"]) == (11, 3)
    assert (found.median_hours, found.median_allowed) == (12, 16)


@pytest.mark.parametrize(
    ("values", "middle"),
    [([], None), ([5], 5), ([1, 9], 1), ([3, 1, 2], 2), ([1] * 50 + [80] * 51, 80)],
)
def test_the_median_is_the_lower_middle(values: list[int], middle: int | None) -> None:
    assert median(Counter(values)) == middle


def test_a_head_sees_their_authority_and_its_units_and_no_other(figures: World) -> None:
    page = as_read(visiting(figures.dung).get(OFFICE, {"nam": "2026"}).text)
    assert ">52<" in page, "47 of the department and 5 of the school"
    # a token may hold any three digits
    shown = re.sub(r'<input type="hidden"[^>]*>|nonce="[^"]*"', "", page)
    assert "600" not in shown and "1.000" not in shown
    school = Authority.objects.filter(kind="SCHOOL").order_by("pk")[0]
    page = as_read(visiting(figures.dung).get(OFFICE, {"nam": "2026", "co-quan": school.slug}).text)
    assert ">5<" in page and ">52<" not in page
    assert visiting(figures.dung).get(OFFICE, {"co-quan": "ttpvhcc-daklak"}).status_code == 404
    assert visiting(figures.dung).get(OFFICE, {"thu-tuc": "khong-co"}).status_code == 404
    page = as_read(visiting(figures.dung).get(OFFICE, {"nam": "2025"}).text)
    assert "1.000" in page


def test_a_head_of_a_school_sees_their_school_alone(figures: World) -> None:
    school = Authority.objects.filter(kind="SCHOOL").order_by("pk")[0]
    principal = officer("tri", "Đặng Minh Trí", "head", school, "HIỆU TRƯỞNG")
    page = as_read(visiting(principal).get(OFFICE, {"nam": "2026"}).text)
    assert ">5<" in page and ">47<" not in page and ">52<" not in page
    assert visiting(principal).get(OFFICE, {"co-quan": "sgddt-daklak"}).status_code == 404


def test_who_leads_nothing_has_no_such_page(figures: World) -> None:
    for person in (figures.lan, figures.binh):
        assert visiting(person).get(OFFICE).status_code == 404
        assert "/mot-cua/thong-ke/" not in visiting(person).get("/mot-cua/").content.decode()
    assert "/mot-cua/thong-ke/" in visiting(figures.dung).get("/mot-cua/").content.decode()


def test_the_public_reads_no_small_number(figures: World, stranger: Client) -> None:
    page = as_read(
        stranger.get(PUBLIC, {"nam": "2026", "co-quan": "sgddt-daklak", "ky": "t3"}).text
    )
    assert "dưới 5" in page
    cells = re.findall(r'<td class="number">([^<]*)</td>', page)
    assert cells
    for cell in cells:
        if re.fullmatch(r"[\d.]+", cell):
            assert int(cell.replace(".", "")) % 5 == 0, cell
    assert ">38<" not in page and ">36<" not in page and ">2<" not in page.split("<svg")[0]


@pytest.mark.parametrize(("language", "said"), [("vi", "1.234.567,5"), ("en", "1,234,567.5")])
def test_numbers_are_written_as_the_language_of_the_page_does(language: str, said: str) -> None:
    with translation.override(language):
        assert spoken(1234567.46, 1) == said


def test_no_public_cells_together_tell_a_group_under_five() -> None:
    """Whatever the cells of ended dossiers say, any small number behind them may as well be two
    others.
    """
    told: dict[tuple[str, ...], set[tuple[int, int]]] = defaultdict(set)
    for whole in range(150):
        for late in range(whole + 1):
            numbers = (COARSE.count(whole), COARSE.count(whole - late), COARSE.count(late))
            cells = (*numbers, COARSE.share(whole - late, whole), COARSE.share(late, whole))
            told[tuple(cell.text for cell in cells)].add((whole - late, late))
    small = {1, 2, 3, 4}
    for cells, possible in told.items():
        for part in (0, 1):
            found = {pair[part] for pair in possible}
            assert not found & small or len(found) >= 3, (cells, possible)


def test_the_file_of_a_head_asks_for_the_code_again(figures: World, settings: Any) -> None:
    settings.SECOND_FACTOR = False
    answer = visiting(figures.dung).post(f"{OFFICE}tai-ve/", {"nam": "2026", "dang": "csv"})
    assert answer["Content-Disposition"] == 'attachment; filename="thong-ke-2026.csv"'
    assert [(row["month"], row["received"]) for row in read(answer)][:1] == [("2026-03", "40")]
    assert visiting(figures.dung).post(f"{OFFICE}tai-ve/", {"dang": "exe"}).status_code == 404
    settings.SECOND_FACTOR = True
    client = visiting(figures.dung)
    session = client.session
    session["factor_confirmed_at"] = "2026-01-01T00:00:00+00:00"  # in this session, and long ago
    session.save()
    answer = client.post(f"{OFFICE}tai-ve/", {"nam": "2026", "dang": "csv"})
    assert answer.status_code == 422 and 'name="factor_code"' in answer.content.decode()


def test_files_hold_no_formula_and_the_public_one_no_small_number(
    figures: World, stranger: Client
) -> None:
    figures.department.name = "=HYPERLINK(0)"
    figures.department.save()
    rows = read(stranger.get(f"{PUBLIC}tai-ve/", {"nam": "2026"}))
    assert rows and all(not row["authority"].startswith("=") for row in rows)
    assert {row["late"] for row in rows} == {"0", "dưới 5"} and "36" not in {
        row["on_time"] for row in rows
    }
    book = load_workbook(
        io.BytesIO(stranger.get(f"{PUBLIC}tai-ve/", {"nam": "2026", "dang": "xlsx"}).content)
    )
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert cells and all(cell.data_type != "f" for cell in cells)
    assert book.active["E2"].data_type == "n"


def test_pages_without_figures_and_with_nonsense_stand(world: World, stranger: Client) -> None:
    for wanted in ({}, {"nam": "abc", "ky": "q9"}, {"nam": "0000"}, {"ky": "t12"}):
        page = stranger.get(PUBLIC, wanted)
        assert page.status_code == 200 and "Không có hồ sơ nào" in page.content.decode()
        assert visiting(world.dung).get(OFFICE, wanted).status_code == 200


def test_a_page_costs_no_more_questions_with_more_figures(figures: World, stranger: Client) -> None:
    def cost(client: Client, address: str) -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen.captured_queries)

    head = visiting(figures.dung)
    few = cost(stranger, f"{PUBLIC}?nam=2026"), cost(head, f"{OFFICE}?nam=2026")
    offices = list(Authority.objects.all())
    DailyFigure.objects.bulk_create(
        DailyFigure(**place(figures, one), day=DAY + dt.timedelta(days=n), received=3)
        for one in offices
        for n in range(100, 200)
    )
    many = cost(stranger, f"{PUBLIC}?nam=2026"), cost(head, f"{OFFICE}?nam=2026")
    assert many == few and max(many) <= 29  # eleven of them are the office’s menu


def test_every_column_of_the_whole_is_the_sum_of_its_rows(figures: World) -> None:
    groups = [found for _row, found in by_procedure(asked())]
    whole = total(groups)
    for (_title, value), name in zip(columns(Style(), False)[:1], ["received"], strict=True):
        assert value(whole).number == sum(found[name] for found in groups)


@pytest.mark.parametrize(
    ("most", "ceiling"), [(1, 4), (4, 4), (9, 10), (11, 20), (39, 40), (41, 80), (950, 1000)]
)
def test_the_axis_ends_at_a_round_number(most: float, ceiling: float) -> None:
    assert nice(most) == ceiling
