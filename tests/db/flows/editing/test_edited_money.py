"""Changes of paid orders and what goes back of their money meanwhile, or went before: what was paid
is either kept for what is had, or goes back, and never both."""

from contextlib import suppress

import pytest

from holdfast.edits import EditOpen, edits_of
from holdfast.flows.editing.making import edit_paid
from holdfast.flows.editing.planning import EditOfRates
from holdfast.flows.editing.settling import settle_edit
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.payments.give_back import NothingPaid, RefundTooLarge
from holdfast.flows.returning.asking import approve, ask_for, receive
from holdfast.flows.returning.inspecting import Came, inspect, reckoned
from holdfast.flows.staff.orders import complete, refund
from holdfast.fulfilment import parcels_of
from holdfast.kit import Problem
from holdfast.orders import Order
from tests.db.flows.breaking import broken
from tests.db.flows.buying import new_goods
from tests.db.flows.checkout.test_prices import charge
from tests.db.flows.editing.test_edits import WORKER, Edited, back, clean, edited, wanted
from tests.db.flows.returning.test_returns import STAFF, all_of, bought, units
from tests.db.flows.stage import Stage, select


async def with_delivery(stage: Stage, order: Order, cost: int) -> Order:
    """As if delivery had been a part of it."""
    stage.altered.add("order-total")  # its events say less
    await stage.database.pool.execute(
        "UPDATE orders SET shipping = $2, total = total + $2 WHERE id = $1", order.id, cost
    )
    await stage.database.pool.execute(
        "UPDATE payments SET amount = amount + $2 WHERE id = $1", order.payment_id, cost
    )
    return await stage.orders.known(order.id)


async def arrive(stage: Stage, order: Order) -> None:
    await make_parcel(stage, STAFF, order.id, None, packed=True)
    *_, parcel = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    await ship(stage, STAFF, order.id, parcel.id, "Post", None)
    await deliver(stage, STAFF, order.id, parcel.id)


async def test_what_pays_for_what_was_added_pays_for_nothing_else(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 500)
    # Of 1000 half is kept for what was added; the other half staff give back.
    await refund(stage, STAFF, one.order.id, 500, "goodwill")
    with pytest.raises(RefundTooLarge):
        await edit_paid(stage, STAFF, one.order.id, wanted(one.other, 1, {0: 1}))
    done = await cancel_units(stage, one.buyer, one.order.id, {0: 1}, None)
    assert done.refunded == 0
    assert (await one.now(stage)).whole, "nothing of it is to be sent"
    assert await back(stage, one.order) == 500
    await cancel(stage, one.buyer, order_id=one.made.added_id)
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, one.order) == 1000
    await clean(database_url)


async def test_what_is_to_pay_for_what_is_added_does_not_go_back_before(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 700)
    with pytest.raises(EditOpen):
        await refund(stage, STAFF, one.order.id, 501, "goodwill")
    await refund(stage, STAFF, one.order.id, 500, "goodwill")
    await one.pay(stage)
    assert (await one.settled(stage)).status == "done"
    assert await back(stage, one.order) == 500
    await clean(database_url)


async def test_of_a_refund_and_a_change_at_once_one_sees_the_other(stage: Stage) -> None:
    for _ in range(6):
        had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 500)
        _, order = await bought(stage, had, quantity=1)
        refused = await all_of(
            edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1})),
            refund(stage, STAFF, order.id, 500, "goodwill"),
        )
        assert all(isinstance(each, RefundTooLarge) for each in refused), refused
        told = await select(
            stage, "SELECT action FROM audit_log WHERE subject = $1 ORDER BY at", str(order.id)
        )
        # A refund is what staff say, and comes after it; a change after the refund is refused.
        assert [each for (each,) in told] in (
            ["order.refunded"], ["order.edited-paid", "order.refunded"],
        )  # fmt: skip


async def test_delivery_does_not_go_back_with_what_is_returned_while_the_other_is_kept(
    stage: Stage,
) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 5, 500)
    buyer, order = await bought(stage, had, quantity=2)
    order = await with_delivery(stage, order, 100)
    await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    await arrive(stage, order)
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await approve(stage, STAFF, asked, "")
    await receive(stage, STAFF, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    assert await back(stage, order) == 500


async def test_units_of_what_was_added_that_are_off_bring_back_their_share_of_both(
    stage: Stage, database_url: str
) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 9, 300)
    buyer, order = await bought(stage, had, quantity=2)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 3, {0: 2}))
    one = Edited(buyer, order, had, other, made)
    # 900 of 1000 pays for three: 300 each.
    assert await back(stage, order) == 100
    for gone in (1, 2):
        done = await cancel_units(stage, STAFF, made.added_id, {0: 1}, "sold out")
        assert (done.whole, done.refunded) == (False, 0)
        ((jobs,),) = await select(stage, "SELECT count(*) FROM jobs WHERE queue = 'settle-edit'")
        assert jobs == gone
        edit = await one.settled(stage)
        assert (edit.status, edit.kept) == ("done", 900 - 300 * gone)
        assert await back(stage, order) == 100 + 300 * gone
        await clean(database_url)
    seen = await broken(
        database_url, "UPDATE order_edits SET off = jsonb_set(off, '{0,back}', '901')"
    )
    assert "edit-sum" in {str(each.fault) for each in seen.violations}, seen.text()
    # The last of them is all that is left: the change is undone.
    assert (await cancel_units(stage, STAFF, made.added_id, {0: 1}, "sold out")).whole
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, order) == 1000
    await clean(database_url)


