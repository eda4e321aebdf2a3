"""Browsers for whoever visits: each with cookies, a cart and a memory of its own.

With ``HOLDFAST_BROWSERS=lent`` whoever comes is lent the one of somebody before them who looked at
the same shop in the same way, and is done. Nothing that a page or the shop could keep in it is left
by then, but the shop's files are still there, read and compiled, as for a visitor who comes again:
a page takes half as much of the processor.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as PlaywrightError

from tests.e2e.looks import COUNTS_REQUESTS
from tests.support.browser import PATIENCE

__all__ = ["Lent", "Visitors"]

LENDING: Final = os.environ.get("HOLDFAST_BROWSERS") == "lent"
MOST: Final = 6
"""So many wait to be lent again, each a process with a bare page."""
BARE: Final = "/theme.js"
"""Of the shop, and does nothing."""
LASTING: Final = (
    "add_init_script", "expose_binding", "expose_function", "grant_permissions", "install",
    "new_cdp_session", "on", "once", "route", "route_web_socket", "set_default_timeout",
    "set_extra_http_headers", "set_geolocation", "set_offline",
)  # fmt: skip
"""What a test does to a page, its browser or its clock that outlives what the page shows."""


@dataclass
class Lent:
    """``own``: somebody did to it what stays, so it is nobody else's. ``broken``: errors of scripts
    on its first page."""

    page: Page
    options: dict[str, Any]
    own: bool = False
    broken: list[str] = field(default_factory=list)


class Visitors:
    """The browsers of one process of the run; ``lending``: whether one is had by several."""

    def __init__(self, browser: Browser, *, lending: bool = LENDING) -> None:
        self._browser = browser
        self._lending = lending
        self._waiting: list[Lent] = []

    def come(self, **options: Any) -> Lent:
        """With a page of a browser that nobody else is in; options as of a Playwright's context."""
        found = next((one for one in self._waiting if one.options == options), None)
        if found is None:
            return self._new(options)
        self._waiting.remove(found)
        _forget(found)
        return found

    def leave(self, one: Lent, *, again: bool = True) -> None:
        """It may be lent again, unless somebody made it their own."""
        again = again and self._lending and not (one.own or one.page.is_closed())
        if not again or not _left(one):
            one.page.context.close()
            return
        self._waiting.append(one)
        if len(self._waiting) > MOST:
            self._waiting.pop(0).page.context.close()

    def _new(self, options: dict[str, Any]) -> Lent:
        context = self._browser.new_context(**options)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(COUNTS_REQUESTS)
        page = context.new_page()
        one = Lent(page, options)
        page.on("pageerror", lambda error: one.broken.append(str(error)))
        for part in (page, context, page.clock) if self._lending else ():
            for name in LASTING:
                if hasattr(part, name):
                    setattr(part, name, _noticed(one, getattr(part, name)))
        return one


def _noticed(one: Lent, does: Callable[..., Any]) -> Callable[..., Any]:
    def noticed(*words: Any, **named: Any) -> Any:
        one.own = True
        return does(*words, **named)

    return noticed


def _left(one: Lent) -> bool:
    """Its first page stands where nothing happens; or its shop is closed."""
    for other in one.page.context.pages:
        if other is not one.page:
            other.close()
    try:
        one.page.goto(BARE)
    except PlaywrightError:
        return False
    one.broken.clear()
    return True


def _forget(one: Lent) -> None:
    """What whoever was here before them had; what was under way when they left is over."""
    context, url = one.page.context, one.options["base_url"]
    devtools = type(context).new_cdp_session(context, one.page)  # not one of a test's
    devtools.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": "all"})
    devtools.detach()
    context.clear_cookies()
    one.page.evaluate("sessionStorage.clear()")
    one.page.set_viewport_size(one.options["viewport"])
    one.page.emulate_media(
        media="null",
        color_scheme=one.options["color_scheme"],
        reduced_motion=one.options["reduced_motion"],
    )
    one.page.mouse.move(-9, -9)
