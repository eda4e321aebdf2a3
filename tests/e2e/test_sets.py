"""Products that cost less together: staff say which, their pages show it, and one click puts all of
it into the cart."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.choosing import choose
from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_again, assert_clean_everywhere, settled, shot
from tests.e2e.shop import Shop
from tests.e2e.till import enter_as_staff
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess


@pytest.fixture(scope="module")
def running(prepared: PreparedShops) -> Iterator[ServerProcess]:
    """One of these tests' own: in others everything costs what it costs."""
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


@pytest.fixture
def shop(running: ServerProcess) -> Iterator[Shop]:
    with Shop(running.url) as opened:
        opened.settle_on(preset="none")
        yield opened


def test_a_set_is_made_seen_and_bought(shop: Shop, visitor: Visitor) -> None:
    mouse = shop.goods("mx-master-3s", stock=20)
    keyboard = shop.goods("keychron-k3", stock=20)
    page = visitor(shop.url)
    enter_as_staff(page)
    page.goto("/staff/promotions/new")
    page.get_by_label("Name").fill("Cheaper together")
    choose(page.get_by_role("radio", name="Percent off a set"))
    page.get_by_label("Discount", exact=True).last.fill("10")
    expect(page.get_by_text("The 2 to 10 products of the set")).to_be_visible()
    expect(page.get_by_label("Sellers")).to_have_count(0)
    page.get_by_role("button", name="Start promotion").click()
    expect(page.get_by_text("Choose 2 to 10 products")).to_be_visible()
    scope = page.get_by_role("group", name="Only for these products")
    for one in (mouse, keyboard):
        scope.get_by_label("Find a product to add").fill(one.name)
        scope.get_by_role("button", name=one.name, exact=True).click()
        expect(scope.get_by_role("button", name=f"Remove {one.name}")).to_be_visible()
    example = page.get_by_test_id("example")
    expect(example.first).to_contain_text("10% off what is bought together")
    settled(page)
    shot(page, "set-new")
    assert_clean_everywhere(page, "a new set")
    page.get_by_role("button", name="Start promotion").click()
    row = page.locator("tr[data-row]", has_text="Cheaper together")
    expect(row).to_contain_text("−10%")

    buyer = visitor(shop.url)
    buyer.goto(mouse.page)
    offer = buyer.get_by_test_id("set")
    expect(offer.get_by_role("link", name=keyboard.name)).to_be_visible()
    expect(offer).to_contain_text("₽19,332")
    assert_clean_everywhere(buyer, "a product of a set")
    shot(buyer, "set")
    which = offer.get_by_label(f"{keyboard.name}: which one")
    which.select_option(label="Graphite · Blue")
    offer.get_by_role("button", name="Add the set to the cart").click()
    offer.get_by_role("link", name="View cart").click()
    expect(buyer.locator("[data-line]")).to_have_count(2)
    expect(buyer.get_by_text("Graphite · Blue").first).to_be_visible()
    expect(buyer.get_by_test_id("price-parts")).to_contain_text("Cheaper together")

    korean = visitor(shop.url, locale="ko-KR", width=360, scheme="dark")
    korean.goto(keyboard.page)
    expect(korean.get_by_role("button", name="세트 담기")).to_be_visible()
    assert_clean_again(korean, "a product of a set in Korean")
    shot(korean, "set-ko")


@pytest.mark.long
def test_where_a_part_of_a_set_is_refused_nothing_of_it_is_added_and_the_buyer_reads_so(
    shop: Shop, visitor: Visitor
) -> None:
    mouse = shop.goods("mx-master-3s", stock=20)
    last = shop.new_goods("Wrist rest")
    shop.set_free(last, 1)
    shop.sell_together(mouse, last)
    buyer = visitor(shop.url)
    buyer.goto(last.page)
    buyer.get_by_role("button", name="Add to cart", exact=True).click()
    expect(buyer.get_by_text("Added to cart").first).to_be_visible()
    buyer.goto(mouse.page)
    offer = buyer.get_by_test_id("set").filter(has_text="Wrist rest")
    offer.get_by_role("button", name="Add the set to the cart").click()
    expect(offer.get_by_role("alert")).to_contain_text(
        "Wrist rest could not be added, so nothing of the set was."
    )
    shot(buyer, "set-refused")
    assert_clean_everywhere(buyer, "a set that was refused")
    buyer.goto("/cart")
    expect(buyer.locator("[data-line]")).to_have_count(1)
    expect(buyer.locator("[data-line]")).to_contain_text("Wrist rest")
