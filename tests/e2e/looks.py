"""What every page owes everybody: it comes to rest, axe-core finds nothing on it, and it fits."""

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import count
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Frame, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.contrast import ContrastOnce
from tests.support.length import LONG

__all__ = [
    "ALL_RULES",
    "COLORS",
    "COUNTS_REQUESTS",
    "SCHEMES",
    "assert_clean",
    "assert_clean_again",
    "assert_clean_everywhere",
    "assert_clean_in",
    "assert_clean_in_both_schemes",
    "assert_clean_within",
    "assert_fits",
    "assert_order",
    "in_all_looks",
    "look_through",
    "settled",
    "shot",
    "toast",
]  # fmt: skip

Scheme = Literal["light", "dark"]
Rules = Mapping[str, object]

COUNTS_REQUESTS = """{
  const ask = window.fetch
  window.unanswered = 0
  window.heardAt = performance.now()
  window.fetch = (...words) => {
    window.unanswered += 1
    return ask(...words).finally(() => {
      window.unanswered -= 1
      window.heardAt = performance.now()
    })
  }
}"""
"""Runs in a page before its own scripts, so that :func:`settled` knows what is still asked."""
RESTLESS = """() => {
  // What counts down moves for as long as it counts.
  const moving = each => each.playState !== "finished"
    && each.effect.getComputedTiming().endTime !== Infinity
    && !each.effect.target?.closest("[data-phase]")
  const loaded = performance.getEntriesByType("resource").map(each => each.responseEnd)
  const images = [...document.images].filter(each => !each.complete && each.loading !== "lazy")
  const faces = [...document.fonts].filter(each => each.status === "loading")
  const heard = performance.now() - Math.max(window.heardAt, ...loaded)
  return [
    document.readyState !== "complete" && document.readyState,
    document.querySelector("#main") && !document.querySelector("h1") && "the page is still loaded",
    document.fonts.status !== "loaded" && `letters: ${faces.map(each => each.unicodeRange)}`,
    window.unanswered !== 0 && `${window.unanswered} requests`,
    heard <= 150 && `heard ${heard} ms ago`,
    images.length > 0 && `images: ${images.map(each => each.currentSrc || each.src)}`,
    document.querySelector("[aria-busy=true]:not(button)")?.outerHTML.slice(0, 200),
    ...document.getAnimations().filter(moving)
      .map(each => `${each.effect.target?.outerHTML.slice(0, 200)} moves, ${each.playState}`),
  ].filter(Boolean)
}"""
RESTING = f"""before => {{
  if (window.restedSince !== before) [window.restedSince, window.rests] = [before, 0]
  window.rests = ({RESTLESS})().length === 0 ? window.rests + 1 : 0
  return window.rests > 2
}}"""
"""Looked at three times, since a page that was busy for long may not have begun yet what comes
next: what it is about to draw or to ask has its turn between two looks."""
WIDTH, ROOM = "document.documentElement.scrollWidth", "document.documentElement.clientWidth"
FITS = f"() => {WIDTH} <= {ROOM}"
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
WIDE, NARROW = 1280, 360
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What it finds in order would be thousands of nodes to describe.
ALL_RULES: Rules = {"runOnly": TAGS, "resultTypes": ["violations"]}
OF_LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable")
OF_NAMES = ("button-name", "link-name", "label", "select-name")
AGAIN: Rules = {
    "runOnly": {"type": "rule", "values": [*OF_LOOKS, *OF_NAMES]},
    "resultTypes": ["violations"],
}
"""What another width and other words may break."""
COLORS: Rules = {
    "runOnly": {"type": "rule", "values": ["color-contrast"]},
    "resultTypes": ["violations"],
}
"""What another scheme may break."""
CONTRAST = ContrastOnce()
LOOKS = count()
ALIKE = {"exclude": [["tbody tr:nth-child(n+7)"], ["article:nth-of-type(n+7)"]]}
"""Rows and cards after the sixth are made as those before; each would take as long to look at."""


def settled(page: Page) -> Page:
    """Nothing still loading, fading or moving. (Asked at every frame, it would draw them all.)"""
    try:
        page.wait_for_function(RESTING, arg=next(LOOKS), polling=20)
    except PlaywrightTimeout:
        pytest.fail(f"{page.url} does not come to rest: {page.evaluate(RESTLESS)}")
    return page


