"""“Giấy tờ của tôi”: what somebody gave before is offered to them again, where they wanted this."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.models import Document
from forms.files.uploads import open_kept, store
from forms.models import StoredFile
from organisations.models import User
from portal.account.own_data import dossier_facts
from portal.demo.load import settle
from protection import blind_index
from tests.forms.test_uploads import png
from tests.people import World, draft_of, person
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.applicant import own_things, reuse
from workflows.errors import WrongState
from workflows.models import Dossier, Draft, Entry, PaperKeeping, Represented, ThingLeftOut

PAGE = "/tai-khoan/giay-to/"
SECTION = "diploma"


def paper_of(owner: User, name: str = "bang-cu.png", colour: int = 10) -> StoredFile:
    sent = SimpleUploadedFile(name, png(colour, colour), "image/png")
    stored = store(sent, owner, ["image"], 10**7)
    StoredFile.objects.filter(pk=stored.pk).update(scan=StoredFile.Scan.CLEAN)
    stored.refresh_from_db()
    return stored


def accepted(world: World, owner: User | None = None, **changes: Any) -> Dossier:
    """Filed by its owner and received at the desk."""
    owner = owner or world.huong
    dossier = actions.submit(draft_of(world, owner, **changes), owner)
    return decide(dossier, world.lan, "accept")


@pytest.fixture
def paper(world: World) -> StoredFile:
    return paper_of(world.huong)


@pytest.fixture
def earlier(world: World, paper: StoredFile) -> Dossier:
    return accepted(world, old_copy=[str(paper.pk)])


def issue_received(world: World, dossier: Dossier) -> Document:
    """The rest of the way to the sealed copy, the worker's part included."""
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    decide(dossier, world.dung, "approve")
    decide(dossier, world.anh, "seal")
    settle()
    return dossier.documents.get(kind="copy").document


def begun(world: World, owner: User | None = None, **more: Any) -> Draft:
    return Draft.objects.create(
        owner=owner or world.huong, version=world.version, answers={"relation": "owner"}, **more
    )


def page_of(draft: Draft) -> str:
    return f"/nhap/{draft.pk}/{SECTION}/"


def press(client: Client, draft: Draft, key: str, **typed: str) -> Any:
    return client.post(page_of(draft), {"reuse": f"old_copy {key}", **typed})


def key_of(paper: StoredFile) -> str:
    return f"paper:{paper.sha256}"


def test_nothing_is_offered_to_whoever_did_not_ask_for_it(world: World, earlier: Dossier) -> None:
    huong = visiting(world.huong)
    assert "Dùng lại" not in huong.get(page_of(begun(world))).text
    assert "Đồng ý, mời tôi dùng lại" in as_read(huong.get(PAGE).text)
    assert own_things.things_of(world.huong) == []


def test_what_was_given_is_listed_once_they_agree(
    world: World, earlier: Dossier, caplog: pytest.LogCaptureFixture
) -> None:
    huong = visiting(world.huong)
    with caplog.at_level(logging.INFO, "security"):
        assert huong.post(PAGE, {"agree": "1"}).url == PAGE
        huong.post(PAGE, {"agree": "1"})
    assert caplog.text.count("own_things_offered") == 1
    text = as_read(huong.get(PAGE).text)
    assert "bang-cu.png" in text and earlier.code in text and "12 Lê Duẩn" in text
    assert 'href="/tai-khoan/giay-to/"' in huong.get("/tai-khoan/").text


