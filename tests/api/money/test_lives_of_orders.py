"""Orders at random, over HTTP: whatever is done with them, in whatever order, what was paid less
what went back is what they are worth, and invoices, sellers' shares, books and stock say the same.
"""

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from holdfast.views.agreement import audit_shop
from tests.api.money.accounts import Sale, until
from tests.api.money.bought import PURSE
from tests.api.money.life import Life
from tests.api.money.wares import STOCK, Shop, Visit, opened_shop
from tests.api.shop.wallet_buyers import balance, member
from tests.api.staff.bookkeeping import export, read
from tests.support.length import LONG
from tests.support.market import eventually, expect
from tests.support.markets import market_as_asked
from tests.support.patience import PATIENCE
from tests.support.postgres import Postgres

SEEDS, STEPS = (100, 12) if LONG else (2, 8)


@pytest.fixture(scope="module")
def shop(postgres: Postgres, stocked: str) -> Iterator[Shop]:
    with market_as_asked(postgres, stocked, {"HOLDFAST_LIMITS": "off"}, "one") as market:
        yield opened_shop(market)


LIVES: list[Life] = []
"""All that were in this shop."""


@pytest.mark.parametrize("seed", range(SEEDS))
async def test_an_orders_money_is_what_it_ought_to_be_whatever_is_done_with_it(
    shop: Shop, visit: Visit, seed: int
) -> None:
    chance = random.Random(seed)
    shop.set(included=seed % 2 == 0, taxes_delivery=seed % 4 < 2)
    buyer = await member(shop.market, visit, PURSE)
    user = expect(await buyer.http.get("/api/session"))["user"]["id"]
    in_group = chance.random() < 0.5
    if in_group:
        at = f"/api/staff/customer-groups/{shop.group}/members/{user}"
        assert shop.market.staff.put(at).status_code == 204
    life = Life(shop, buyer, chance, in_group)
    LIVES.append(life)
    for step in range(STEPS):
        if not life.sales or chance.random() < 0.15:
            await life.buy()
        else:
            await life.go_on()
        await agrees(life, f"seed {seed}, step {step}")


async def agrees(life: Life, when: str) -> None:
    found: list[str] = []

    async def so() -> bool:
        found[:] = [one for sale in life.sales for one in _differences(life, sale)]
        back = sum(max(one.gone - one.by_card, 0) for one in life.sales)
        purse = PURSE - sum(one.by_wallet for one in life.sales) + back
        if (has := await balance(life.buyer)) != purse:
            found.append(f"{has} is in the wallet, {purse} is to be")
        return not found

    await eventually(so, PATIENCE, lambda: f"{when}: {found} after {life.told}")


def _differences(life: Life, sale: Sale) -> list[str]:
    page = life.page(sale.order_id)
    order, said = page["order"], []
    for name, is_so, ought in (
        ("refunded", order["refunded"], sale.gone),
        ("refundable", order["staff"]["refundable"], sale.left),
        ("returned", [one["returned"] for one in order["items"]] if not sale.cancelled else None,
         [one.back for one in sale.lines] if not sale.cancelled else None),
        ("going back", order["refund"] in {"begun", "failed"}, False),
        ("cancelled", order["status"] == "cancelled", sale.cancelled),
        *_papers(life, sale),
        *_shares(life, sale),
    ):  # fmt: skip
        if is_so != ought:
            said.append(f"{sale.order_id}: {name} is {is_so} and ought to be {ought}")
    return said


def _papers(life: Life, sale: Sale) -> list[tuple[str, Any, Any]]:
    path = f"/api/orders/{sale.order_id}/invoices"
    issued = expect(life.shop.market.staff.get(path))["invoices"]
    if not sale.paid:
        return [("invoices", issued, [])]
    bills = [one for one in issued if one["kind"] == "invoice"]
    notes = [one for one in issued if one["kind"] == "credit-note"]
    found = [
        ("invoices", [(one["total"], one["tax"]) for one in bills], [(sale.paid, sale.tax)]),
        ("credit notes", sum(one["total"] for one in notes), sale.gone),
    ]
    if sale.gone == sale.paid:
        found.append(("tax of credit notes", sum(one["tax"] for one in notes), sale.tax))
    return found


def _shares(life: Life, sale: Sale) -> list[tuple[str, Any, Any]]:
    """A seller has what is kept of their lines, where nothing went back for no unit."""
    mine = [one for one in sale.lines if one.ware.seller is not None]
    path = f"/api/staff/orders/{sale.order_id}/suborders"
    found = expect(life.shop.market.staff.get(path))["suborders"]
    if not mine or sale.sums or sale.deducted or sale.exchanged or sale.cancelled:
        return []
    kept = sum(one.paid - until(one.paid, one.back, one.quantity) for one in mine)
    for change in sale.changes:
        if change.off and sale.lines[min(change.off)] in mine:
            kept += change.stays
    name = "gross" if sale.completed else "expectedGross"
    return [("the seller's", [one[name] for one in found], [kept])]


async def test_stock_and_books_are_of_all_that_was_done(shop: Shop) -> None:
    sales = [sale for life in LIVES for sale in life.sales]
    out = {one: sum(sale.out(one) for sale in sales) for one in shop.wares}
    gone, paid = sum(one.gone for one in sales), sum(one.paid for one in sales)
    stock = {one: shop.market.stock(ware.goods) for one, ware in shop.wares.items()}
    assert stock == {one: (STOCK - out[one], 0) for one in shop.wares}
    found: list[str] = []

    async def so() -> bool:
        books = read(export(shop.market.staff, str(datetime.now(UTC).date())).text)
        back = books.of("Refunds") + books.of("Sales tax payable", kinds="refund")
        found[:] = [f"{back} went back by the books, {gone} did"]
        sold = books.of("Customer orders", kinds="sale")
        found.append(f"{sold} was sold by the books, {paid} was")
        return (back, sold) == (gone, paid)

    await eventually(so, PATIENCE, lambda: f"the books: {found}")
    report = await audit_shop(shop.market.database_url)
    assert report.clean, report.text()
