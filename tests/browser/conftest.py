"""A real browser against a running site: Chromium by Playwright, on a phone and at a desk."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from django.db import connections
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from organisations.models import User
from tests import machine
from tests.people import World, make_world

PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}
#: Milliseconds until a page that does not come counts as one that never will; a busy machine takes
#: ten to draw one.
PATIENCE = 60_000

Open = Callable[..., Page]
T = TypeVar("T")


def one_browser() -> Iterator[Browser]:
    """Chromium, until the generator ends. Playwright's loop makes Django think it is asynchronous;
    it is not.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=machine.browser(), args=["--no-sandbox"]
        )
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One for this folder, gone before other tests begin; each page has a profile of its own."""
    yield from one_browser()


@pytest.fixture
def world(transactional_db: Any) -> World:
    """The seeded site; every person of it is a demo person, so that one click signs in."""
    made = make_world()
    User.objects.update(is_demo=True)
    return made


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Open]:
    """`open_page(viewport, user=…, javascript=…)` gives a page of its own browser profile, signed
    in when asked.
    """
    contexts: list[BrowserContext] = []

    def opened(viewport: dict[str, int], user: User | None = None, javascript: bool = True) -> Page:
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=viewport,
            locale="vi-VN",
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if user is not None:
            sign_in(page, live_server.url, user)
        return page

    yield opened
    for context in contexts:
        context.close()


def apart(call: Callable[[], T]) -> T:
    """Run `call` in a thread of its own: Playwright's event loop runs in this one, where pyHanko
    cannot seal.
    """

    def then_close() -> T:
        try:
            return call()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(then_close).result()


def sign_in(page: Page, address: str, user: User) -> None:
    """Give the browser a session of the person, as signing in does."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}]
    )
