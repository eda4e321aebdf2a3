"""axe-core finds nothing on wallets and coupons, in either scheme; they fit every screen."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import (
    assert_clean_in,
    assert_clean_in_both_schemes,
    settled,
    shot,
)
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("locale", "width"), [("en-US", 1280), ("ru-RU", 360), ("ko-KR", 360), ("ru-RU", 900)]
)
def test_wallets_and_coupons_are_clean_and_fit(
    shop: Shop, visitor: Visitor, member: Callable[[], Member], locale: str, width: int
) -> None:
    """In English at every width and in both schemes; elsewhere what other words may break."""
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
    page = someone.enter(visitor(shop.url, locale=locale, width=width))
    page.goto(goods.page)
    settled(page)
    page.get_by_role("button").filter(has_text=re.compile("cart|корзину|장바구니")).click()
    expect(page.get_by_role("banner").locator("a[href='/cart']")).to_have_text("1")
    for name, path in pages.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        if name == "cart":
            page.locator("select").select_option(index=1)
            choose(page.get_by_role("radio").last)
            page.get_by_test_id("wallet-pay").wait_for()
        assert_clean_in(page, path, locale)
        shot(page, f"{name}-{locale[:2]}-{width}")
    page.get_by_role("main").get_by_role("button").last.click()
    expect(page.get_by_test_id("cannot-buy")).to_be_visible()
    assert_clean_in(page, "what cannot be bought", locale)
    shot(page, f"cannot-buy-{locale[:2]}-{width}")


def test_staff_see_wallets_and_campaigns_on_clean_pages(
    shop: Shop, visitor: Visitor, member: Callable[[], Member]
) -> None:
    someone = member()
    someone.wallet("PTS", 12_345)
    shop.campaign(currency="RUB", cap=50_000)
    page = visitor(shop.url)
    enter_as_staff(page)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/staff/wallets?user={someone.id}")
        page.locator("tr[data-row]").nth(1).wait_for()
        assert_clean_in_both_schemes(page, "a user's wallets")
        shot(page, f"staff-wallets-{width}")
        page.get_by_role("button", name="Adjust: Points").click()
        page.get_by_role("dialog").wait_for()
        assert_clean_in_both_schemes(page, "correcting a wallet")
        shot(page, f"staff-correct-{width}")
        page.goto("/staff/campaigns")
        shot(page, f"staff-campaigns-{width}")
        page.get_by_role("button", name="New campaign").click()
        page.get_by_role("dialog").wait_for()
        assert_clean_in_both_schemes(page, "making a campaign")
        shot(page, f"staff-new-campaign-{width}")
