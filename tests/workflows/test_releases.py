"""A release of Motcua never stands before what an office wrote itself: it is shown, compared, and
taken or kept.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from organisations.models import User
from organisations.seed import seed_organisations
from tests.workflows.procedures import changed, copied
from workflows.models import ProcedureVersion
from workflows.procedure import publishing
from workflows.procedure.inspection import from_text
from workflows.published import definition_of

pytestmark = pytest.mark.django_db

RECEIVE, OURS, THEIRS = (f"title: {{vi: {word} hồ sơ" for word in ("Tiếp nhận", "Thu", "Nhận"))


@pytest.fixture
def administrator() -> User:
    seed_organisations()
    return User.objects.create_superuser(
        "quan-tri", "", "mat-khau-rat-dai", full_name="Phạm Quốc Bảo"
    )


@pytest.fixture
def release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped folder of a procedure as the next release brings it, before anything of it
    changed.
    """
    monkeypatch.setattr(publishing, "_SHIPPED", tmp_path)
    return copied(tmp_path)


def brings(folder: Path, old: str = RECEIVE, new: str = THEIRS) -> None:
    path = folder / "procedure.yaml"
    path.write_text(changed((old, new)), "utf-8")


@pytest.fixture
def own(administrator: User, release: Path) -> ProcedureVersion:
    """The office's own second version, on a first one that was shipped."""
    publishing.publish(release)
    return publishing.publish_proposal(from_text(changed((RECEIVE, OURS))), administrator)


def rewords(folder: Path) -> Path:
    """The release changes one Word template."""
    path = folder / "templates" / "copy.docx"
    word = docx.Document(str(path))
    word.add_paragraph("Theo mẫu mới.")
    word.save(str(path))
    return path


def upgrade(capsys: pytest.CaptureFixture[str]) -> str:
    call_command("publish_procedures")
    return capsys.readouterr().out


def shown(page: Any) -> dict[str, str]:
    """What the page's forms carry of what it shows."""
    return {"the-release": page.context["release"].digest, "the-newest": page.context["newest"]}


def in_force() -> ProcedureVersion:
    return ProcedureVersion.objects.latest("number")


