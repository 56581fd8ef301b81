"""The pages of a school's self-assessment: nothing typed is lost, nothing is written over,
strangers see nothing.
"""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from assessment import work
from assessment.models import Assessment, Report
from assessment.overview import overview
from forms.models import StoredFile
from organisations.seed import seed_organisations
from tests.assessment.schools import School, begun, fill, make_school, seat_council
from tests.forms.test_uploads import png
from tests.people import publish
from tests.portal.conftest import visiting
from workflows.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def school(db: Any) -> School:
    seed_organisations()
    return make_school()


@pytest.fixture
def found(school: School) -> Assessment:
    return begun(school)


def page_of(found: Assessment, criterion: str = "1.1") -> str:
    return f"/tu-danh-gia/{found.pk}/{criterion}/"


def shown_by(client: Client, path: str) -> str:
    """The hidden input of the page as it opened."""
    marks = re.search(r'name="shown" id="shown" value="([^"]*)"', client.get(path).text)
    assert marks is not None
    return marks[1].replace("&quot;", '"')


def said(found: Assessment, criterion: str = "1.1") -> dict[str, Any]:
    return dict(overview(found).row(criterion).answers)


def test_a_school_begins_and_finds_it_again(school: School) -> None:
    client = visiting(school.secretary)
    page = client.get("/tu-danh-gia/")
    assert "Thông tư 57/2026" in page.text and "18/2018" in page.text
    form = {"school": school.authority.slug, "rules": "school-2026", "year": "2026-2027"}
    first, again = client.post("/tu-danh-gia/", form), client.post("/tu-danh-gia/", form)
    assert first.url == again.url and Assessment.objects.count() == 1
    refused = client.post("/tu-danh-gia/", {**form, "year": "năm nay"})
    assert (
        refused.status_code == 422
        and "2026-2027" in refused.text
        and 'value="năm nay"' in refused.text
    )
    assert client.post("/tu-danh-gia/", {**form, "school": "thpt-ngo-gia-tu"}).status_code == 403


def test_it_saves_as_one_types_and_says_where_the_criterion_stands(
    school: School, found: Assessment
) -> None:
    client, path = visiting(school.secretary), page_of(found)
    form = {
        "shown": shown_by(client, path),
        "m1": "met",
        "description": "Có chiến lược.",
        "autosave": "1",
    }
    answer = client.post(path, form)
    assert "Đã lưu lúc" in answer.text and "Đang làm" in answer.text
    assert said(found)["m1"] == "met" and said(found)["description"] == "Có chiến lược."
    done = client.post(path, {**form, "shown": shown_by(client, path), "m2": "not_met"})
    assert "Thiếu minh chứng" in done.text


def test_two_people_never_write_over_each_other(school: School, found: Assessment) -> None:
    one, other, path = visiting(school.secretary), visiting(school.head), page_of(found)
    first, second = shown_by(one, path), shown_by(other, path)
    one.post(path, {"shown": first, "description": "Bản của thư ký", "m1": "met", "autosave": "1"})
    refused = other.post(
        path, {"shown": second, "description": "Bản của hiệu trưởng", "m2": "met", "autosave": "1"}
    )
    assert "Bản của thư ký" in refused.text and "Chưa ghi đè gì" in refused.text
    kept = said(found)
    assert (kept["description"], kept["m1"], kept["m2"]) == ("Bản của thư ký", "met", "met")
    marks = re.search(r'id="shown" value="([^"]*)"', refused.text)
    assert marks is not None
    meant = {
        "shown": marks[1].replace("&quot;", '"'),
        "description": "Bản của hiệu trưởng",
        "m2": "met",
        "autosave": "1",
    }
    assert "Đã lưu lúc" in other.post(path, meant).text  # told once, the next press is meant
    assert said(found)["description"] == "Bản của hiệu trưởng"


def test_without_javascript_the_button_keeps_it_and_goes_on(
    school: School, found: Assessment
) -> None:
    client, path = visiting(school.secretary), page_of(found)
    form = {"shown": shown_by(client, path), "m1": "met", "description": "Có.", "continue": "1"}
    assert client.post(path, form).url == page_of(found, "1.2")
    assert said(found)["description"] == "Có."


def test_evidence_comes_by_the_guarded_door_and_is_opened_by_the_school_alone(
    school: School, found: Assessment
) -> None:
    client, path = visiting(school.secretary), page_of(found)
    script = SimpleUploadedFile("a.png", b"<script>alert(1)</script>", "image/png")
    refused = client.post(f"{path}them-minh-chung/", {"title": "Chiến lược", "file": script})
    assert (
        refused.status_code == 422
        and 'value="Chiến lược"' in refused.text
        and not found.evidence.exists()
    )
    good = SimpleUploadedFile("a.png", png(), "image/png")
    assert (
        client.post(
            f"{path}them-minh-chung/", {"title": "Chiến lược", "file": good}, follow=True
        ).status_code
        == 200
    )
    assert "MC.1.1.1" in client.get(path).text
    assert client.get(f"{path}minh-chung/1/").status_code == 200
    assert visiting(school.stranger).get(f"{path}minh-chung/1/").status_code == 404
    StoredFile.objects.update(scan=StoredFile.Scan.PENDING)
    assert client.get(f"{path}minh-chung/1/").status_code == 409
    client.post(f"{path}bo-minh-chung/", {"evidence": found.evidence.get().pk})
    assert not found.evidence.exists()


