"""Orders at random, over HTTP: whatever is done with them, in whatever order, what was paid less
what went back is what they are worth, and invoices, sellers' shares, books and stock say the same.
"""

import random

import pytest

from holdfast.views.agreement import audit_shop
from tests.api.money.accounts import Sale
from tests.api.money.bookkeeping import books_of, differing
from tests.api.money.disputing import Disputing
from tests.api.money.opening import STOCK
from tests.api.money.papers import papers_of
from tests.api.money.paying import opened_purse
from tests.api.money.selling import Payouts, shares_of
from tests.api.money.wares import Shop, Visit
from tests.support.length import LONG, seeds
from tests.support.market import eventually, expect
from tests.support.patience import PATIENCE
from tests.support.stripe import StripeServer

STEPS = 12 if LONG else 8


@pytest.fixture(scope="module")
def payouts(shop: Shop) -> Payouts:
    return Payouts(shop)


LIVES: list[Disputing] = []
"""All that were in this shop."""


@pytest.mark.parametrize("seed", seeds(2, 100))
async def test_an_orders_money_is_what_it_ought_to_be_whatever_is_done_with_it(
    shop: Shop, payouts: Payouts, stripe: StripeServer, visit: Visit, seed: int
) -> None:
    chance = random.Random(seed)
    shop.set(chance, included=seed % 2 == 0, taxes_delivery=seed % 4 < 2)
    purse = await opened_purse(shop, visit, stripe)
    user = expect(await purse.buyer.get("/api/session"))["user"]["id"]
    in_group = chance.random() < 0.5
    if in_group:
        at = f"/api/staff/customer-groups/{shop.group}/members/{user}"
        assert shop.market.staff.put(at).status_code == 204
    life = Disputing(shop, purse, chance, in_group)
    LIVES.append(life)
    for step in range(STEPS):
        if not life.sales or chance.random() < 0.15:
            await life.buy()
        else:
            await life.go_on()
        await agrees(life, f"seed {seed}, step {step}")
    payouts.pay(chance)


async def agrees(life: Disputing, when: str) -> None:
    found: list[str] = []

    async def so() -> bool:
        found[:] = [one for sale in life.sales for one in _differences(life, sale)]
        found.extend(await life.purse.differs())
        return not found

    await eventually(so, PATIENCE, lambda: f"{when}: {found} after {life.told}")


def _differences(life: Disputing, sale: Sale) -> list[str]:
    page = life.page(sale.order_id)
    order = page["order"]
    sale.completed = sale.completed or order["status"] == "completed"  # all of it has arrived
    return [f"{sale.order_id}: {one}" for one in differing((
        ("refunded", order["refunded"], sale.gone),
        ("refundable", order["staff"]["refundable"], sale.left),
        ("disputed", order["staff"]["disputed"], sum(one.frozen for one in sale.parts)),
        ("returned", [one["returned"] for one in order["items"]] if not sale.cancelled else None,
         [one.back for one in sale.lines] if not sale.cancelled else None),
        ("going back", order["refund"] in {"begun", "failed"}, False),
        ("cancelled", order["status"] == "cancelled", sale.cancelled),
        *papers_of(life.shop, sale),
        *life.kept_there(sale),
        *shares_of(life.shop, sale),
    ))]  # fmt: skip


async def test_stock_books_and_payouts_are_of_all_that_was_done(
    shop: Shop, payouts: Payouts
) -> None:
    sales = [sale for life in LIVES for sale in life.sales]
    out = {one: sum(sale.out(one) for sale in sales) for one in shop.wares}
    stock = {one: shop.market.stock(ware.goods) for one, ware in shop.wares.items()}
    assert stock == {one: (STOCK - out[one], 0) for one in shop.wares}
    found: list[str] = []

    async def so() -> bool:
        found[:] = differing(books_of(shop, sales)) + payouts.differs(sales)
        return not found

    await eventually(so, PATIENCE, lambda: f"the books: {found}")
    report = await audit_shop(shop.market.database_url)
    assert report.clean, report.text()