@pytest.mark.usefixtures("administrator")
def test_without_a_version_of_its_own_an_office_follows_the_release(
    release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    upgrade(capsys)
    brings(release)
    assert "diploma-copy version 2" in upgrade(capsys)
    assert THEIRS in in_force().source


def test_what_an_office_wrote_stays_before_a_release_and_the_command_says_so(
    own: ProcedureVersion, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    brings(release)
    said = upgrade(capsys)
    assert in_force() == own
    assert "diploma-copy: version 2, written by Phạm Quốc Bảo, stays" in said


def test_a_release_that_changes_only_a_word_file_waits_too(
    own: ProcedureVersion, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewords(release)
    assert "stays" in upgrade(capsys)
    assert in_force() == own


def test_a_release_that_brings_nothing_new_for_it_is_not_mentioned(
    own: ProcedureVersion, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "stays" not in upgrade(capsys)
    assert in_force() == own


def test_a_folder_that_is_named_is_published_whatever_the_office_wrote(
    own: ProcedureVersion, release: Path
) -> None:
    brings(release)
    call_command("publish_procedures", str(release))
    assert in_force().number == own.number + 1


def test_the_administrator_sees_what_differs_and_publishes_both_together(
    own: ProcedureVersion,
    release: Path,
    client: Client,
    administrator: User,
    capsys: pytest.CaptureFixture[str],
) -> None:
    brings(release)
    client.force_login(administrator)
    versions = reverse("admin:workflows_procedureversion_changelist")
    address = reverse("admin:workflows_release", args=[own.pk])
    assert address in client.get(versions).text
    page = client.get(address)
    assert page.context["source"] == changed((RECEIVE, THEIRS))
    (less, ours), (more, theirs) = (
        each for each in page.context["differences"] if each[0] in ("less", "more")
    )
    assert (less, more) == ("less", "more") and OURS in ours and THEIRS in theirs
    both = changed((RECEIVE, THEIRS + " và ghi sổ"))
    client.post(address, {**shown(page), "the-source": both, "do-publish": "1"})
    assert in_force().source == both
    assert address not in client.get(versions).text, "this release was looked at"
    assert "stays" not in upgrade(capsys)


def test_the_administrator_may_keep_their_own_until_the_next_release(
    own: ProcedureVersion, release: Path, client: Client, administrator: User
) -> None:
    brings(release)
    client.force_login(administrator)
    versions = reverse("admin:workflows_procedureversion_changelist")
    address = reverse("admin:workflows_release", args=[own.pk])
    told = client.post(address, {**shown(client.get(address)), "do-keep": "1"}, follow=True).text
    assert "vẫn áp dụng" in told and address not in client.get(versions).text
    assert in_force() == own
    brings(release, new=THEIRS + " giấy")
    assert address in client.get(versions).text


def test_a_word_file_of_the_release_comes_with_its_text(
    own: ProcedureVersion, release: Path, client: Client, administrator: User
) -> None:
    brings(release)
    path = rewords(release)
    client.force_login(administrator)
    page = client.get(reverse("admin:workflows_release", args=[own.pk]))
    assert path.name in page.text
    both = {
        **shown(page),
        "the-source": changed((RECEIVE, THEIRS + " và ghi sổ")),
        "do-publish": "1",
    }
    client.post(reverse("admin:workflows_release", args=[own.pk]), both)
    pinned = [each.template_sha256 for each in definition_of(in_force()).documents]
    assert in_force().number == 3 and hashlib.sha256(path.read_bytes()).hexdigest() in pinned


def test_nobody_else_compares_or_keeps(
    own: ProcedureVersion, release: Path, client: Client
) -> None:
    brings(release)
    client.force_login(User.objects.create_user("can-bo", is_staff=True))
    address = reverse("admin:workflows_release", args=[own.pk])
    assert client.get(address).status_code == 403
    assert client.post(address, {"do-keep": "1"}).status_code == 403


def test_the_catalogue_goes_on_showing_what_the_office_wrote(
    administrator: User, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    publishing.publish(release)
    title = ("vi: Cấp bản sao văn bằng, chứng chỉ từ sổ gốc", "vi: Bản sao từ sổ gốc của tỉnh")
    own = publishing.publish_proposal(from_text(changed(title)), administrator)
    upgrade(capsys)
    own.procedure.refresh_from_db()
    assert (own.procedure.title, in_force()) == ("Bản sao từ sổ gốc của tỉnh", own)


def test_a_comment_is_no_news(
    own: ProcedureVersion, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (release / "procedure.yaml").write_text(changed() + "# một lời giải thích\n", "utf-8")
    assert "stays" not in upgrade(capsys)
    assert in_force() == own


def test_what_was_typed_is_kept_where_somebody_published_meanwhile(
    own: ProcedureVersion, release: Path, client: Client, administrator: User
) -> None:
    brings(release)
    client.force_login(administrator)
    address = reverse("admin:workflows_release", args=[own.pk])
    begun = shown(client.get(address))
    publishing.publish_proposal(from_text(changed((RECEIVE, OURS + " giấy"))), administrator)
    typed = changed((RECEIVE, THEIRS + " và ghi sổ"))
    late = client.post(address, {**begun, "the-source": typed, "do-publish": "1"})
    assert late.status_code == 409 and late.context["source"] == typed
    client.post(
        address,
        {**begun, "the-newest": late.context["newest"], "the-source": typed, "do-publish": "1"},
    )
    assert in_force().source == typed


def test_the_offices_own_word_file_stays_where_the_release_brings_no_other(
    administrator: User, release: Path, client: Client
) -> None:
    publishing.publish(release)
    ours = rewords(copied(release.parent / "own")).read_bytes()
    own = publishing.publish_proposal(from_text(changed(), {"copy.docx": ours}), administrator)
    brings(release)
    client.force_login(administrator)
    address = reverse("admin:workflows_release", args=[own.pk])
    page = client.get(address)
    assert "copy.docx" not in page.text.split("definition-text")[0]
    client.post(
        address, {**shown(page), "the-source": changed((RECEIVE, THEIRS)), "do-publish": "1"}
    )
    pinned = [each.template_sha256 for each in definition_of(in_force()).documents]
    assert in_force() != own and hashlib.sha256(ours).hexdigest() in pinned


@pytest.mark.parametrize("button", ["do-keep", "do-publish"])
def test_a_release_that_changed_since_it_was_shown_is_shown_again(
    own: ProcedureVersion, release: Path, client: Client, administrator: User, button: str
) -> None:
    brings(release)
    client.force_login(administrator)
    address = reverse("admin:workflows_release", args=[own.pk])
    begun = shown(client.get(address))
    brings(release, new=THEIRS + " giấy")
    sent = {"the-source": changed((RECEIVE, THEIRS))} if button == "do-publish" else {}
    again = client.post(address, {**begun, **sent, button: "1"}, follow=True)
    assert "Bản phát hành vừa thay đổi." in again.text and in_force() == own
    assert address in client.get(reverse("admin:workflows_procedureversion_changelist")).text


def test_publishing_what_already_was_a_version_says_that_nothing_changed(
    own: ProcedureVersion, client: Client, administrator: User
) -> None:
    client.force_login(administrator)
    editor = reverse("admin:workflows_definition_edit", args=[own.pk])
    told = client.post(editor, {"the-source": changed(), "do-publish": "1"}).text
    assert "Nội dung này đã là 3.000465 v1; 3.000465 v2 vẫn là bản mới nhất." in told
    assert in_force() == own
