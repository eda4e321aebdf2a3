"""Cards that YooKassa keeps, by clicks and keys: saved at the till, chosen there the next time,
shown on the account; and what staff read where YooKassa does not allow it."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import Visitor
from tests.e2e.looks import assert_clean_everywhere, assert_fits, settled, shot
from tests.e2e.member import Member
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, enter_as_staff, go_to_till, pay
from tests.support.patience import PATIENCE
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess, until
from tests.support.yookassa import YooKassaServer

pytestmark = pytest.mark.long

YOOKASSA = "^Card On the secure page"


@pytest.fixture(scope="module")
def yookassa() -> Iterator[YooKassaServer]:
    with YooKassaServer.running() as running:
        yield running


@pytest.fixture(scope="module")
def server(prepared: PreparedShops, yookassa: YooKassaServer) -> Iterator[ServerProcess]:
    settings = {
        "HOLDFAST_LIMITS": "off",
        **yookassa.settings,
        "HOLDFAST_YOOKASSA_SAVE_CARDS": "on",
    }
    with prepared.opened(**settings) as running:
        yield running


@pytest.fixture(scope="module")
def russian_shop(server: ServerProcess) -> Iterator[Shop]:
    with Shop(server.url) as shop:
        shop.settle_on(currency="RUB")
        yield shop


def at_till(page: Page, shop: Shop) -> None:
    go_to_till(page, shop.goods("keychron-k3", stock=2))
    choose_scenario(page, YOOKASSA)


def test_a_card_is_saved_chosen_the_next_time_and_where_it_is_declined_another_is_typed(
    russian_shop: Shop, server: ServerProcess, visitor: Visitor, yookassa: YooKassaServer
) -> None:
    with Member(server) as ann:
        page = ann.enter(visitor(russian_shop.url, width=360))
        at_till(page, russian_shop)
        page.get_by_role("checkbox", name="Save this card for next time").check()
        pay(page)
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page.get_by_text("Thank you for your order")).to_be_visible()
        kept = f"{russian_shop.url}/api/cards"
        until(lambda: bool(page.request.get(kept).json()["cards"]), PATIENCE, "it is saved")

        at_till(page, russian_shop)
        mine = page.get_by_role("radio", name=re.compile("MasterCard •••• 4444"))
        expect(mine).to_be_checked()
        save = page.get_by_role("checkbox", name="Save this card for next time")
        expect(save).to_have_count(0)
        assert_fits(page, "a till with a saved card")
        shot(settled(page), "till-saved-card-360")
        assert_clean_everywhere(page, "a till with a saved card")
        mine.focus()
        page.keyboard.press("ArrowDown")
        expect(page.get_by_role("radio", name="Another card")).to_be_checked()
        expect(save).to_be_visible()
        page.keyboard.press("ArrowUp")
        expect(mine).to_be_checked()
        pay(page)
        expect(page.get_by_text("Thank you for your order")).to_be_visible()

        (card,) = page.request.get(kept).json()["cards"]
        yookassa.book.cards.refuse[card["id"]] = "insufficient_funds"
        page.set_viewport_size({"width": 1440, "height": 900})
        at_till(page, russian_shop)
        expect(mine).to_be_checked()
        pay(page)
        declined = page.get_by_test_id("declined")
        expect(declined).to_contain_text("Your items stay held")
        shot(settled(page), "till-saved-card-declined")
        page.get_by_role("radio", name="Another card").check(force=True)
        pay(page)
        expect(page).to_have_url(re.compile(f"^{yookassa.url}/pay/"))
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page.get_by_text("Thank you for your order")).to_be_visible()
        yookassa.book.cards.refuse.clear()

        page.goto("/account")
        page.get_by_role("button", name="Add a card").click()
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page).to_have_url(f"{russian_shop.url}/account")
        expect(page.get_by_text("MasterCard ending in 4444")).to_have_count(2)
        shot(settled(page), "account-cards-yookassa")
        page.get_by_role("button", name="Remove: MasterCard ending in 4444").first.click()
        expect(page.get_by_text("MasterCard ending in 4444")).to_have_count(1)


def test_staff_read_what_to_ask_for_where_it_is_not_allowed(
    russian_shop: Shop, server: ServerProcess, visitor: Visitor, yookassa: YooKassaServer
) -> None:
    yookassa.book.cards.allowed = False
    with Member(server) as ann:
        page = ann.enter(visitor(russian_shop.url))
        at_till(page, russian_shop)
        page.get_by_role("checkbox", name="Save this card for next time").check()
        pay(page)
        page.get_by_role("button", name="Pay", exact=True).click()
        expect(page.get_by_text("Thank you for your order")).to_be_visible()
    staff = visitor(russian_shop.url, width=360)
    enter_as_staff(staff)
    staff.goto("/staff")
    said = staff.get_by_test_id("cards-forbidden-yookassa")
    expect(said).to_contain_text("this shop is not allowed to save cards")
    assert_fits(staff, "staff's home where cards are not allowed")
    shot(settled(staff), "staff-cards-forbidden-360")
    assert_clean_everywhere(staff, "staff's home where cards are not allowed")
    yookassa.book.cards.allowed = True
