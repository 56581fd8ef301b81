"""Deciding a task in the browser, without JavaScript: what is refused, what is kept, and that one
press is one act.
"""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from PIL import Image

from documents.models import Document
from forms.files.uploads import store
from organisations.models import RoleAssignment
from registers.models import Diploma
from tests.people import World, draft_of, enter_diploma, officer
from tests.portal.conftest import decide, visiting
from tests.reading import as_read
from workflows import actions
from workflows.models import Dossier, DossierFile, Entry, WorkItem

REASON = "Ảnh giấy tờ mờ, không đọc được."
ASK = {"item-supplement": ["section:diploma"], "why-supplement-section:diploma": REASON}


@pytest.fixture
def dossier(world: World) -> Dossier:
    return actions.submit(draft_of(world), world.huong)


def picture(name: str) -> SimpleUploadedFile:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def item_of(dossier: Dossier) -> WorkItem:
    return WorkItem.objects.get(process=dossier, finished__isnull=True)


def address(item: WorkItem) -> str:
    return f"/mot-cua/viec/{item.pk}/"


def key_on(page: HttpResponse) -> str:
    found = re.search(r'name="do-key" value="([0-9a-f]{32})"', page.text)
    assert found
    return found[1]


def press(client: Client, item: WorkItem, outcome: str, **typed: Any) -> HttpResponse:
    """Send the panel as a browser does: the hidden key of the page, the outcome, what was typed,
    the button.
    """
    key = typed.pop("key", None) or key_on(client.get(address(item)))
    return client.post(
        address(item), {"do-key": key, "do-outcome": outcome, "do-decide": "1", **typed}
    )


def acts(dossier: Dossier) -> list[str]:
    return list(
        Entry.objects.filter(dossier=dossier).order_by("sequence").values_list("act", flat=True)
    )


def test_accepting_says_what_will_happen_and_moves_on(world: World, dossier: Dossier) -> None:
    following = actions.submit(draft_of(world), world.huong)
    lan = visiting(world.lan)
    page = lan.get(address(item_of(dossier)))
    assert "Giấy tiếp nhận hồ sơ và hẹn trả kết quả" in page.text and "hẹn trả" in page.text
    answer = press(lan, item_of(dossier), "accept")
    assert answer.url == address(item_of(following))  # the next one in the queue
    told = lan.get(answer.url).text
    assert dossier.code in told  # and says what was done
    # nobody is thrown into another dossier unasked
    assert f"Đang mở hồ sơ tiếp theo: {following.code}" in told
    assert re.search(
        r'<div class="notice notice-success" role="status" tabindex="-1" autofocus>', as_read(told)
    )
    assert item_of(dossier).step == "check"


def test_the_last_dossier_leads_back_to_the_desk(world: World, dossier: Dossier) -> None:
    assert press(visiting(world.lan), item_of(dossier), "accept").url == "/mot-cua/"