async def test_a_unit_sent_back_brings_its_share_unless_staff_deduct_something(
    stage: Stage, database_url: str
) -> None:
    had, other = await new_goods(stage, 5, 500), await new_goods(stage, 9, 400)
    buyer, order = await bought(stage, had, quantity=1)
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 3, {0: 1}))
    one = Edited(buyer, order, had, other, made)
    await one.pay(stage)
    assert (await one.settled(stage)).kept == 500
    added = await stage.orders.known(made.added_id)
    assert added.total == 700
    await arrive(stage, added)
    for deducted, first, second in ((0, 166, 233), (100, 166, 366)):
        (asked,) = await ask_for(stage, buyer, added.id, {0: units(1)}, "")
        shown = (await reckoned(stage, asked, {0: 1})).elsewhere
        assert shown is not None
        assert (shown.order_number, shown.amount) == (order.number, 167 if deducted else 166)
        await approve(stage, STAFF, asked, "")
        await receive(stage, STAFF, asked)
        await inspect(stage, STAFF, asked, {0: Came(1)}, deduct=deducted, deduction="scratched")
        await one.settled(stage)
        assert (await back(stage, order), await back(stage, added)) == (first, second)
        await clean(database_url)


async def test_units_cancelled_at_once_with_the_rest_of_it_bring_back_each_share_once(
    stage: Stage, database_url: str
) -> None:
    for _ in range(4):
        one = await edited(stage, 500, 250, more=2)
        found = await all_of(
            cancel_units(stage, STAFF, one.made.added_id, {0: 1}, "sold out"),
            cancel_units(stage, STAFF, one.made.added_id, {0: 1}, "sold out"),
            settle_edit(stage, one.made.edit_id, WORKER),
            settle_edit(stage, one.made.edit_id, WORKER),
        )
        assert found == [], found
        assert (await one.settled(stage)).kept == 0 or (await one.now(stage)).status == "undone"
        assert await back(stage, one.order) == 500
    await clean(database_url)


async def test_what_was_paid_with_its_tax_pays_for_nothing_of_another_rate(
    stage: Stage, database_url: str
) -> None:
    had, other, food = [await new_goods(stage, 5, 1000) for _ in range(3)]
    rates = [
        {"name": "VAT", "rate": 20_000},
        {"name": "Food", "rate": 10_000, "product_id": str(food.product_id)},
    ]
    await charge(stage, tax_rates=rates)
    buyer, order = await bought(stage, had, quantity=2)
    assert order.total == 2400
    with pytest.raises(EditOfRates):
        await edit_paid(stage, STAFF, order.id, wanted(food, 1, {0: 1}))
    made = await edit_paid(stage, STAFF, order.id, wanted(other, 1, {0: 1}))
    one = Edited(buyer, order, had, other, made)
    assert (await one.now(stage)).kept == 1200
    # By itself it is added at its own.
    more = await edit_paid(stage, STAFF, order.id, wanted(food))
    assert (await stage.orders.known(more.added_id)).total == 1100
    await cancel(stage, buyer, order_id=more.added_id)
    await settle_edit(stage, more.edit_id, WORKER)
    await clean(database_url)


async def test_what_is_withdrawn_is_in_nobodys_way_at_once(stage: Stage, database_url: str) -> None:
    one = await edited(stage, 500, 700)
    await cancel(stage, one.buyer, order_id=one.made.added_id)
    # Nothing has come by yet that moves its row.
    again = await edit_paid(stage, STAFF, one.order.id, wanted(one.other, 1, {0: 1}))
    await settle_edit(stage, one.made.edit_id, WORKER)
    first, second = await edits_of(stage.database.pool, one.order.id)
    assert (first.status, second.status, second.id) == ("ended", "open", again.edit_id)
    await cancel(stage, one.buyer, order_id=again.added_id)
    await cancel(stage, one.buyer, order_id=one.order.id)
    await settle_edit(stage, again.edit_id, WORKER)
    assert await back(stage, one.order) == 1000
    await clean(database_url)


async def test_what_was_added_is_cancelled_after_the_first_order_was_completed(
    stage: Stage, database_url: str
) -> None:
    one = await edited(stage, 500, 300)
    await arrive(stage, one.order)
    with suppress(Problem):
        await complete(stage, STAFF, one.order.id)
    await cancel(stage, one.buyer, order_id=one.made.added_id)
    assert (await one.settled(stage)).status == "undone"
    assert await back(stage, one.order) == 500
    await clean(database_url)


async def test_what_another_order_paid_is_refunded_there_and_who_asks_here_reads_so(
    stage: Stage,
) -> None:
    one = await edited(stage, 500, 500)
    with pytest.raises(NothingPaid) as refused:
        await refund(stage, STAFF, one.made.added_id, {0: 1}, "torn")
    assert str(refused.value.detail) == (
        f"Order {one.order.number} paid €5 for them. Refund that there, or cancel them."
    )
