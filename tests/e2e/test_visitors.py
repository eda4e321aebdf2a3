"""Whoever visits has a browser that is as new, whoever had it before them."""

from typing import Any, Final

from playwright.sync_api import Browser

from tests.e2e.visitors import Visitors
from tests.support.server import ServerProcess

LEAVES = """async () => {
  localStorage.setItem("left there", "1")
  sessionStorage.setItem("left in the tab", "1")
  document.cookie = "left=1; path=/"
  await caches.open("left in a cache")
  await new Promise((resolve, reject) => {
    const asked = indexedDB.open("left in a database")
    asked.onsuccess = resolve
    asked.onerror = reject
  })
  await navigator.serviceWorker.register("/push-worker.js")
}"""
LOOKS = """[
  innerWidth, matchMedia("(prefers-color-scheme: light)").matches, matchMedia("screen").matches,
]"""
FINDS = """async () => [
  ...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie,
  ...await caches.keys(), ...(await indexedDB.databases()).map(one => one.name),
  ...(await navigator.serviceWorker.getRegistrations()).map(() => "left a worker"),
].filter(one => one.includes("left"))"""


OPTIONS: Final[dict[str, Any]] = {
    "locale": "en-US",
    "color_scheme": "light",
    "reduced_motion": "reduce",
    "viewport": {"width": 600, "height": 600},
}


def test_whoever_comes_next_finds_nothing_of_who_was_there(
    server: ServerProcess, browser: Browser
) -> None:
    visitors = Visitors(browser, lending=True)
    one = visitors.come(base_url=server.url, **OPTIONS)
    page = one.page
    page.goto("/login")
    page.evaluate(LEAVES)
    assert len(page.evaluate(FINDS)) == 6
    assert page.context.cookies() != []
    page.set_viewport_size({"width": 360, "height": 600})
    page.emulate_media(color_scheme="dark", media="print")
    page.context.new_page()
    visitors.leave(one)
    following = visitors.come(base_url=server.url, **OPTIONS)
    assert following is one
    assert page.context.pages == [page]
    assert page.context.cookies() == []
    assert page.evaluate(FINDS) == []
    assert page.evaluate(LOOKS) == [600, True, True]
    visitors.leave(one, again=False)


def test_what_somebody_made_their_own_is_nobody_else_s(
    server: ServerProcess, browser: Browser
) -> None:
    visitors = Visitors(browser, lending=True)
    one = visitors.come(base_url=server.url, **OPTIONS)
    one.page.context.set_offline(True)
    visitors.leave(one)
    other = visitors.come(base_url=server.url, **OPTIONS)
    assert other is not one
    other.page.clock.install()
    visitors.leave(other)
    third = visitors.come(base_url=server.url, **OPTIONS)
    assert third is not other
    visitors.leave(third, again=False)
