"""The same application open in two windows: nothing typed in one is silently written over by the
other (B5).
"""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from tests.people import World, draft_of
from tests.portal import filling
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import Dossier, Draft, Entry


@pytest.fixture
def huong(world: World) -> Client:
    return visiting(world.huong)


def shown(page: str) -> str:
    found = re.search(r'name="shown"[^>]*value="([^"]*)"', page)
    assert found
    return html.unescape(found[1])


def opened(client: Client, draft: Draft, section: str = "diploma") -> str:
    return shown(client.get(f"/nhap/{draft.pk}/{section}/").text)


def school(name: str, **more: str) -> dict[str, str]:
    return {
        **filling.diploma(),
        "birth_place": "huyện Krông Pắc, tỉnh Đắk Lắk",
        "school": name,
        **more,
    }


def kept(draft: Draft) -> dict[str, object]:
    return dict(Draft.objects.get(pk=draft.pk).answers)


def test_the_second_window_sees_both_versions_and_its_next_press_is_meant(
    world: World, huong: Client
) -> None:
    draft = draft_of(world)
    first, second = opened(huong, draft), opened(huong, draft)
    address = f"/nhap/{draft.pk}/diploma/"
    assert huong.post(address, school("THPT Một", shown=first, **filling.GO_ON)).status_code == 302
    answer = huong.post(address, school("THPT Hai", shown=second, **filling.GO_ON))
    assert answer.status_code == 409
    assert "vừa lưu “THPT Một”, ở đây là “THPT Hai”" in answer.text
    assert 'value="THPT Hai"' in answer.text, "what was typed stands"
    assert kept(draft)["school"] == "THPT Một"
    again = school("THPT Hai", shown=shown(answer.text), **filling.GO_ON)
    assert huong.post(address, again).status_code == 302
    assert kept(draft)["school"] == "THPT Hai"


def test_autosave_from_two_windows_says_so_and_overwrites_nothing(
    world: World, huong: Client
) -> None:
    draft = draft_of(world)
    first, second = opened(huong, draft), opened(huong, draft)
    address = f"/nhap/{draft.pk}/diploma/"
    saved = huong.post(address, school("THPT Một", shown=first, autosave="1"))
    assert "Đã lưu lúc" in saved.text and 'hx-swap-oob="true"' in saved.text
    own_next = huong.post(address, school("THPT Một A", shown=shown(saved.text), autosave="1"))
    assert "Đã lưu lúc" in own_next.text, "a window is never in its own way"
    told = huong.post(address, school("THPT Hai", shown=second, autosave="1"))
    assert "Đã lưu" not in told.text and "“THPT Một A”" in told.text
    assert kept(draft)["school"] == "THPT Một A"


def test_different_answers_changed_in_two_windows_are_both_kept(
    world: World, huong: Client
) -> None:
    draft = draft_of(world)
    first, second = opened(huong, draft), opened(huong, draft)
    address, before = f"/nhap/{draft.pk}/diploma/", "THPT Buôn Ma Thuột"
    huong.post(address, school("THPT Một", shown=first, autosave="1"))
    merged = huong.post(address, school(before, serial="A 7654321", shown=second, autosave="1"))
    huong.post(
        address, school(before, serial="A 7654321", shown=shown(merged.text), **filling.GO_ON)
    )
    assert (kept(draft)["school"], kept(draft)["serial"]) == ("THPT Một", "A 7654321")


def test_filing_what_was_changed_elsewhere_asks_to_look_again(world: World, huong: Client) -> None:
    draft = draft_of(world)
    check = f"/nhap/{draft.pk}/kiem-tra/"
    seen = shown(huong.get(check).text)
    huong.post(f"/nhap/{draft.pk}/diploma/", school("THPT Khác", autosave="1"))
    answer = huong.post(check, {"shown": seen})
    assert answer.status_code == 409 and "THPT Khác" in answer.text
    assert not Dossier.objects.exists()
    assert huong.post(check, {"shown": shown(answer.text)}).status_code == 302
    assert huong.post(check, {"shown": shown(answer.text)}).status_code == 302, (
        "a double click is the same dossier"
    )
    assert huong.post(check, {"shown": seen}).status_code == 409, "and other content is refused"
    assert Dossier.objects.count() == 1


