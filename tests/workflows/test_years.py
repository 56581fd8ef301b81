"""Years of a definition go with time: the checker wants it of new texts, and texts published before
are read so.
"""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine

from forms import binding
from forms.field_kinds import NumberField
from organisations.seed import seed_organisations
from tests.workflows.procedures import changed, copied, faults_of, findings_of
from tests.workflows.unchecked import leave_out
from workflows import checker
from workflows.definition import load
from workflows.models import ProcedureVersion
from workflows.procedure import publishing
from workflows.published import _served, definition_of

LAST = ("min: 1950, max: this_year}", "min: 1950, max: {}}}")
EVE, NEW_YEAR, LATER = "2026-12-31T23:30+07:00", "2027-01-01T00:30+07:00", "2030-03-05T09:00+07:00"
OF_OFFICE = "{id: verified, kind: number, label: {vi: Năm xác minh}, min: 1950, max: 2026}"
IN_GROUP = f"{{id: years, kind: group, label: {{vi: Các năm}}, fields: [{OF_OFFICE}]}}"
MATCH = "{id: match, kind: register_entry"


def ending(bound: object) -> str:
    return changed((LAST[0], LAST[1].format(bound)))


@pytest.mark.parametrize("bound", [2025, 2026, 2027, 2030, 2036])
def test_a_last_year_that_passes_is_refused_with_a_mend(bound: int) -> None:
    finding = findings_of(ending(bound))["year_stands_still"]
    assert (finding.severity, finding.path[-1]) == ("fault", "max")
    assert str(bound) in finding.message_vi and "this_year" in finding.mend_vi


@pytest.mark.parametrize("bound", [1975, 2018, 2099, "this_year", "this_year + 1"])
def test_what_stands_in_the_past_or_goes_with_time_is_no_fault(bound: object) -> None:
    assert "year_stands_still" not in findings_of(ending(bound))


def test_a_number_that_is_no_year_keeps_its_bound() -> None:
    assert "year_stands_still" not in findings_of(
        changed(("min: 1, max: 20,", "min: 1, max: 2026,"))
    )


@pytest.mark.parametrize("field", [OF_OFFICE, IN_GROUP])
def test_officers_fields_and_groups_are_looked_at_too(field: str) -> None:
    assert "year_stands_still" in findings_of(
        changed((f"- {MATCH}", f"- {field}\n      - {MATCH}"))
    )


def test_a_first_year_of_our_days_is_a_doubt() -> None:
    assert (
        findings_of(changed((LAST[0], "min: 2026, max: this_year}")))[
            "year_may_stand_still"
        ].severity
        == "doubt"
    )


def test_another_word_is_told_at_its_place() -> None:
    (fault,) = faults_of(ending("next_year"))
    assert fault.path[-1] == "max" and "next_year" in fault.message


def published(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *changes: tuple[str, str]
) -> ProcedureVersion:
    """A version that was frozen when the language had no word for the present year."""
    (folder / "procedure.yaml").write_text(changed(*changes), encoding="utf-8")
    with monkeypatch.context() as patch:
        leave_out(patch, checker.years.fixed)
        return publishing.publish(folder)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("now", "year"),
    [(EVE, 2026), (NEW_YEAR, 2027), ("2028-02-29T08:00+07:00", 2028), (LATER, 2030)],
)
def test_a_version_frozen_in_2026_asks_for_years_that_came_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, now: str, year: int
) -> None:
    seed_organisations()
    with time_machine.travel("2026-11-29T08:00+07:00", tick=False):
        version = published(
            copied(tmp_path), monkeypatch, (LAST[0], LAST[1].format(2026)),
            (f"- {MATCH}", f"- {OF_OFFICE}\n      - {MATCH}"),
        )  # fmt: skip
    before = version.canonical
    _served.clear()
    with time_machine.travel(now, tick=False):
        definition = definition_of(ProcedureVersion.objects.get(pk=version.pk))
        faults = binding.check_form(
            definition.form, {"graduation_year": year}, only={"graduation_year"}
        )
        assert faults == []
        assert (
            binding.check_form(
                definition.form, {"graduation_year": year + 1}, only={"graduation_year"}
            )
            != []
        )
    office = next(each for each in definition.step("check").fields if each.id == "verified")
    assert isinstance(office, NumberField) and office.max == "this_year"
    assert (
        ProcedureVersion.objects.get(pk=version.pk).canonical == before and '"max":2026' in before
    )


@pytest.mark.django_db
def test_the_year_of_publication_counts_as_well_and_a_year_of_the_law_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed_organisations()
    with time_machine.travel("2028-05-05T08:00+07:00", tick=False):
        version = published(
            copied(tmp_path), monkeypatch, (LAST[0], LAST[1].format(2028)),
            (f"- {MATCH}", f"- {OF_OFFICE.replace('2026', '2018')}\n      - {MATCH}"),
        )  # fmt: skip
    _served.clear()
    definition = definition_of(version)
    (asked,) = [each for each in definition.form.fields() if each.id == "graduation_year"]
    (law,) = [each for each in definition.step("check").fields if each.id == "verified"]
    assert isinstance(asked, NumberField) and isinstance(law, NumberField)
    assert (asked.max, law.max) == ("this_year", 2018)


@pytest.mark.django_db
def test_a_definition_that_only_learnt_the_word_is_no_new_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed_organisations()
    folder = copied(tmp_path)
    with time_machine.travel("2026-11-29T08:00+07:00", tick=False):
        old = published(folder, monkeypatch, (LAST[0], LAST[1].format(2026)))
    (folder / "procedure.yaml").write_text(changed(), encoding="utf-8")
    assert publishing.publish(folder) == old


def test_no_shipped_definition_names_a_year_as_the_last() -> None:
    for folder in publishing.shipped_folders():
        definition = load(folder / "procedure.yaml")
        assert list(checker.years.fixed(definition)) == [], folder.name
