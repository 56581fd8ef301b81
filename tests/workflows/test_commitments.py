"""What an outcome's or an answer's words promise is kept: that somebody is told, that a paper comes
with it.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from notifications.channels.mail import EMAIL
from notifications.models import INBOX, Message
from organisations.seed import seed_organisations
from tests.portal.conftest import visiting
from tests.procedures.schools import Schools, answers, make_schools
from tests.procedures.standards import Standards, accepted, asked, make_standards, visited
from tests.procedures.walking import decide, filed, item, now, open_items, paper
from workflows import actions, checker
from workflows.definition import Definition, canonical, load
from workflows.definition.loading import from_canonical
from workflows.errors import Incomplete
from workflows.models import Dossier, DossierFile
from workflows.procedure.publishing import shipped_folders

TAKEN, KEPT = "Tiếp thu về tiêu chí 3.2.", "Bảo lưu tiêu chí 1.1 vì chưa có minh chứng."


@pytest.fixture
def schools(db: None) -> Schools:
    seed_organisations()
    return make_schools()


@pytest.fixture
def site(db: None) -> Standards:
    seed_organisations()
    return make_standards()


def objected(site: Standards) -> Dossier:
    dossier = asked(site)
    actions.reply(
        dossier, site.secretary, {"agrees": False, "reason": "Tiêu chí 3.2 đã khắc phục."}
    )
    return now(dossier)


@pytest.mark.parametrize("nothing", [{}, {"taken": None, "kept": None}, {"taken": " ", "kept": ""}])
def test_who_is_to_be_told_is_told_something(site: Standards, nothing: dict[str, Any]) -> None:
    dossier = objected(site)
    with pytest.raises(Incomplete, match="tiếp thu"):
        decide(dossier, "respond", site.expert, "answered", **nothing)
    assert [one.step for one in open_items(now(dossier))] == ["respond"]


@pytest.mark.parametrize("said", [{"taken": TAKEN, "kept": None}, {"taken": TAKEN, "kept": KEPT}])
def test_the_school_gets_the_answer_to_its_objection_and_finds_it_again(
    site: Standards, said: dict[str, Any]
) -> None:
    dossier = decide(objected(site), "respond", site.expert, "answered", **said)
    written = [text for text in said.values() if text]
    told = Message.objects.filter(dossier=dossier, subject__contains="trả lời Ông/Bà")
    assert {one.channel for one in told} == {INBOX, EMAIL}
    page = visiting(site.secretary).get(f"/ho-so/{dossier.code}/").text
    for text in written:
        assert all(text in one.body for one in told) and text in page
    assert "Cơ quan trả lời bạn" in page and ("Ý kiến bảo lưu" in page) == (len(written) == 2)
    assert told.count() == 2  # once, however often the worker wakes up


def test_the_draft_that_is_sent_is_there_to_be_read(site: Standards) -> None:
    dossier = asked(site)
    assert DossierFile.objects.filter(dossier=dossier, step="draft").count() == 1
    without = visited(site, accepted(site))
    with pytest.raises(Incomplete, match="đính kèm"):
        decide(without, "draft", site.expert, "send", summary="Đạt.")


def consulted(schools: Schools) -> Dossier:
    return decide(
        filed(schools.version, schools.mother, answers()), "receive", schools.office, "accept"
    )


def test_a_record_sent_with_the_answer_is_there_and_reaches_the_new_schools_list(
    schools: Schools,
) -> None:
    dossier = consulted(schools)
    task, principal = item(dossier, "ask_release"), schools.old_principal
    page = f"/mot-cua/viec/{task.pk}/y-kien/"
    sent = {"opinion": "Đồng ý.", "releases": "yes", "handed_over": "electronic"}
    refused = visiting(principal).post(page, sent)
    assert (
        refused.status_code == 422
        and "Đã gửi bản điện tử kèm theo” nói có giấy tờ kèm theo" in refused.text
    )
    assert "Đồng ý." in refused.text and [one.step for one in open_items(now(dossier))] == [
        "ask_release"
    ]
    shown = f"/mot-cua/ho-so/{dossier.code}/?xem=giay-to"
    record = paper(principal)
    values = {"releases": True, "handed_over": "electronic"}
    actions.give_opinion(task, principal, "Đồng ý.", values=values, files=[record])
    seen = visiting(schools.teacher).get(shown).text
    assert "Trường THPT Ngô Gia Tự gửi kèm ý kiến" in seen and f"/tep/{record}/" in seen
    assert visiting(schools.teacher).get(f"/tep/{record}/").status_code == 200


@pytest.mark.parametrize("said", ["paper", "not_yet"])
def test_an_answer_that_promises_no_paper_needs_none(schools: Schools, said: str) -> None:
    values = {"releases": True, "handed_over": said}
    actions.give_opinion(
        item(consulted(schools), "ask_release"), schools.old_principal, "Đồng ý.", values=values
    )


def shipped(slug: str) -> str:
    folder = next(one for one in shipped_folders() if one.name == slug)
    return (folder / "procedure.yaml").read_text(encoding="utf-8")


def as_published_before(slug: str) -> Definition:
    """The text as it stood before the language had the words, read as a version that runs."""
    text = shipped(slug)
    for word in ("tells: [taken, kept], ", "encloses: {}, "):
        text = text.replace(word, "")
    lines = [line for line in text.splitlines() if not line.startswith("    encloses:")]
    old = json.loads(canonical(load("\n".join(lines))))
    assert not any("handed_over ==" in str(step.get("encloses")) for step in old["steps"])
    return from_canonical(json.dumps(old))


def test_versions_published_before_keep_the_promises_of_their_words_too() -> None:
    for slug in ("national-standard-secondary", "national-standard-preschool"):
        old = as_published_before(slug)
        answered = next(one for one in old.step("respond").outcomes if one.id == "answered")  # type: ignore[union-attr]
        assert answered.tells == ("taken", "kept")
        assert old.step("draft").outcomes[0].encloses is not None  # type: ignore[union-attr]
    part = as_published_before("school-transfer").step("ask_release").encloses  # type: ignore[union-attr]
    assert part is not None and (part.when, part.stands_for) == (
        'handed_over == "electronic"',
        "record",
    )


def rules(text: str) -> set[str]:
    return {finding.rule for finding in checker.check(load(text))}


@pytest.mark.parametrize(
    ("slug", "old", "new", "rule"),
    [
        ("national-standard-secondary", "tells: [taken, kept], ", "", "promise_untold"),
        ("national-standard-secondary", "tells: [taken,", "tells: [takn,", "reference_unknown"),
        ("school-transfer", "    encloses: {when: 'handed_over == \"electronic\"', stands_for: record}\n", "",
         "promise_unenclosed"),
        ("school-transfer", "stands_for: record}", "stands_for: recrd}", "reference_unknown"),
        ("school-transfer", "'handed_over == \"electronic\"'", "'handed_ovr == \"electronic\"'", "condition_unknown"),
        ("school-transfer", "'handed_over == \"electronic\"'", "'handed_over =='", "condition_faulty"),
        ("school-transfer", "title: {vi: Đã xếp lớp,", "title: {vi: Báo lớp cho gia đình,", "promise_untold"),
        ("school-transfer", "title: {vi: Đã xếp lớp,", "title: {vi: Xếp lớp kèm danh sách,", "promise_unenclosed"),
        ("school-licence", "    shows: [school_name,", "    # shows: [school_name,", "asked_shown_all"),
    ],
)  # fmt: skip
def test_the_checker_doubts_a_promise_that_nothing_keeps(
    slug: str, old: str, new: str, rule: str
) -> None:
    text = shipped(slug)
    assert text.count(old) == 1 and rule not in rules(text)
    assert rule in rules(text.replace(old, new))


@pytest.mark.parametrize("slug", [folder.name for folder in shipped_folders()])
def test_the_shipped_procedures_promise_nothing_that_is_not_kept(slug: str) -> None:
    assert not rules(shipped(slug)) & {"promise_untold", "promise_unenclosed", "asked_shown_all"}