@pytest.mark.parametrize("number", ["9" * 4400, "9" * 30, "-1", "một"])
def test_a_number_that_no_row_has_is_answered_as_none(
    school: School, found: Assessment, number: str
) -> None:
    client, page = visiting(school.secretary), f"/tu-danh-gia/{found.pk}/"
    assert client.post(f"{page_of(found)}bo-minh-chung/", {"evidence": number}).status_code < 500
    assert client.post(f"{page}hoi-dong/bo/", {"member": number}).status_code < 500
    assert client.get(f"{page}bao-cao/", {"so": number}).status_code == 404


def test_a_telephones_picture_is_looked_at_as_a_jpeg_and_kept_as_it_came(
    school: School, found: Assessment
) -> None:
    client, path = visiting(school.secretary), page_of(found)
    sent = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(sent, "WEBP")
    upload = SimpleUploadedFile("a.webp", sent.getvalue(), "image/webp")
    client.post(f"{path}them-minh-chung/", {"title": "Ảnh lớp học", "file": upload})
    seen, kept = client.get(f"{path}minh-chung/1/?xem=1"), client.get(f"{path}minh-chung/1/")
    assert seen["Content-Type"] == "image/jpeg" and b"".join(seen).startswith(b"\xff\xd8")
    assert kept["Content-Type"] == "image/webp" and b"".join(kept) == sent.getvalue()


def test_the_head_approves_and_the_frozen_report_goes_out_in_word(
    school: School, found: Assessment
) -> None:
    secretary, head = visiting(school.secretary), visiting(school.head)
    page, approve = f"/tu-danh-gia/{found.pk}/", f"/tu-danh-gia/{found.pk}/phe-duyet/"
    assert "việc trước khi phê duyệt" in head.get(page).text
    assert head.post(approve).status_code == 422
    fill(found, school)
    seat_council(found, school, 5)
    assert secretary.post(approve).status_code == 403
    assert "Phê duyệt báo cáo" in head.get(page).text
    assert head.post(approve, follow=True).status_code == 200
    approved = Report.objects.get()
    answer = secretary.get(f"{page}bao-cao/?so=1")
    content = b"".join(answer.streaming_content)
    assert (
        answer.headers["Content-Type"] == work.report.WORD
        and approved.sha256[:16] in secretary.get(page).text
    )
    assert docx.Document(io.BytesIO(content)).paragraphs
    path = page_of(found)
    late = secretary.post(path, {"shown": "{}", "description": "Muộn", "autosave": "1"})
    assert "phê duyệt nên không sửa được" in late.text and said(found)["description"] != "Muộn"


def test_the_approved_report_goes_with_the_application_as_it_was_frozen(
    school: School, found: Assessment
) -> None:
    publish("national-standard-secondary")
    secretary, page = visiting(school.secretary), f"/tu-danh-gia/{found.pk}/"
    form = {"procedure": "national-standard-secondary"}
    assert secretary.post(f"{page}nop/", form).status_code == 409
    fill(found, school)
    seat_council(found, school, 5)
    approved = work.approve(found, school.head)
    assert "đạt chuẩn quốc gia" in secretary.get(page).text
    assert secretary.post(f"{page}nop/", {"procedure": "diploma-copy"}).status_code == 404
    assert secretary.post(f"{page}nop/", form).status_code == 302
    draft = Draft.objects.get()
    read, word = (StoredFile.objects.get(pk=one) for one in draft.answers["report"])
    assert (word.sha256, word.uploaded_by) == (approved.sha256, school.secretary)
    assert read.content_type == "application/pdf"
    assert (draft.answers["self_level"], draft.answers["rules"]) == ("2", "2026")
    assert draft.answers["school"] == school.authority.slug
    assert secretary.get(f"/tep/{word.pk}/").status_code == 200
    assert visiting(school.stranger).get(f"/tep/{word.pk}/").status_code == 404


def test_a_draft_of_the_report_can_be_read_at_any_time(school: School, found: Assessment) -> None:
    answer = visiting(school.secretary).get(f"/tu-danh-gia/{found.pk}/bao-cao/")
    words = "\n".join(
        one.text for one in docx.Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs
    )
    assert "TỔNG HỢP KẾT QUẢ TỰ ĐÁNH GIÁ" in words


def test_the_second_factor_is_asked_again_before_the_head_approves(
    school: School, found: Assessment, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(found, school)
    seat_council(found, school, 5)
    head = visiting(school.head)
    monkeypatch.setattr("portal.assessment.approval.step_up", lambda request: False)
    answer = head.post(f"/tu-danh-gia/{found.pk}/phe-duyet/")
    assert (
        answer.status_code == 422
        and 'name="factor_code"' in answer.text
        and not Report.objects.exists()
    )


def test_a_council_is_seated_and_told_what_it_lacks(school: School, found: Assessment) -> None:
    client, page = visiting(school.secretary), f"/tu-danh-gia/{found.pk}/hoi-dong/"
    client.post(page, {"name": "Đặng Minh Trí", "position": "Hiệu trưởng", "duty": "CHAIR"})
    assert "ít nhất 5 người" in client.get(page).text
    again = client.post(page, {"name": "Đặng Minh Trí", "position": "Hiệu trưởng", "duty": "CHAIR"})
    assert again.status_code == 409
    assert client.post(page, {"name": "", "position": "", "duty": "MEMBER"}).status_code == 422
    client.post(f"{page}bo/", {"member": found.council.get().pk})
    assert not found.council.exists()