def toast(page: Page, words: str | re.Pattern[str]) -> Locator:
    """As it is seen: for a second its words stand a second time, for screen readers."""
    return page.locator(".toasts li").filter(has_text=words)


def assert_order(items: Locator, attribute: str, wanted: Sequence[str | re.Pattern[str]]) -> None:
    """They stand so, or soon do: who reads them at once may read how they stood before."""
    expect(items).to_have_count(len(wanted))
    for at, value in enumerate(wanted):
        expect(items.nth(at)).to_have_attribute(attribute, value)


def assert_clean(page: Page, where: str, *, but: str = "", rules: Rules = ALL_RULES) -> None:
    """axe-core finds nothing on it."""
    _assert_clean(settled(page).main_frame, where, but, rules)


def assert_clean_within(page: Page, frame: Frame, where: str) -> None:
    """Nor in the frame of another site, in both schemes."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        settled(page)
        _assert_clean(frame, f"{where}, {scheme}", "", ALL_RULES)


def _assert_clean(frame: Frame, where: str, but: str, rules: Rules) -> None:
    found = CONTRAST.violations(frame, ALIKE, dict(rules), colors_alone=rules is COLORS)
    told = [
        f"{where}: {each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
        if each["id"] != but
    ]
    assert told == [], "\n".join(told)


def assert_fits(page: Page, where: str) -> None:
    """Once nothing moves any more."""
    try:
        page.wait_for_function(FITS, polling=50)
    except PlaywrightTimeout:
        wide, room = page.evaluate(f"[{WIDTH}, {ROOM}]")
        pytest.fail(f"{where} is {wide} px wide on a screen of {room}")


def assert_clean_in_both_schemes(page: Page, where: str) -> None:
    """Without loading it again: all rules once, then those that the other scheme may break."""
    rules = ALL_RULES
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        assert_clean(page, f"{where}, {scheme}", rules=rules)
        rules = COLORS
    assert_fits(page, where)


def assert_clean_again(page: Page, where: str) -> None:
    """A page that was looked at whole before, in other words, colors or at another width: what
    these may break, and it fits."""
    assert_clean(page, where, rules=AGAIN)
    assert_fits(page, where)


def assert_clean_everywhere(page: Page, where: str) -> None:
    """Wide in light colors and narrow in dark ones; at full length also wide in dark and narrow in
    light. Without loading it again; from one look to the next little changes, for each change
    draws all of it anew."""
    page.set_viewport_size({"width": WIDE, "height": 900})
    if LONG:
        assert_clean_in_both_schemes(page, f"{where}, {WIDE}")
    else:
        page.emulate_media(color_scheme="light")
        assert_clean(page, f"{where}, {WIDE}, light")
        assert_fits(page, f"{where}, {WIDE}")
        page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert_clean(page, f"{where}, {NARROW}, dark", rules=AGAIN)
    assert_fits(page, f"{where}, {NARROW}")
    page.emulate_media(color_scheme="light")
    if LONG:
        assert_clean(page, f"{where}, {NARROW}, light", rules=COLORS)
    page.set_viewport_size({"width": WIDE, "height": 900})


def assert_clean_in(page: Page, where: str, locale: str) -> None:
    """In English everywhere; in another language, at the width it is read at, what other words may
    break."""
    clean = assert_clean_everywhere if locale.startswith("en") else assert_clean_again
    clean(page, f"{where}, {locale}")


def look_through(page: Page, paths: Iterable[str]) -> None:
    """Each of these pages is what it says, and clean."""
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading").first).to_be_attached()
        assert_clean_everywhere(page, path)


def shot(page: Page, name: str, *, whole: bool = True) -> None:
    """For people to look at, where a folder for it is named: all of the page, or what the screen
    has without its passing notes."""
    if shots := os.environ.get("HOLDFAST_SCREENSHOTS"):
        settled(page)
        style = None if whole else ".toasts { visibility: hidden }"
        page.screenshot(path=Path(shots) / f"{name}.png", full_page=whole, style=style)


def in_all_looks(page: Page, name: str) -> None:
    """For people to look at, where a folder for it is named: wide and narrow, light and dark."""
    if not os.environ.get("HOLDFAST_SCREENSHOTS"):
        return
    for width, scheme in ((1280, "light"), (360, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of two words
        shot(page, f"{name}-{width}-{scheme}")
    page.set_viewport_size({"width": 1280, "height": 900})
    page.emulate_media(color_scheme="light")
