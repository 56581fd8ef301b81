"""A copy of everything the site keeps about oneself: whole, one's own alone, a few times a day."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from forms.files.uploads import store
from forms.models import StoredFile
from organisations.account_models import AccountLetter
from organisations.accounts import letters
from organisations.provider_models import ProviderAccount
from portal.models import Passkey
from tests.forms.test_uploads import png
from tests.people import World, draft_of, person
from tests.portal.conftest import visiting
from workflows import actions
from workflows.models import Dossier, Draft
from workflows.process import commitments

PAGE = "/tai-khoan/du-lieu/"


@pytest.fixture
def paper(world: World) -> StoredFile:
    sent = SimpleUploadedFile("../bang cu.png", png(), "image/png")
    stored = store(sent, world.huong, ["image"], 10**7)
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)
    return stored


@pytest.fixture
def dossier(world: World, paper: StoredFile) -> Dossier:
    return actions.submit(draft_of(world, old_copy=[str(paper.pk)]), world.huong)


def confirmed(client: Client) -> Client:
    """As after the password was typed once more."""
    session = client.session
    session["confirmed_at"] = 10**11
    session.save()
    return client


def taken(client: Client) -> zipfile.ZipFile:
    answer = client.post(PAGE)
    assert answer.status_code == 200 and "attachment" in answer["Content-Disposition"]
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_it_asks_who_one_is_first(world: World) -> None:
    answer = visiting(world.huong).post(PAGE)
    assert answer.status_code == 302 and answer.url.startswith("/tai-khoan/xac-nhan/")


def test_everything_is_in_it_and_who_looked(world: World, dossier: Dossier) -> None:
    draft_of(world, purpose="Bản viết dở")
    assert visiting(world.lan).get(f"/mot-cua/ho-so/{dossier.code}/").status_code == 200
    archive = taken(confirmed(visiting(world.huong)))
    known = json.loads(archive.read("du-lieu.json"))
    assert known["account"]["Số định danh"] == world.huong.identity_number
    (filed,) = known["dossiers"]
    assert filed["code"] == dossier.code and filed["events"]
    assert "Bản viết dở" in json.dumps(known["drafts"], ensure_ascii=False)
    (look,) = known["looks"]
    assert (look["by"], look["dossier"]) == (str(world.lan), dossier.code)
    assert dossier.code in archive.read("du-lieu.html").decode()
    (name,) = [name for name in archive.namelist() if name.startswith("giay-to/")]
    assert archive.read(name).startswith(b"\x89PNG") and ".." not in name.split("/")


def test_ways_in_letters_and_half_written_corrections_too(world: World, dossier: Dossier) -> None:
    client = confirmed(visiting(world.huong))
    Passkey.objects.create(user=world.huong, index="x", device="Chrome, Android")
    over_there = {"provider": "vneid", "subject_index": "x", "level": "level-2"}
    ProviderAccount.objects.create(
        person=world.huong, facts={"name": "Hường, theo VNeID"}, **over_there
    )
    letters.owe(world.huong, AccountLetter.Kind.PASSKEY_ADDED)
    half = Draft.objects.get(dossier=dossier)
    half.answers = {"purpose": "Sửa dở"}
    half.save()
    archive = taken(client)
    known = json.loads(archive.read("du-lieu.json"))
    assert known["account"]["Tên đăng nhập"] == world.huong.username
    assert [one["device"] for one in known["passkeys"]] == ["Chrome, Android"]
    assert [one["facts"] for one in known["providers"]] == ["name: Hường, theo VNeID"]
    assert [one["about"] for one in known["letters"]] == ["chủ tài khoản thêm khóa truy cập"]
    (written,) = known["drafts"]
    assert written["dossier"] == dossier.code and "Sửa dở" in json.dumps(
        written, ensure_ascii=False
    )
    sheet = archive.read("du-lieu.html").decode()
    assert "Chrome, Android" in sheet and "theo VNeID" in sheet and "thêm khóa truy cập" in sheet


def test_an_officers_paper_is_in_it_where_the_applicant_may_open_it(
    world: World, dossier: Dossier, monkeypatch: pytest.MonkeyPatch
) -> None:
    step = "check"
    for name, secret in (("cho xem", False), ("kín", True)):
        sent = SimpleUploadedFile(f"{name}.png", png(), "image/png")
        stored = store(sent, world.lan, ["image"], 10**7)
        dossier.files.create(file=stored, field="officer", step=step, confidential=secret)
    StoredFile.objects.update(scan=StoredFile.Scan.CLEAN)

    def papers() -> list[str]:
        names = taken(confirmed(visiting(world.huong))).namelist()
        return [name for name in names if name.startswith("giay-to/")]

    assert len(papers()) == 1, "the applicant's own"
    monkeypatch.setattr(commitments, "steps_shown_to_applicant", lambda _dossier: {step})
    assert len(papers()) == 2 and not any("kín" in name for name in papers()[1:])


def test_a_withheld_paper_is_named_and_not_given(
    world: World, dossier: Dossier, paper: StoredFile
) -> None:
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)
    archive = taken(confirmed(visiting(world.huong)))
    assert not [name for name in archive.namelist() if name.startswith("giay-to/")]
    assert json.loads(archive.read("du-lieu.json"))["missing"]


def test_nothing_of_anybody_else(world: World, dossier: Dossier) -> None:
    other = person("khac", "Người Khác")
    known = taken(confirmed(visiting(other))).read("du-lieu.json").decode()
    assert dossier.code not in known and world.huong.full_name not in known


def test_three_times_a_day(world: World) -> None:
    huong = confirmed(visiting(world.huong))
    assert [huong.post(PAGE).status_code for _ in range(4)] == [200, 200, 200, 429]
