"""The system's Chromium, for tests that look at pages."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

from playwright.async_api import Page, async_playwright, expect

__all__ = ["ARGUMENTS", "CHROMIUM", "PATIENCE", "opened_page"]

# The shell is Chromium without its own windows, which nobody sees here: a seventh less to do.
SYSTEMS: Final = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")
CHROMIUM: Final = os.environ.get("HOLDFAST_CHROMIUM") or next(
    (one for one in SYSTEMS if Path(one).exists()), SYSTEMS[0]
)
# Painting has no process of its own: an eighth less to do.
ARGUMENTS: Final = ("--no-sandbox", "--in-process-gpu")
PATIENCE: Final = 60_000  # ms a page may take to show what it should


@asynccontextmanager
async def opened_page(url: str, **named: Any) -> AsyncIterator[Page]:
    """A page of a new browser; a script error on it fails the test. (``tests/e2e`` has the browser
    for many pages; this one lives in a test's own event loop.)"""
    expect.set_options(timeout=PATIENCE)
    broken: list[str] = []
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        usual: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}, "locale": "en-US"}
        context = await browser.new_context(base_url=url, **usual | named)
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        page.on("pageerror", lambda error: broken.append(str(error)))
        yield page
        await browser.close()
    assert broken == []
