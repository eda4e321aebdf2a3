"""A shop that went away while somebody pays: that it cannot be reached is told until it can be."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Visitor
from tests.e2e.shop import Shop
from tests.e2e.till import choose_scenario, go_to_till, pay
from tests.support.prepared import PreparedShops
from tests.support.server import ServerProcess

PATIENCE = 30_000


@pytest.fixture
def running(prepared: PreparedShops) -> Iterator[ServerProcess]:
    with prepared.opened(HOLDFAST_LIMITS="off") as opened:
        yield opened


def test_the_till_says_so_only_until_the_shop_is_back(
    running: ServerProcess, visitor: Visitor
) -> None:
    with Shop(running.url) as shop:
        goods = shop.goods("keychron-k3", stock=1)
    page = visitor(running.url)
    go_to_till(page, goods)
    choose_scenario(page, "Approved The usual")
    told = page.get_by_role("main").get_by_text("cannot be reached")
    running.stop()
    pay(page)
    expect(told).to_be_visible(timeout=PATIENCE)

    running.restart()
    expect(told).to_have_count(0, timeout=PATIENCE)
    expect(page.get_by_role("timer")).to_be_visible()
    pay(page)
    expect(page.get_by_text("Thank you for your order")).to_be_visible()
    assert re.search("/orders/", page.url)