def test_a_paper_is_given_again_and_both_sides_see_from_where(
    world: World, earlier: Dossier, paper: StoredFile
) -> None:
    own_things.agree(world.huong)
    huong, draft = visiting(world.huong), begun(world)
    assert f'value="old_copy {key_of(paper)}"' in huong.get(page_of(draft)).text
    answer = press(huong, draft, key_of(paper), birth_place="huyện Krông Pắc")
    assert answer.status_code == 200
    assert f"dùng lại từ hồ sơ {earlier.code}" in as_read(answer.text)
    assert 'value="huyện Krông Pắc"' in answer.text, "nothing typed is lost"
    draft.refresh_from_db()
    (copied,) = draft.answers["old_copy"]
    assert copied != str(paper.pk) and draft.answers["birth_place"] == "huyện Krông Pắc"
    filed = actions.submit(draft_of(world, old_copy=[copied], copies=3), world.huong)
    link = filed.files.get()
    assert (link.file.sha256, link.file.uploaded_by) == (paper.sha256, world.huong)
    said = f"dùng lại từ hồ sơ {earlier.code}"
    assert said in as_read(huong.get(f"/ho-so/{filed.code}/").text)
    assert said in as_read(visiting(world.lan).get(f"/mot-cua/ho-so/{filed.code}/").text)
    entry = Entry.objects.get(dossier=filed, act="submit")
    assert entry.data["reused"] == [{"field": "old_copy", "dossier": earlier.code}]
    with open_kept(link.file.sha256) as content:
        assert content.read().startswith(b"\x89PNG")


def test_what_waits_for_the_scanner_waits_in_the_copy_too(
    world: World, earlier: Dossier, paper: StoredFile
) -> None:
    own_things.agree(world.huong)
    StoredFile.objects.update(scan=StoredFile.Scan.PENDING)
    draft = begun(world)
    reuse.add(draft, world.huong, "old_copy", key_of(paper))
    assert StoredFile.objects.get(pk=draft.answers["old_copy"][0]).withheld
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)
    assert [one.kind for one in own_things.things_of(world.huong)] == ["address"]


def test_a_paper_is_attached_once_and_the_question_keeps_its_bounds(
    world: World, earlier: Dossier, paper: StoredFile
) -> None:
    own_things.agree(world.huong)
    huong, draft = visiting(world.huong), begun(world)
    assert press(huong, draft, key_of(paper)).status_code == 200
    again = press(huong, draft, key_of(paper))
    assert again.status_code == 409 and "hoặc đã đính kèm" in as_read(again.text)
    draft.refresh_from_db()
    full = [*draft.answers["old_copy"], str(paper_of(world.huong, "b.png", 12).pk)]
    draft.answers = {**draft.answers, "old_copy": full}
    draft.save()
    other = paper_of(world.huong, "c.png", 14)
    accepted(world, old_copy=[str(other.pk)], level="THCS")
    refused = press(huong, draft, key_of(other))
    assert refused.status_code == 409 and "Chỉ đính kèm được 2 tệp" in as_read(refused.text)
    assert StoredFile.objects.filter(reused_from__gt="").count() == 1, "no copy is left behind"


def test_a_result_is_offered_where_a_file_of_its_kind_is_asked(
    world: World, earlier: Dossier
) -> None:
    own_things.agree(world.huong)
    assert len(own_things.things_of(world.huong)) == 2, "a slip is no result"
    document = issue_received(world, earlier)
    draft = begun(world)
    reuse.add(draft, world.huong, "old_copy", f"result:{document.pk}")
    copied = StoredFile.objects.get(pk=draft.answers["old_copy"][0])
    assert copied.content_type == "application/pdf" and copied.reused_from == earlier.code
    assert copied.name == f"{document.symbol.replace('/', '-')}.pdf"


def test_nothing_of_somebody_else_or_for_somebody_else(
    world: World, earlier: Dossier, paper: StoredFile
) -> None:
    other = person("khac", "Người Khác")
    own_things.agree(world.huong)
    own_things.agree(other)
    draft = begun(world, other)
    assert "Dùng lại" not in visiting(other).get(page_of(draft)).text
    assert press(visiting(other), draft, key_of(paper)).status_code == 409
    mine = begun(world)
    assert press(visiting(other), mine, key_of(paper)).status_code == 404
    child = Represented.objects.create(agent=world.huong, kind="CHILD", name="Bé An")
    for_child = begun(world, represented=child)
    assert "Dùng lại" not in visiting(world.huong).get(page_of(for_child)).text
    refused = press(visiting(world.huong), for_child, key_of(paper))
    assert refused.status_code == 409 and not Draft.objects.get(pk=for_child.pk).answers.get(
        "old_copy"
    )