def test_the_supplement_pressed_twice_is_one_act_and_leads_to_the_dossier(
    world: World, huong: Client
) -> None:
    dossier = decide(
        actions.submit(draft_of(world), world.huong), world.lan, "supplement", reason="Ảnh mờ."
    )
    address = f"/ho-so/{dossier.code}/bo-sung/"
    for key in ("same", "same", "another window"):
        answer = huong.post(address, {"key": key, "as_it_is": "1"})
        assert answer.status_code == (302 if key == "same" else 409)
    assert Entry.objects.filter(dossier=dossier, act="supply").count() == 1


def test_files_added_in_two_windows_are_all_kept() -> None:
    from portal.shared.merge_answers import _files

    assert _files([], ["b"], ["a"]) == ["a", "b"]
    assert _files(["a", "b"], ["b"], ["a", "b", "c"]) == ["b", "c"]
    assert _files(["a"], None, ["a"]) is None


def test_a_page_that_another_windows_answer_leaves_out_says_so_and_keeps_the_words(
    world: World, huong: Client
) -> None:
    draft = draft_of(world)
    relation = f"/nhap/{draft.pk}/who/"
    family = {"shown": shown(huong.get(relation).text), "autosave": "1"}
    huong.post(relation, filling.who("family", **family))
    address = f"/nhap/{draft.pk}/holder/"
    holder = opened(huong, draft, "holder")
    own = {"shown": shown(huong.get(relation).text), "autosave": "1"}
    huong.post(relation, filling.who("owner", **own))
    sent = {
        "holder.name": "Nguyễn Văn Tèo",
        "holder.document": "ID",
        "shown": holder,
        **filling.GO_ON,
    }
    answer = huong.post(address, sent)
    assert answer.status_code == 409
    assert (
        "không phải điền trang này" in answer.text
        and f'href="/nhap/{draft.pk}/kiem-tra/"' in answer.text
    )
    assert "Nguyễn Văn Tèo" in answer.text and ">ID<" not in as_read(answer.text)
    assert answer.text.count("<h1") == 1
    for headers in ({"HX-Request": "true"}, {"X-Requested-With": "fetch"}):
        told = huong.post(address, {**sent, "autosave": "1"}, headers=headers)
        assert told.status_code == 409 and told.headers["X-Form"] == "told"
    looked = huong.get(address)
    assert looked.status_code == 404 and "không phải điền trang này" in looked.text


def test_a_draft_thrown_away_while_a_page_is_on_its_way_is_gone(
    world: World, huong: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(world)
    address, sent = f"/nhap/{draft.pk}/diploma/", school("THPT Một")
    meanwhile_thrown_away(draft, monkeypatch)
    answer = huong.post(address, {**sent, "autosave": "1"}, headers={"HX-Request": "true"})
    assert answer.status_code == 404 and "X-Form" not in answer.headers
    assert huong.post(address, {**sent, **filling.GO_ON}).status_code == 404
    assert not Draft.objects.filter(pk=draft.pk).exists()


def test_a_draft_thrown_away_while_it_is_being_filed_is_gone(
    world: World, huong: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = draft_of(world)
    meanwhile_thrown_away(draft, monkeypatch)
    assert huong.post(f"/nhap/{draft.pk}/kiem-tra/").status_code == 404
    assert not Dossier.objects.exists()


def meanwhile_thrown_away(draft: Draft, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each request finds the draft, and another window has deleted it before it is written."""
    from portal.citizen import apply

    found = apply.own_draft

    def find_and_lose(request: object, pk: object) -> Draft:
        Draft.objects.bulk_create([draft], ignore_conflicts=True)
        own = found(request, pk)  # type: ignore[arg-type]
        Draft.objects.filter(pk=draft.pk).delete()
        return own

    monkeypatch.setattr(apply, "own_draft", find_and_lose)
