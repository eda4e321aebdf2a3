"""What is on the screen stays where it is while the rest arrives: nobody taps what just moved."""

from typing import Self

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import settled
from tests.e2e.member import Member
from tests.e2e.shop import Goods, Shop
from tests.support.server import ServerProcess

# Sums of what browsers call layout shift; 0.1 is good, and a page's header that moves is 0.05. What
# was found and mended: categories on a second line at 768 px (0.022), a footer pushed away (0.064).
STILL = 0.01
CALM = 0.05
SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    const moved = entry.sources.map(({node, previousRect: was, currentRect: is}) =>
      `${node?.nodeName} ${node?.className ?? ""} ${was.y} to ${is.y}`);
    window.shifts.push([entry.value, moved]);
  }
}).observe({type: "layout-shift", buffered: true});
"""
# What is said once numbers are slow to come moves the page, and means to.
LINK = """{
  const style = new CSSStyleSheet(), said = "[data-testid=link-banner]"
  style.replaceSync(`${said} { display: none }
    header:has(+ ${said}) > :last-child { padding-bottom: 0 }`)
  document.adoptedStyleSheets = [style]
}"""
PAINTED = "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
LOADED = """[...document.fonts].filter((face) => face.family.includes("Inter Variable"))
  .filter((face) => face.status === "loaded").length"""
ALL_BUT_LETTERS = """() => window.unanswered === 0
  && [...document.images].every((each) => each.complete || each.loading === "lazy")"""
LETTERS = ".woff2"


class SlowLine:
    """What the server answers, and the letters, arrive when the test says so; at the end at once: a
    page whose letters never come cannot even be photographed."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._open: tuple[str, ...] = ()
        self._waiting: list[tuple[Request, Route]] = []
        page.route("**/api/**", self._take)
        page.route(f"**/*{LETTERS}", self._take)
        page.add_init_script(SHIFTS)
        page.add_init_script(LINK)

    def _take(self, route: Route, request: Request) -> None:
        if any(part in request.url for part in self._open):
            route.continue_()
        else:
            self._waiting.append((request, route))

    def opened(self, path: str, *first: str) -> None:
        """The page at ``path`` before it knows more than who is there and what shop it is."""
        self._open, self._waiting = ("/api/config", "/api/session", *first), []
        self._page.goto(path, wait_until="commit")

    def painted(self) -> None:
        """Until what is there now has been seen."""
        self._page.evaluate(PAINTED)

    def let_through(self, *parts: str) -> None:
        """What asked for an address with one of ``parts`` in it, now and from now on."""
        self._open += parts
        waiting, self._waiting = self._waiting, []
        for request, route in waiting:
            self._take(route, request)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.let_through("")

    def moved(self) -> tuple[float, list[object]]:
        """How much has moved since the page was opened, and what."""
        self.painted()
        shifts = self._page.evaluate("window.shifts")
        return sum(value for value, _ in shifts), shifts


def stays_still(page: Page, line: SlowLine, path: str, most: float, *in_turn: str) -> None:
    """What it asks for comes ``in_turn``, then all the rest, then the letters."""
    skeleton = page.locator("[data-skeleton]")
    line.opened(path)
    if in_turn:
        expect(skeleton.first).to_be_visible()
    for part in (*in_turn, "/api/"):
        line.painted()
        line.let_through(part)
        if part in SHOWN:
            expect(page.locator(SHOWN[part]).first).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(skeleton).to_have_count(0)
    # What came later would count as moved by letters.
    page.wait_for_function(ALL_BUT_LETTERS, polling=50)
    before, shifts = line.moved()
    assert before < most, (path, shifts)
    assert page.evaluate(LOADED) == 0
    line.let_through(LETTERS)
    page.wait_for_function(f"() => {LOADED} > 0")
    settled(page)
    after, all_shifts = line.moved()
    assert after - before < CALM, (path, all_shifts[len(shifts) :])


BEST, LIST = "/api/products/best-sellers", "/api/products?"
SHOWN = {BEST: "li[data-best]", LIST: "article"}


LANGUAGES = [("ru-RU", 360), ("ru-RU", 768), ("ko-KR", 768), ("en-US", 1280)]


@pytest.mark.parametrize(("locale", "width"), LANGUAGES)
def test_goods_stay_still_whatever_comes_first(
    selling: Shop, sold: list[Goods], visitor: Visitor, locale: str, width: int
) -> None:
    """Until Inter is there, a face of the visitor's machine stands in, at Inter's measures: a line
    may break elsewhere, but no heading and no button goes to another place."""
    page = visitor(selling.url, locale=locale, width=width, reduced_motion="no-preference")
    with SlowLine(page) as line:
        stays_still(page, line, "/", STILL, BEST, LIST)
        stays_still(page, line, "/", STILL, LIST, BEST)
        stays_still(page, line, "/product/iphone-15-pro-max", STILL, "/api/")


@pytest.mark.parametrize(("locale", "width"), [LANGUAGES[0], LANGUAGES[-1]])
def test_ones_own_pages_stay_still(
    quiet_server: ServerProcess, selling: Shop, visitor: Visitor, locale: str, width: int
) -> None:
    with Member(quiet_server) as someone:
        goods = selling.goods("ipad-air-11", stock=20)
        item = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}
        wallet = someone.wallet("PTS", 12_345)
        someone.coupon(selling.campaign())
        asked = someone.http.post("/api/orders/reserve", json={"items": [item]})
        held = asked.raise_for_status().json()["orderId"]
        page = someone.enter(
            visitor(selling.url, locale=locale, width=width, reduced_motion="no-preference")
        )
        with SlowLine(page) as line:
            for path in ("/orders", f"/checkout/{held}", f"/orders/{held}", "/wallet"):
                stays_still(page, line, path, CALM, "/api/")
            for path in (f"/wallet/{wallet}", "/coupons"):
                stays_still(page, line, path, CALM, "/api/")
            stays_still(page, line, "/cart", CALM)


@pytest.mark.parametrize("width", [360, 768])
def test_the_home_page_stays_still_where_letters_come_first(
    selling: Shop, sold: list[Goods], visitor: Visitor, width: int
) -> None:
    page = visitor(selling.url, locale="ru-RU", width=width, reduced_motion="no-preference")
    with SlowLine(page) as line:
        line.opened("/", LETTERS)
        expect(page.locator("[data-skeleton]").first).to_be_visible()
        page.wait_for_function(f"() => {LOADED} > 0")
        line.painted()
        line.let_through("/api/")
        expect(page.locator("article").first).to_be_visible()
        settled(page)
        total, shifts = line.moved()
    assert total < STILL, shifts
