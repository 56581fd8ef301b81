"""The list “Chờ phân công”: a head gives what waits, whoever stands in for them too, and nobody
else sees it.
"""

from __future__ import annotations

from pathlib import Path

from tests.organisations.test_covers import cover
from tests.people import World, officer
from tests.portal.conftest import visiting
from tests.reading import as_read
from tests.workflows.conftest import item_of
from tests.workflows.test_assignment import opened

PAGE = "/mot-cua/phan-cong/"


def test_the_head_gives_what_waits(world: World, tmp_path: Path) -> None:
    second = officer("hai", "Chuyên Viên Hai", "expert", world.department, "Chuyên viên")
    cover(second, world.anh)
    dossier = opened(world, tmp_path, "    assign: head\n")
    item = item_of(dossier)
    expert = visiting(world.binh)
    queue = expert.get("/mot-cua/hang-cho/sgddt-daklak/expert/").text
    assert "Chờ phân công" in queue and f"/mot-cua/viec/{item.pk}/nhan/" not in queue
    assert "Việc này chờ lãnh đạo phân công." in expert.get(f"/mot-cua/viec/{item.pk}/").text
    assert expert.get(PAGE).status_code == 404
    head = visiting(world.dung)
    page = as_read(head.get(PAGE).text)
    assert dossier.code in page and f'<option value="{world.binh.pk}">' in page
    # they are away
    assert (
        f'<option value="{second.pk}">' not in page and f'<option value="{world.anh.pk}">' in page
    )
    answer = head.post(
        f"/mot-cua/viec/{item.pk}/giao/", {"to": world.binh.pk, "next": PAGE}, follow=True
    )
    assert f"Đã giao hồ sơ {dossier.code} cho Y Bình Niê." in answer.text
    assert "Không có việc nào chờ phân công." in answer.text
    assert "Giao cho: Y Bình Niê" in head.get(f"/mot-cua/ho-so/{dossier.code}/?xem=nhat-ky").text


def test_who_stands_in_for_the_head_gives_too(world: World, tmp_path: Path) -> None:
    opened(world, tmp_path, "    assign: head\n")
    cover(world.dung, world.anh, procedures="diploma-copy")
    assert "Nguyễn Thị Hường" in visiting(world.anh).get(PAGE).text
    cover(world.dung, world.lan, procedures="school-transfer")
    assert "Nguyễn Thị Hường" not in visiting(world.lan).get(PAGE).text
