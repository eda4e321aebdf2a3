"""Exchanges: what is wanted in place of what is sent back is held with the very request, by no more
requests than there are units, and sent or free in the command that ends the return."""

from uuid import UUID

import pytest

from holdfast.catalog import ProductDraft, VariantDraft
from holdfast.flows.commit.refusals import InsufficientStock, SentInExchange
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.inventory.catalogue import DraftTerms, put_drafts
from holdfast.flows.returning.asking import approve, ask_for, call_off, receive, refuse_return
from holdfast.flows.returning.inspecting import Came, DeductionTooLarge, inspect, reckoned
from holdfast.flows.staff.orders import complete
from holdfast.kit import new_id
from holdfast.orders import Order, load_items
from holdfast.returns import Return
from holdfast.shop import change_settings
from holdfast.views.agreement import audit_shop
from tests.db.flows.breaking import broken
from tests.db.flows.buying import Goods, new_goods, refundable_of, stock_of, sweep_all
from tests.db.flows.returning.test_returns import STAFF, all_of, bought, returns_now, units
from tests.db.flows.stage import Stage, events_of, select

BROKEN = {
    "an exchange that nothing was held for": (
        "return-exchange", "UPDATE returns SET exchange = exchange || '{\"hold_id\": null}'"),
    "an exchange that was made, and no order of it": (
        "return-exchange", ("UPDATE returns SET exchange = jsonb_set(exchange, '{order_id}',"
        " to_jsonb(id::text)) WHERE exchanged IS NOT NULL")),
    "an order sent in exchange for what did not come": (
        "order-hold", ("UPDATE returns SET exchanged = NULL, deducted = deducted + exchanged"
        " WHERE exchanged IS NOT NULL")),
    "money kept for an exchange that was refunded as well": (
        "return-refund", "UPDATE returns SET exchanged = 0 WHERE exchanged > 0"),
}  # fmt: skip


async def in_sizes(stage: Stage, *prices: int, stock: int = 4) -> list[Goods]:
    """A product in as many sizes."""
    handle = f"shirt-{new_id()}"
    drafts = tuple(
        VariantDraft({"size": f"{at}"}, price, stock=stock) for at, price in enumerate(prices)
    )
    draft = ProductDraft(handle, "Shirt", drafts)
    await put_drafts(stage.database, stage.ledger, [draft], DraftTerms("EUR"))
    rows = await select(
        stage,
        "SELECT p.id, v.id FROM products p JOIN variants v ON v.product_id = p.id"
        " WHERE p.handle = $1 ORDER BY v.position, v.id",
        handle,
    )
    return [Goods(*row) for row in rows]


async def received(stage: Stage, return_id: UUID) -> None:
    await approve(stage, STAFF, return_id, "")
    await receive(stage, STAFF, return_id)


async def last_return(stage: Stage, order: Order) -> Return:
    return (await returns_now(stage, order))[-1]


async def test_what_is_wanted_is_held_and_goes_out_for_what_came(
    stage: Stage, database_url: str
) -> None:
    small, cheap = await in_sizes(stage, 500, 400)
    buyer, order = await bought(stage, small)
    await complete(stage, STAFF, order.id)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "", {0: cheap.variant_id})
    assert await stock_of(stage, cheap) == (2, 2)
    await received(stage, asked)
    found = await reckoned(stage, asked, {0: 2})
    assert (found.paid.total, found.exchanged) == (1000, 800)
    with pytest.raises(DeductionTooLarge):
        await inspect(stage, STAFF, asked, {0: Came(2)}, deduct=201, deduction="torn")
    await inspect(stage, STAFF, asked, {0: Came(1, 1, "torn")}, deduct=50, deduction="torn")
    done = await last_return(stage, order)
    assert (done.refunded, done.exchanged, done.deducted) == (150, 800, 50)
    assert await stock_of(stage, cheap) == (2, 0)
    assert await stock_of(stage, small) == (2, 0)
    assert order.payment_id is not None
    assert await refundable_of(stage, order.payment_id) == order.total - 150
    assert done.exchange is not None
    sent = await stage.orders.get(done.exchange.order_id)
    assert sent is not None
    assert (sent.status, sent.total, sent.owner, sent.fulfilment) == (
        "paid", 0, order.owner, "unfulfilled",
    )  # fmt: skip
    (item,) = (await load_items(stage.database.pool, [sent.id]))[sent.id]
    assert (item.variant_id, item.quantity, item.price) == (cheap.variant_id, 2, 0)
    assert await events_of(stage, sent.id) == ["order.paid"]
    with pytest.raises(SentInExchange):  # it would bring nothing back
        await cancel(stage, buyer, order_id=sent.id)
    # What was sent comes back too, for another one of the same price: nothing is paid twice.
    await complete(stage, STAFF, sent.id)
    (again,) = await ask_for(stage, buyer, sent.id, {0: units(1)}, "", {0: cheap.variant_id})
    await received(stage, again)
    await inspect(stage, STAFF, again, {0: Came(1)})
    third = await last_return(stage, sent)
    assert (third.refunded, third.exchanged) == (0, 0)
    report = await audit_shop(database_url)
    assert report.clean, report.text()
    for what, (code, statement) in BROKEN.items():
        seen = await broken(database_url, statement)
        assert [one for one in seen.violations if str(one.fault) == code], (what, seen.text())


