"""What officers, applicants and strangers do in every scenario, in the browser."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import zxingcpp
from PIL import Image
from playwright.sync_api import Page, expect

from organisations.models import User
from tests.browser.conftest import PHONE, Open
from tests.portal import filling


def fill_person(
    page: Page, field: str, name: str, born: tuple[str, str, str], identity: str
) -> None:
    """A woman's name, day, month and year of birth, and identity number in a person field."""
    page.locator(f'[name="{field}.name"]').fill(name)
    for part, value in zip(("day", "month", "year"), born, strict=True):
        page.locator(f'[name="{field}.birth_date.{part}"]').fill(value)
    page.locator(f'[name="{field}.sex"][value=F]').check()
    page.locator(f'[name="{field}.identity"]').fill(identity)


def fill_contact(page: Page) -> None:
    """Phone and address; the wards come once the province is chosen."""
    page.get_by_label("Số điện thoại").fill("0905 123 456")
    page.get_by_label("Tỉnh, thành phố").select_option(filling.contact()["address.province"])
    ward = page.get_by_label("Xã, phường")
    expect(ward.locator("option")).not_to_have_count(1)
    ward.select_option(filling.contact()["address.ward"])


def attach(page: Page, name: str, file: Any) -> None:
    """Choose a file; it is sent while people go on."""
    page.locator(f"input[type=file][name={name}]").set_input_files(file)


def go_on(page: Page) -> None:
    """Save the section of the application and go to the next: one press, whenever it falls."""
    here = page.url
    page.locator(".actions").get_by_role("button", name="Lưu và tiếp tục").click()
    page.wait_for_url(lambda url: url != here)


def open_first_task(open_page: Open, officer: User, screen: dict[str, int] = PHONE) -> Page:
    """From the desk to the queue to its first task, as an officer does in the morning."""
    page = open_page(screen, officer)
    page.goto("/mot-cua/")
    page.get_by_role("link", name=re.compile("Xem hàng chờ")).click()
    page.locator("a.queue-link").first.click()
    return page


def open_given_task(open_page: Open, officer: User, screen: dict[str, int] = PHONE) -> Page:
    """What was given to the officer, in turn or by the head, stands on the desk itself."""
    page = open_page(screen, officer)
    page.goto("/mot-cua/")
    page.locator("a.queue-link").first.click()
    return page


def decide(page: Page, outcome: str) -> None:
    """Choose an outcome and press the button; nothing is refused."""
    page.get_by_role("radio", name=outcome, exact=True).check()
    page.locator("button[data-decide]").click()
    expect(page.locator("[data-refusal]")).to_have_count(0)


def download_result(page: Page, code: str, name: str, folder: Path) -> Path:
    """The applicant opens the dossier and takes the paper of this name."""
    page.goto(f"/ho-so/{code}/")
    expect(page.get_by_text("Đã trả kết quả").first).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(name)).first.click()
    paper = folder / "paper.pdf"
    download.value.save_as(paper)
    return paper


def scan_paper(paper: Path) -> str:
    """The camera of a phone: the page at 150 dpi in grey, and what its QR says."""
    subprocess.run(
        ["pdftoppm", "-r", "150", "-gray", "-png", "-singlefile", paper, paper.with_suffix("")],
        check=True,
    )
    with Image.open(paper.with_suffix(".png")) as picture:
        (found,) = zxingcpp.read_barcodes(picture)
    return "/k/" + str(found.text).rsplit("/k/", 1)[1]
