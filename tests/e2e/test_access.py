"""axe-core finds nothing on any page, in either scheme; nothing is wider than a small phone."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.e2e.conftest import Visitor
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import add_to_cart, enter_as_staff, go_to_payment, pay

MOTION_ENDED = """Promise.allSettled(
  document.getAnimations()
    .filter(each => each.effect.getComputedTiming().endTime !== Infinity)
    .map(each => each.finished))"""
WIDTH, ROOM = "document.documentElement.scrollWidth", "document.documentElement.clientWidth"
FITS = f"() => {WIDTH} <= {ROOM}"
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OF_LOOKS = ("color-contrast", "target-size", "scrollable-region-focusable")
OF_NAMES = ("button-name", "link-name", "label", "select-name")
AGAIN = {"runOnly": {"type": "rule", "values": [*OF_LOOKS, *OF_NAMES]}}
WIDTHS = (1280, 360)
STAFF = (
    "/staff",
    "/staff/start",
    "/staff/settings",
    "/staff/stock",
    "/staff/products",
    "/staff/products/new",
    "/staff/import",
    "/staff/log",
    "/staff/low",
    "/staff/reservations",
    "/staff/campaigns",
    "/staff/wallets",
    "/staff/orders",
    "/staff/people",
    "/staff/statistics",
    "/staff/jobs",
    "/staff/letters",
    "/staff/deliveries",
    "/staff/orders/nope",
    "/staff/products/nope",
)


def settled(page: Page) -> Page:
    """Nothing still loading, fading or moving."""
    page.wait_for_load_state("networkidle")
    expect(page.locator("[aria-busy=true]:not(button)")).to_have_count(0)
    page.evaluate(MOTION_ENDED)
    return page


def assert_clean(
    page: Page, where: str, *, but: str = "", rules: Mapping[str, object] = RULES
) -> None:
    found = Axe().run(settled(page), options=dict(rules)).response["violations"]
    told = [
        f"{where}: {each['id']}: {node['html'][:160]} {node['failureSummary'][:200]}"
        for each in found
        for node in each["nodes"]
        if each["id"] != but
    ]
    assert told == []


def assert_fits(page: Page, where: str) -> None:
    """Once nothing moves any more."""
    try:
        page.wait_for_function(FITS)
    except PlaywrightTimeout:
        wide, room = page.evaluate(f"[{WIDTH}, {ROOM}]")
        pytest.fail(f"{where} is {wide} px wide on a screen of {room}")


def assert_clean_everywhere(page: Page, where: str) -> None:
    """Wide and narrow, light and dark, without loading it again: all rules once, then those that
    another scheme or width may break."""
    rules: Mapping[str, object] = RULES
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert_clean(page, f"{where}, {scheme}, {width}", rules=rules)
            rules = AGAIN
        assert_fits(page, where)
    page.set_viewport_size({"width": 1280, "height": 900})


def look_through(page: Page, paths: Iterable[str]) -> None:
    """Each of these pages is what it says, and clean."""
    for path in paths:
        page.goto(path)
        expect(page.get_by_role("heading").first).to_be_attached()
        assert_clean_everywhere(page, path)


def test_the_shop_pages_are_clean(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", stock=3)
    sold_out = shop.goods("ipad-air-11", 1, stock=0)
    page = visitor(shop.url, reduced_motion="reduce")
    look_through(page, ("/", goods.page, sold_out.page, "/cart", "/orders", "/nowhere"))
    look_through(page, ("/?q=nothing+like+that", "/orders/nope", "/product/nope"))
    look_through(page, ("/login", "/signup", "/setup", "/password#a-link-of-nobody"))
    add_to_cart(page, goods)
    page.goto("/cart")
    assert_clean_everywhere(page, "a full cart")
    go_to_payment(page)
    assert_clean_everywhere(page, "the till")
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert_clean_everywhere(page, "an order")
    page.get_by_role("button", name="Cancel and refund").click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_clean(page, "a dialog")
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Menu").click()
    assert_clean(page, "the menu", but="region")  # a popup belongs to no landmark
    look_through(page, ("/orders",))


def test_a_customer_s_own_pages_are_clean(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone, goods = member(), shop.goods("ipad-air-11", 4, stock=3)
    line = {"productId": goods.product_id, "variantId": goods.variant_id, "quantity": 1}

    def asked(path: str, **body: object) -> dict[str, str]:
        found: dict[str, str] = someone.http.post(path, json=body).raise_for_status().json()
        return found

    by_hand, refunded = (asked("/api/orders/reserve", items=[line]) for _ in range(2))
    asked("/api/payments", reservationId=by_hand["reservationId"], provider="manual")
    held = refunded["reservationId"]
    paid = asked("/api/payments", reservationId=held, provider="demo")["paymentId"]
    asked("/api/orders/create", reservationId=held, paymentId=paid)
    asked("/api/orders/cancel", orderId=refunded["orderId"])
    page = someone.enter(visitor(shop.url, reduced_motion="reduce"))
    look_through(page, ("/account", *(f"/orders/{one['orderId']}" for one in (by_hand, refunded))))
    asked("/api/orders/cancel", orderId=by_hand["orderId"])


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_moment_of_loss_is_clean(shop: Shop, visitor: Visitor, scheme: str) -> None:
    goods = shop.goods("ipad-air-11", 2, stock=1)
    page = visitor(shop.url, scheme=scheme, reduced_motion="reduce")
    add_to_cart(page, goods)
    assert shop.reserve(goods).status_code == 200
    expect(page.get_by_role("alert")).to_contain_text("the last one")
    assert_clean(page, "a lost product page")
    page.goto("/checkout")
    expect(page.get_by_test_id("lost-race")).to_be_visible()
    assert_clean(page, "a lost race")
    page.set_viewport_size({"width": 360, "height": 780})
    assert_fits(page, "a lost race")


def shot(page: Page, name: str) -> None:
    """For people to look at, where a folder for it is named."""
    if shots := os.environ.get("HOLDFAST_SCREENSHOTS"):
        settled(page)
        page.screenshot(path=Path(shots) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(
    ("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 360), ("ru-RU", 900)]
)
def test_wallets_and_coupons_are_clean_and_fit(
    shop: Shop, visitor: Visitor, member: Callable[[], Member],
    scheme: str, locale: str, width: int,
) -> None:  # fmt: skip
    someone, tomorrow = member(), (datetime.now(UTC) + timedelta(days=1)).isoformat()
    goods = shop.goods("ipad-air-11", 3, stock=5)
    wallet = someone.wallet("PTS", 12_345)
    someone.wallet("RUB", 10_000)
    scoped = {"currency": "RUB", "cap": 50_000, "minimum": 100_000, "scope": [goods.product_id]}
    mine = shop.campaign(name="A very long name of a very long campaign " * 3, **scoped)
    someone.coupon(mine)
    gone = shop.campaign(quantity=1)
    member().coupon(gone)
    pages = {
        "wallets": "/wallet",
        "wallet": f"/wallet/{wallet}",
        "coupons": "/coupons",
        "mine": f"/coupons/{mine}",
        "gone": f"/coupons/{gone}",
        "upcoming": f"/coupons/{shop.campaign(opensAt=tomorrow)}",
        "to-be-had": f"/coupons/{shop.campaign()}",
        "cart": "/cart",
    }
    arrived = visitor(shop.url, scheme=scheme, locale=locale, width=width, reduced_motion="reduce")
    page = someone.enter(arrived)
    page.goto(goods.page)
    settled(page)
    page.get_by_role("button").filter(has_text=re.compile("cart|корзину|장바구니")).click()
    expect(page.get_by_role("banner").locator("a[href='/cart']")).to_have_text("1")
    for name, path in pages.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if name == "cart":
            page.locator("select").select_option(index=1)
            page.get_by_role("radio").last.check(force=True)
            page.get_by_test_id("wallet-pay").wait_for()
        assert_clean(page, path)
        assert_fits(page, path)
        shot(page, f"{name}-{locale[:2]}-{width}-{scheme}")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_test_id("cannot-buy")).to_be_visible()
    assert_clean(page, "what cannot be bought")
    assert_fits(page, "what cannot be bought")
    shot(page, f"cannot-buy-{locale[:2]}-{width}-{scheme}")


@pytest.mark.parametrize("path", ["/wallet", "/coupons"])
def test_guests_find_clean_pages_too(shop: Shop, visitor: Visitor, path: str) -> None:
    page = visitor(shop.url, width=360, reduced_motion="reduce")
    page.goto(path)
    assert_clean(page, path)
    assert_fits(page, path)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_staff_see_wallets_and_campaigns_on_clean_pages(
    shop: Shop, visitor: Visitor, member: Callable[[], Member], scheme: str
) -> None:
    someone = member()
    someone.wallet("PTS", 12_345)
    shop.campaign(currency="RUB", cap=50_000)
    page = visitor(shop.url, scheme=scheme, reduced_motion="reduce")
    enter_as_staff(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/staff/wallets?user={someone.id}")
        page.locator("tr[data-row]").nth(1).wait_for()
        assert_clean(page, "a user's wallets")
        assert_fits(page, "a user's wallets")
        shot(page, f"staff-wallets-{width}-{scheme}")
        page.get_by_role("button", name="Adjust: Points").click()
        page.get_by_role("dialog").wait_for()
        assert_clean(page, "correcting a wallet")
        shot(page, f"staff-correct-{width}-{scheme}")
        page.goto("/staff/campaigns")
        shot(page, f"staff-campaigns-{width}-{scheme}")
        page.get_by_role("button", name="New campaign").click()
        page.get_by_role("dialog").wait_for()
        assert_clean(page, "making a campaign")
        shot(page, f"staff-new-campaign-{width}-{scheme}")


@pytest.mark.parametrize("part", [STAFF[::2], STAFF[1::2]], ids=["even", "odd"])
def test_the_staff_pages_are_clean(shop: Shop, visitor: Visitor, part: tuple[str, ...]) -> None:
    page = visitor(shop.url, reduced_motion="reduce")
    enter_as_staff(page)
    look_through(page, part)


def test_what_staff_see_of_one_thing_is_clean(shop: Shop, visitor: Visitor) -> None:
    goods = shop.goods("ipad-air-11", 5, stock=3)
    shop.buy(goods)
    page = visitor(shop.url, reduced_motion="reduce")
    enter_as_staff(page)
    order = page.request.get("/api/staff/orders?limit=1").json()["orders"][0]["id"]
    found = page.request.get("/api/staff/people?q=customer@example.com").json()["people"]
    person = found[0]["userId"]
    of_one = ("orders", order), ("people", person), ("products", goods.product_id)
    look_through(page, (f"/staff/{what}/{one}" for what, one in of_one))
    page.goto("/staff/stock")
    page.get_by_role("button", name=re.compile("Change stock of")).first.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    assert_clean_everywhere(page, "changing stock")


def test_what_staff_do_with_a_row_is_in_view_on_a_phone(shop: Shop, visitor: Visitor) -> None:
    shop.campaign(name="A long name of a long campaign " * 3)
    page = visitor(shop.url, reduced_motion="reduce")
    enter_as_staff(page)
    page.set_viewport_size({"width": 360, "height": 780})
    for path, action in (("/staff/stock", "Change stock of"), ("/staff/campaigns", "Duplicate")):
        page.goto(path)
        button = page.get_by_role("button", name=re.compile(action)).first
        button.wait_for()
        row = page.locator("tr[data-row]").first
        name, act = row.get_by_role("link").first.bounding_box(), button.bounding_box()
        assert name is not None
        assert act is not None
        assert act["x"] + act["width"] <= 360
        assert name["x"] + name["width"] <= act["x"], f"{path}: the name is not covered"
    page.goto("/staff/stock")
    free = page.locator("tr[data-row]").first.locator("td").nth(3).bounding_box()
    act = page.get_by_role("button", name=re.compile("Change stock of")).first.bounding_box()
    assert free is not None
    assert act is not None
    assert free["x"] + free["width"] <= act["x"], "how many are free is not covered"


def test_the_components_are_clean_in_both_schemes_at_once(shop: Shop, visitor: Visitor) -> None:
    page = visitor(shop.url, reduced_motion="reduce")
    page.goto("/components")
    assert_clean(page, "/components", but="landmark-unique")  # everything is there twice


@pytest.mark.parametrize("locale", ["en-US", "ru-RU", "ko-KR"])
def test_nothing_is_wider_than_a_small_phone(shop: Shop, visitor: Visitor, locale: str) -> None:
    goods = shop.goods("ipad-air-11", 3, stock=3)
    page = visitor(shop.url, locale=locale, width=360)
    page.goto(goods.page)
    settled(page)
    page.get_by_role("button").filter(has_text=re.compile("cart|корзину|장바구니")).click()
    for path in ("/", goods.page, "/cart", "/checkout", "/orders", "/login", "/components"):
        page.goto(path)
        settled(page)
        assert_fits(page, path)
