"""The search of the front page: it ranks, forgives, knows what people say, and names the nearest
when nothing fits.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from foundation.text import fold
from organisations.seed import seed_organisations
from tests.workflows.procedures import TEXT
from tests.workflows.questions import NEAREST, QUESTIONS
from workflows import checker
from workflows.definition import Definition, load
from workflows.models import Procedure
from workflows.procedure import publishing
from workflows.search_ranking import Entry, rank

FIRST_FEW = 3


@lru_cache
def shipped() -> tuple[Definition, ...]:
    return tuple(load(folder / "procedure.yaml") for folder in publishing.shipped_folders())


@lru_cache
def entries() -> tuple[Entry, ...]:
    return tuple(publishing.entry(Procedure(**publishing.shown(each))) for each in shipped())


def found(text: str) -> tuple[list[str], bool]:
    """Slugs, the best first, and whether they are only the nearest."""
    ranking = rank(text, entries())
    return [shipped()[place].slug for place in ranking.places], ranking.is_near


@pytest.mark.parametrize(("question", "meant"), QUESTIONS)
def test_what_people_ask_finds_what_they_mean_first(question: str, meant: str) -> None:
    slugs, _near = found(question)
    assert slugs and slugs[0] in meant.split(), slugs


@pytest.mark.parametrize(("question", "meant"), NEAREST)
def test_what_fits_nothing_gets_the_nearest_and_says_so(question: str, meant: str) -> None:
    slugs, is_near = found(question)
    assert is_near and slugs and slugs[0] in meant.split(), slugs


@pytest.mark.parametrize("nothing", ["?!", "cho con", "xin", "100%", "qwxz"])
def test_what_says_nothing_finds_nothing(nothing: str) -> None:
    assert found(nothing) == ([], True)


@pytest.mark.parametrize(
    "typed",
    [
        "3.000465",
        "3000465",
        "3 000 465",
        "3.000.465",
        " 3-000465 ",
        "3.000465.H15",
        "3000465h15",
        "３.０００４６５",
    ],
)
def test_a_code_is_a_code_however_it_is_typed(typed: str) -> None:
    assert found(typed) == (["diploma-copy"], False)
    assert found(f"thủ tục số {typed}") == (["diploma-copy"], False)


def test_the_provinces_own_ending_tells_two_procedures_apart() -> None:
    assert found("1.012953")[0] == ["school-licence", "school-licence-change"]
    assert found("1.012953.H15")[0] == ["school-licence-change", "school-licence"]


def every_phrase() -> list[tuple[str, str]]:
    return [
        (each.slug, phrase) for each in shipped() for phrase in (*each.words, *each.title.values())
    ]


@given(
    st.sampled_from(every_phrase()),
    st.booleans(),
    st.sampled_from([str.lower, str.upper, str.title]),
    st.sampled_from(["", "xin ", "thủ tục ", "cho tôi hỏi "]),
    st.sampled_from(["", " cho con", " ở đâu", " thì làm thế nào?"]),
)
def test_every_phrase_of_a_definition_finds_its_procedure(
    chosen: tuple[str, str], folded: bool, case: Any, before: str, after: str
) -> None:
    """Without diacritics, in capitals, with the words people wrap a wish in."""
    slug, phrase = chosen
    typed = before + case(fold(phrase) if folded else phrase) + after
    assert slug in found(typed)[0][:FIRST_FEW], typed


def test_every_shipped_procedure_says_how_people_call_it() -> None:
    for each in shipped():
        assert each.words and each.asked_by, each.slug
        assert set(each.short or {}) == {"vi", "en"}, each.slug
        assert not [
            finding for finding in checker.check(each) if finding.rule.startswith("words_")
        ], each.slug


@pytest.mark.parametrize(
    ("rule", "severity", "words"),
    [
        ("words_missing", "doubt", ""),
        ("words_twice", "fault", "words: [mất bằng, MAT BANG]\n"),
        ("words_empty", "fault", "words: [cho con]\n"),
    ],
)
def test_the_checker_reads_the_words(rule: str, severity: str, words: str) -> None:
    start, end = TEXT.index("words: "), TEXT.index("field: ")
    told = [
        (one.rule, one.severity) for one in checker.check(load(TEXT[:start] + words + TEXT[end:]))
    ]
    assert told == [(rule, severity)]


def test_a_phrase_in_decomposed_letters_is_refused() -> None:
    decomposed = load(TEXT).model_copy(
        update={"words": (unicodedata.normalize("NFD", "mất bằng"),)}
    )
    assert "words_not_nfc" in {one.rule for one in checker.check(decomposed)}


def test_a_version_published_before_there_were_words_is_still_found(db: None) -> None:
    seed_organisations()
    publishing.publish(
        next(folder for folder in publishing.shipped_folders() if folder.name == "school-transfer")
    )
    Procedure.objects.update(words="")
    for text in ("chuyển trường cho con", "2002854", "tiep nhan hoc sinh", "transfer"):
        assert [one.slug for one in publishing.search(text).procedures] == ["school-transfer"], text


def test_the_page_ranks_in_one_query_and_says_when_nothing_fits(
    db: None, client: Client, django_assert_max_num_queries: Any
) -> None:
    seed_organisations()
    for folder in publishing.shipped_folders():
        publishing.publish(folder)
    client.get("/", {"q": "mat bang"})  # what a process keeps: definitions, the office in the foot
    with django_assert_max_num_queries(3):
        page = client.get("/", {"q": "mat bang"}).text
    assert page.index("/thu-tuc/diploma-copy/") and "kết quả cho" in page
    near = client.get("/", {"q": "bang tot nhiep"}).text
    assert (
        "0 kết quả cho" in near
        and "Gần nhất với từ bạn tìm" in near
        and "/thu-tuc/diploma-copy/" in near
    )
    Procedure.objects.filter(slug="diploma-copy").update(open=False)
    assert "/thu-tuc/diploma-copy/" not in client.get("/", {"q": "mat bang"}).text