async def test_of_two_who_want_the_last_one_one_has_it(stage: Stage) -> None:
    small, large = await in_sizes(stage, 500, 500, stock=9)
    sold = [await bought(stage, small, quantity=1) for _ in range(4)]
    await bought(stage, large, quantity=7)
    for _, order in sold:
        await complete(stage, STAFF, order.id)
    refused = await all_of(
        *(
            ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: large.variant_id})
            for buyer, order in sold
        )
    )
    assert [type(one) for one in refused] == [InsufficientStock, InsufficientStock]
    assert {one.field for one in refused} == {"lines[0].exchangeFor"}
    assert await stock_of(stage, large) == (0, 2)
    asked = [each for _, order in sold for each in await returns_now(stage, order)]
    assert len(asked) == 2  # nothing is half written: who has no unit has no return
    both = await all_of(
        *(received(stage, one.id) for one in asked),
    )
    assert not both
    done = await all_of(*(inspect(stage, STAFF, one.id, {0: Came(1)}) for one in asked * 2))
    assert len(done) == 2
    assert await stock_of(stage, large) == (0, 0)
    assert await stock_of(stage, small) == (7, 0)


async def test_what_is_not_exchanged_is_free_again(stage: Stage) -> None:
    small, large = await in_sizes(stage, 500, 500)
    buyer, order = await bought(stage, small, quantity=4)
    await complete(stage, STAFF, order.id)

    async def ask(count: int = 1) -> UUID:
        wanted = {0: large.variant_id}
        (asked,) = await ask_for(stage, buyer, order.id, {0: units(count)}, "", wanted)
        return asked

    await call_off(stage, buyer, await ask())
    assert await stock_of(stage, large) == (4, 0)
    await refuse_return(stage, STAFF, await ask(), "worn")
    assert await stock_of(stage, large) == (4, 0)
    # Not all of it came: what did is refunded.
    two = await ask(2)
    assert await stock_of(stage, large) == (2, 2)
    await received(stage, two)
    await inspect(stage, STAFF, two, {0: Came(1)})
    assert await stock_of(stage, large) == (4, 0)
    first = await last_return(stage, order)
    assert (first.refunded, first.exchanged) == (500, None)
    # Staff refund it after all.
    one = await ask()
    await received(stage, one)
    await inspect(stage, STAFF, one, {0: Came(1)}, exchange=False)
    assert (await last_return(stage, order)).refunded == 500
    # It took too long, swept or not: refunded as well, or called off.
    for swept in (True, False):
        late = await ask()
        stage.altered.add("sealed")
        await stage.database.pool.execute(
            "UPDATE ledger_holds SET expires_at = clock_timestamp() - interval '1 millisecond'"
            " WHERE ref = $1",
            f"exchange/{late}",
        )
        if swept:
            assert await sweep_all(stage) == 1
        await received(stage, late)
        await inspect(stage, STAFF, late, {0: Came(1)})
        done = await last_return(stage, order)
        assert (done.refunded, done.exchanged) == (500, None)
        assert await stock_of(stage, large) == (4, 0)


@pytest.mark.parametrize("exchanged_first", [True, False])
@pytest.mark.parametrize("exchange", [True, False])
async def test_delivery_stays_paid_where_something_of_the_order_was_exchanged(
    stage: Stage, exchanged_first: bool, exchange: bool
) -> None:
    post = {"id": "post", "name": "Post", "price": 300, "currency": "EUR"}
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"shipping_methods": [post]})
    stage.shop.forget()
    small, large = await in_sizes(stage, 500, 500)
    other = await new_goods(stage, 2, 700)
    buyer, order = await bought(stage, small, other, quantity=1)
    await complete(stage, STAFF, order.id)
    (swapped,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: large.variant_id})
    (back,) = await ask_for(stage, buyer, order.id, {1: units(1)}, "")
    both = [(swapped, {0: Came(1)}), (back, {1: Came(1)})]
    for one, came in both if exchanged_first else both[::-1]:
        await received(stage, one)
        await inspect(stage, STAFF, one, came, exchange=exchange)
    done = {one.id: one for one in await returns_now(stage, order)}
    delivered = sum(one.delivery or 0 for one in done.values())
    refunded = sum(one.refunded or 0 for one in done.values())
    assert (delivered, refunded) == ((0, 700) if exchange else (300, 1500))