def test_what_was_filed_for_a_child_is_never_in_the_list(world: World, paper: StoredFile) -> None:
    own_things.agree(world.huong)
    dossier = accepted(world, old_copy=[str(paper.pk)])
    child = Represented.objects.create(agent=world.huong, kind="CHILD", name="Bé An")
    assert own_things.things_of(world.huong)
    Dossier.objects.filter(pk=dossier.pk).update(represented=child)
    assert own_things.things_of(world.huong) == []
    Dossier.objects.filter(pk=dossier.pk).update(represented=None, holder_name="Trần Bé An")
    assert own_things.things_of(world.huong) == [], "applied for in the parent's own name"
    Dossier.objects.filter(pk=dossier.pk).update(
        holder_name=dossier.holder_name, holder_index=blind_index.identity("066198009999")
    )
    assert own_things.things_of(world.huong) == [], "a namesake with another number"


def test_what_nobody_received_yet_is_not_offered(world: World, paper: StoredFile) -> None:
    own_things.agree(world.huong)
    actions.submit(draft_of(world, old_copy=[str(paper.pk)]), world.huong)
    assert own_things.things_of(world.huong) == []


def test_one_thing_is_taken_from_the_list_and_the_dossier_stays(
    world: World, earlier: Dossier, paper: StoredFile
) -> None:
    own_things.agree(world.huong)
    huong = visiting(world.huong)
    assert huong.post(PAGE, {"leave_out": key_of(paper)}).url == PAGE
    assert [one.kind for one in own_things.things_of(world.huong)] == ["address"]
    huong.post(PAGE, {"leave_out": f"address:{earlier.pk}"})
    assert own_things.things_of(world.huong) == []
    assert earlier.files.get().file_id == paper.pk
    with pytest.raises(WrongState):
        reuse.add(begun(world), world.huong, "old_copy", key_of(paper))


def test_withdrawn_nothing_is_kept(world: World, earlier: Dossier, paper: StoredFile) -> None:
    own_things.agree(world.huong)
    own_things.leave_out(world.huong, key_of(paper))
    visiting(world.huong).post(PAGE, {"withdraw": "1"})
    assert not PaperKeeping.objects.exists() and not ThingLeftOut.objects.exists()
    assert own_things.things_of(world.huong) == []


def test_the_address_is_filled_in_for_oneself_alone(world: World, earlier: Dossier) -> None:
    huong = visiting(world.huong)
    child = Represented.objects.create(agent=world.huong, kind="CHILD", name="Bé An")
    huong.post("/thu-tuc/diploma-copy/nop/")
    own_things.agree(world.huong)
    answer = huong.post("/thu-tuc/diploma-copy/nop/", follow=True)
    assert f"Địa chỉ được điền theo hồ sơ {earlier.code}" in as_read(answer.text)
    huong.post("/thu-tuc/diploma-copy/nop/", {"whom": str(child.pk)})
    drafts = Draft.objects.filter(dossier=None).order_by("created_at")
    assert [one.answers.get("address") for one in drafts] == [
        None,
        earlier.answers["address"],
        None,
    ]


def test_it_is_in_the_copy_of_everything_and_ends_with_the_account(
    world: World, earlier: Dossier
) -> None:
    assert dossier_facts.thing_facts(world.huong) == {}
    own_things.agree(world.huong)
    kept = dossier_facts.thing_facts(world.huong)
    assert "bang-cu.png" in json.dumps(kept) and kept["since"]
    client = visiting(world.huong)
    session = client.session
    session["confirmed_at"] = 10**11
    session.save()
    client.post("/tai-khoan/dong/", {"sure": "1"})
    assert not User.objects.get(pk=world.huong.pk).is_active
    assert not PaperKeeping.objects.exists()


def test_erased_with_its_dossier(world: World, earlier: Dossier) -> None:
    own_things.agree(world.huong)
    Dossier.objects.filter(pk=earlier.pk).update(applicant_name="", holder_name="")
    assert own_things.things_of(world.huong) == []
