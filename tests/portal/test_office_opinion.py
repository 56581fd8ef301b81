"""A procedure that asks several offices at once: each gives its opinion on the page of the
question.
"""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.forms.corpus import picture
from tests.people import World, draft_of
from tests.portal.conftest import decide, visiting
from tests.workflows.procedures import changed
from workflows import actions
from workflows.models import Dossier, WorkItem
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text

CONSULT = """  - id: asked
    kind: consult
    title: {vi: Lấy ý kiến}
    asked: [{role: expert, at: deciding}, {role: head, at: deciding}]
    hours: 2
    to: sign
  - id: sign
"""


@pytest.fixture
def asked(world: World) -> Dossier:
    """A dossier on which the expert and the head are asked."""
    text = changed(
        ("act: forward, to: sign,", "act: forward, to: asked,"), ("  - id: sign\n", CONSULT)
    )
    world.version = publishing.publish_proposal(from_text(text))
    dossier = actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    return decide(dossier, world.binh, "found", match=str(world.diploma.pk))


def task_of(dossier: Dossier, role: str) -> WorkItem:
    return WorkItem.objects.get(process=dossier, role=role, finished__isnull=True)


def test_each_one_asked_sees_their_own_task_and_answers_it(world: World, asked: Dossier) -> None:
    for officer, role in ((world.binh, "expert"), (world.dung, "head")):
        client, item = visiting(officer), task_of(asked, role)
        page = f"/mot-cua/y-kien/{item.pk}/"
        assert client.get(f"/mot-cua/viec/{item.pk}/").url == page
        assert page in client.get(f"/mot-cua/ho-so/{asked.code}/").text
        assert f"/mot-cua/viec/{item.pk}/y-kien/" in client.get(page).text
        client.post(f"/mot-cua/viec/{item.pk}/y-kien/", {"opinion": f"Đồng ý ({role})."})
    assert [entry.reason for entry in asked.entries.filter(act="opinion")] == [
        "Đồng ý (expert).",
        "Đồng ý (head).",
    ]
    assert task_of(asked, "head").step == "sign"


def test_an_empty_opinion_is_refused(world: World, asked: Dossier) -> None:
    answer = visiting(world.binh).post(
        f"/mot-cua/viec/{task_of(asked, 'expert').pk}/y-kien/", {"opinion": " "}
    )
    assert answer.status_code == 422 and "Hãy ghi ý kiến trước khi gửi." in answer.text


def test_who_was_not_asked_is_not_offered_the_form(world: World, asked: Dossier) -> None:
    assert "/y-kien/" not in visiting(world.lan).get(f"/mot-cua/ho-so/{asked.code}/").text
    item = task_of(asked, "expert")
    assert (
        visiting(world.lan).post(f"/mot-cua/viec/{item.pk}/y-kien/", {"opinion": "x"}).status_code
        == 403
    )
    assert (
        visiting(world.anh).post(f"/mot-cua/viec/{item.pk}/y-kien/", {"opinion": "x"}).status_code
        == 404
    )


FIELDS = """    hours: 2
    fields:
      - {id: agrees, kind: yes_no, label: {vi: Có đồng ý không}, required: true}
"""


def test_what_was_typed_is_kept_when_an_answer_is_missing_and_all_of_it_is_shown_afterwards(
    world: World,
) -> None:
    consult = CONSULT.replace("    hours: 2\n", FIELDS).replace(
        "{role: expert, at: deciding}", SECRET
    )
    text = changed(
        ("act: forward, to: sign,", "act: forward, to: asked,"), ("  - id: sign\n", consult)
    )
    world.version = publishing.publish_proposal(from_text(text))
    dossier = actions.submit(draft_of(world), world.huong)
    decide(dossier, world.lan, "accept")
    dossier = decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    address = f"/mot-cua/viec/{task_of(dossier, 'expert').pk}/y-kien/"
    client = visiting(world.binh)
    refused = client.post(address, {"opinion": "Sổ gốc khớp."})
    assert (
        refused.status_code == 422
        and "Sổ gốc khớp." in refused.text
        and "Chỉ cơ quan giải quyết" in refused.text
    )
    paper = SimpleUploadedFile("y-kien.png", picture("PNG"))
    client.post(address, {"opinion": "Sổ gốc khớp.", "agrees": "yes", "do-attach": paper})
    seen = visiting(world.dung).get(f"/mot-cua/ho-so/{dossier.code}/?xem=y-kien").text
    assert "Sổ gốc khớp." in seen and "Có đồng ý không" in seen and "Đang chờ ý kiến" in seen
    assert (
        "Sổ gốc khớp."
        not in visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/?xem=y-kien").text
    )
    assert (
        "Sổ gốc khớp."
        not in visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/?xem=nhat-ky").text
    )
    assert dossier.files.filter(step="asked").count() == 1


SECRET = "{role: expert, at: deciding, confidential: true}"