def test_a_decision_without_its_reason_is_refused_with_one_sentence_and_keeps_what_was_typed(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    answer = press(
        visiting(world.binh),
        item_of(dossier),
        "not_found",
        note="Đã xem sổ 2016.",
        **{"reason-supplement": "Để sau."},
    )
    assert answer.status_code == 422
    assert answer.text.count("Hãy ghi lý do trước khi chọn") == 1
    assert "Đã xem sổ 2016." in answer.text and "Để sau." in answer.text
    assert re.search(r'value="not_found" checked', as_read(answer.text))
    assert item_of(dossier).step == "check" and acts(dossier)[-1] == "accept"


def test_nothing_chosen_is_refused(world: World, dossier: Dossier) -> None:
    answer = press(visiting(world.lan), item_of(dossier), "")
    assert answer.status_code == 422 and "Hãy chọn một trong các kết quả xử lý." in answer.text


def test_reasons_of_the_library_and_own_words_become_one_reason(
    world: World, dossier: Dossier
) -> None:
    ready = "Văn bằng không thuộc thẩm quyền quản lý sổ gốc của Sở."
    press(
        visiting(world.lan),
        item_of(dossier),
        "refuse",
        **{"ready-refuse": [ready], "reason-refuse": "Xin hỏi Sở Gia Lai."},
    )
    assert dossier.entries.get(act="refuse_reception").reason == f"{ready}\nXin hỏi Sở Gia Lai."


def test_a_supplement_names_items_each_with_a_reason(world: World, dossier: Dossier) -> None:
    lan, item = visiting(world.lan), item_of(dossier)
    shown = as_read(lan.get(address(item)).text)
    assert (
        'name="item-supplement" value="section:diploma"' in shown
        and f'<option value="{REASON}">' in shown
    )
    nothing = press(lan, item, "supplement", **{"reason-supplement": "Thiếu."})
    assert (
        nothing.status_code == 422 and "Hãy đánh dấu giấy tờ hoặc phần của biểu mẫu" in nothing.text
    )
    no_reason = press(lan, item, "supplement", **{"item-supplement": ["section:diploma"]})
    assert no_reason.status_code == 422 and "Hãy ghi lý do cần bổ sung" in no_reason.text
    assert re.search(r'value="section:diploma" checked', as_read(no_reason.text))
    press(lan, item, "supplement", **{"reason-supplement": "Gửi sớm.", **ASK})
    entry = dossier.entries.get(act="ask_supplement")
    assert entry.data["asked"][0]["item"] == "section:diploma" and entry.reason.endswith(
        f"{REASON}\nGửi sớm."
    )


def test_a_second_request_for_what_could_have_been_asked_is_refused_until_a_head_allows_it(
    world: World, dossier: Dossier
) -> None:
    lan, other = (
        visiting(world.lan),
        {
            "item-supplement": ["section:contact"],
            "why-supplement-section:contact": "Sai.",
        },
    )
    press(lan, item_of(dossier), "supplement", **ASK)
    actions.supply(Dossier.objects.get(pk=dossier.pk), world.huong, dossier.answers)
    shown = lan.get(address(item_of(dossier))).text
    assert "Đây là lần yêu cầu thứ 2." in shown and "cần lãnh đạo cho phép" in shown
    refused = press(lan, item_of(dossier), "supplement", **other)
    assert refused.status_code == 409 and "lẽ ra phải được yêu cầu ngay từ lần đầu" in refused.text
    head = visiting(officer("truong", "Giám Đốc", "head", world.centre, "Giám đốc"))
    page = f"/mot-cua/ho-so/{dossier.code}/"
    assert "Cho phép yêu cầu bổ sung thêm" in head.get(page).text
    assert "Cho phép yêu cầu bổ sung thêm" not in lan.get(page).text
    head.post(f"{page}bo-sung-them/", {"reason": "Số vừa bị khóa."})
    assert press(lan, item_of(dossier), "supplement", **other).status_code == 302
    assert "(lần 2)" in lan.get(page, {"xem": "nhat-ky"}).text


def test_a_reason_that_is_not_in_the_library_cannot_be_smuggled_in_as_one(
    world: World, dossier: Dossier
) -> None:
    answer = press(
        visiting(world.lan), item_of(dossier), "refuse", **{"ready-refuse": ["<b>khác</b>"]}
    )
    assert answer.status_code == 422


def test_a_double_click_does_one_act(world: World, dossier: Dossier) -> None:
    lan, item = visiting(world.lan), item_of(dossier)
    key = key_on(lan.get(address(item)))
    first, second = press(lan, item, "accept", key=key), press(lan, item, "accept", key=key)
    assert (first.status_code, second.status_code) == (302, 302)
    assert acts(dossier) == ["submit", "accept"]


def test_the_loser_of_a_race_sees_who_won_and_keeps_their_words(
    world: World, dossier: Dossier
) -> None:
    item, colleague = (
        item_of(dossier),
        officer("hoa", "Mai Thị Hoa", "receptionist", world.centre, ""),
    )
    loser = visiting(colleague)
    key = key_on(loser.get(address(item)))
    decide(dossier, world.lan, "accept")
    answer = press(
        loser, item, "supplement", key=key, **ASK, **{"reason-supplement": "Thiếu trang 2."}
    )
    assert answer.status_code == 409
    assert (
        "Hoàng Thị Lan đã xử lý việc này trước bạn." in answer.text
        and "Thiếu trang 2." in answer.text
    )
    assert acts(dossier) == ["submit", "accept"]


def test_a_colleagues_task_can_be_read_but_not_decided(world: World, dossier: Dossier) -> None:
    actions.claim(item_of(dossier), officer("hoa", "Mai Thị Hoa", "receptionist", world.centre, ""))
    page = visiting(world.lan).get(address(item_of(dossier)))
    assert "Mai Thị Hoa đang giữ việc này." in page.text and "do-decide" not in page.text


def test_who_checked_may_not_sign_and_is_told_so(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    decide(dossier, world.binh, "found", match=str(world.diploma.pk))
    RoleAssignment.objects.create(user=world.binh, role_id="head", authority=world.department)
    page = visiting(world.binh).get(address(item_of(dossier)))
    assert "người khác phải quyết định" in page.text and "do-decide" not in page.text


def test_the_register_stands_beside_the_application_with_the_differences_marked(
    world: World, dossier: Dossier
) -> None:
    Diploma.objects.filter(pk=world.diploma.pk).update(birth_date_text="06/02/1998")
    decide(dossier, world.lan, "accept")
    page = visiting(world.binh).get(address(item_of(dossier)))
    (candidate,) = page.context["matches"].candidates
    states = {str(line.label): line.state for line in candidate.lines}
    assert (
        states["Họ và tên"] == "same"
        and states["Ngày sinh"] == "differs"
        and states["Trường"] == "marks"
    )
    assert "khác 1 mục" in page.text


def test_picking_an_entry_keeps_what_is_typed_and_makes_submission_possible(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    binh, item = visiting(world.binh), item_of(dossier)
    assert press(binh, item, "found").status_code == 422  # nothing picked yet
    page = binh.post(
        address(item),
        {"do-pick": world.diploma.pk, "note": "Khớp cả số hiệu.", "do-outcome": "found"},
    )
    assert page.status_code == 200 and "Khớp cả số hiệu." in page.text
    assert f'name="do-entry" value="{world.diploma.pk}"' in page.text
    press(binh, item, "found", **{"do-entry": str(world.diploma.pk), "note": "Khớp cả số hiệu."})
    kept = Dossier.objects.get(pk=dossier.pk).office["check"]
    assert kept["match"] == str(world.diploma.pk) and kept["note"] == "Khớp cả số hiệu."


def test_searching_the_register_again_with_other_words(world: World, dossier: Dossier) -> None:
    enter_diploma(
        world.department,
        book_number="77",
        serial="B 777",
        holder_name="Nguyễn Thị Hương",
        birth_date=None,
    )
    decide(dossier, world.lan, "accept")
    page = visiting(world.binh).post(
        address(item_of(dossier)),
        {"do-find": "1", "find-holder_name": "", "find-birth_date": "", "find-serial": "B777"},
    )
    assert [one.diploma.book_number for one in page.context["matches"].candidates] == ["77"]


def test_a_search_for_a_name_alone_is_explained_not_answered(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    page = visiting(world.binh).post(
        address(item_of(dossier)),
        {"do-find": "1", "find-birth_date": "", "find-graduation_year": ""},
    )
    assert page.context["matches"].vague and not page.context["matches"].candidates


def test_a_paper_that_is_attached_survives_a_refusal_and_is_kept_with_the_decision(
    world: World, dossier: Dossier
) -> None:
    decide(dossier, world.lan, "accept")
    binh, item = visiting(world.binh), item_of(dossier)
    refused = press(binh, item, "not_found", **{"do-attach": picture("trang-so.png")})
    (stored,) = refused.context["decision"].typed.attached
    assert refused.status_code == 422 and "trang-so.png" in refused.text
    press(
        binh,
        item,
        "not_found",
        **{"do-attached": str(stored.pk), "reason-not_found": "Không có trong sổ."},
    )
    assert DossierFile.objects.get(dossier=dossier, file=stored).step == "check"


def test_somebody_elses_upload_cannot_be_attached(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    lan, item = visiting(world.lan), item_of(dossier)
    sent = press(visiting(world.binh), item, "", **{"do-attach": picture("a.png")})
    stored = sent.context["decision"].typed.attached[0]
    answer = press(lan, item, "", key="0" * 32, **{"do-attached": str(stored.pk)})
    assert answer.context["decision"].typed.attached == []


def test_a_refused_upload_is_named(world: World, dossier: Dossier) -> None:
    decide(dossier, world.lan, "accept")
    upload = SimpleUploadedFile("virus.exe", b"MZ" * 100, "application/pdf")
    answer = press(visiting(world.binh), item_of(dossier), "not_found", **{"do-attach": upload})
    assert answer.status_code == 422 and "Chưa thực hiện được" in answer.text


def test_a_finished_task_shows_its_dossier(world: World, dossier: Dossier) -> None:
    item = item_of(dossier)
    decide(dossier, world.lan, "accept")
    assert visiting(world.lan).get(address(item)).url == f"/mot-cua/ho-so/{dossier.code}/"


def test_the_next_dossier_is_never_one_that_a_colleague_holds(
    world: World, dossier: Dossier
) -> None:
    held, free = (actions.submit(draft_of(world), world.huong) for _number in range(2))
    actions.claim(item_of(held), officer("hoa", "Mai Thị Hoa", "receptionist", world.centre, ""))
    assert press(visiting(world.lan), item_of(dossier), "accept").url == address(item_of(free))


def test_ticked_reasons_are_printed_as_running_text(world: World, dossier: Dossier) -> None:
    ready = "Văn bằng không thuộc thẩm quyền quản lý sổ gốc của Sở."
    press(
        visiting(world.lan),
        item_of(dossier),
        "refuse",
        **{"ready-refuse": [ready], "reason-refuse": "A."},
    )
    assert Document.objects.get(kind="PTC").facts["reason"] == f"{ready} A."


class TestTypedStays:
    """Buttons of the page that decide nothing leave what was typed where it is; no script is
    needed.
    """

    TYPED = {"do-outcome": "refuse", "reason-refuse": "Sổ gốc ở nơi khác.", "do-key": "a" * 32}

    def test_another_view_and_another_paper(self, world: World) -> None:
        papers = [
            store(picture(name), world.huong, ("image",), 1_000_000)
            for name in ("mot.png", "hai.png")
        ]
        draft = draft_of(world, old_copy=[str(paper.pk) for paper in papers])
        item = item_of(actions.submit(draft, world.huong))
        shown = as_read(visiting(world.lan).get(address(item)).text)
        looks = re.findall(
            r'<button class="look" form="decision" name="do-look" value="([^"]+)"', shown
        )
        second = f"xem=giay-to&amp;tep={papers[1].pk}"
        assert {"xem=nhat-ky", second} <= set(looks)
        second = second.replace("&amp;", "&")
        for query, there in (("xem=nhat-ky", "Phiếu kiểm soát"), (second, "<span>hai.png</span>")):
            answer = visiting(world.lan).post(
                address(item), {**self.TYPED, "xem": "giay-to", "do-look": query}
            )
            assert answer.status_code == 200
            assert there in answer.text
            assert "Sổ gốc ở nơi khác." in answer.text
            assert re.search(r'value="refuse" checked', as_read(answer.text))

    def test_taking_the_task_and_giving_it_back(self, world: World, dossier: Dossier) -> None:
        item = item_of(dossier)
        for button, owner in (("do-claim", world.lan), ("do-release", None)):
            assert f'form="decision" name="{button}"' in as_read(
                visiting(world.lan).get(address(item)).text
            )
            answer = visiting(world.lan).post(address(item), {**self.TYPED, button: "1"})
            item.refresh_from_db()
            assert item.owner == owner
            assert "Sổ gốc ở nơi khác." in answer.text
            assert 'class="notice notice-success"' in answer.text
        assert acts(dossier)[-2:] == ["claim", "release"]

    def test_who_was_faster_is_named_and_the_words_stay(
        self, world: World, dossier: Dossier
    ) -> None:
        item, other = (
            item_of(dossier),
            officer("mai", "Nhanh Tay", "receptionist", world.centre, "Tiếp nhận"),
        )
        actions.claim(item, other)
        answer = visiting(world.lan).post(address(item), {**self.TYPED, "do-claim": "1"})
        assert answer.status_code == 409
        assert "Nhanh Tay" in answer.text and "Sổ gốc ở nơi khác." in answer.text
