"""Of a line in several parcels something comes back before all of it was sent: the rest is still to
be sent, or called off, and delivery goes back by the rules for what comes back."""

from datetime import timedelta
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller
from holdfast.flows.ending.cancel_units import cancel_units
from holdfast.flows.ending.complete import Completion
from holdfast.flows.fulfilment.packing import deliver, make_parcel, ship
from holdfast.flows.returning.asking import ask_for
from holdfast.flows.returning.inspecting import Came, inspect
from holdfast.fulfilment import parcels_of
from holdfast.kit import utc_now
from holdfast.orders import Order
from holdfast.shop import change_settings
from tests.db.flows.buying import Goods, new_goods, refundable_of, stock_of
from tests.db.flows.fulfilment.test_parcels import again
from tests.db.flows.returning.test_exchanges import in_sizes, received
from tests.db.flows.returning.test_returns import STAFF, bought, units
from tests.db.flows.stage import Stage

POST = {"id": "post", "name": "Post", "price": 300, "currency": "EUR"}


async def arrives(stage: Stage, order: Order, lines: dict[int, int] | None) -> None:
    """In a parcel of its own."""
    await make_parcel(stage, STAFF, order.id, lines, packed=True)
    *_, last = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    await ship(stage, STAFF, order.id, last.id, "Post", None)
    await deliver(stage, STAFF, order.id, last.id)


async def two_of_three_and_one_back(
    stage: Stage, goods: Goods, instead: UUID | None = None
) -> tuple[Caller, Order]:
    """Three were bought, two arrived, one of them is back; ``instead``: for another one."""
    buyer, order = await bought(stage, goods, quantity=3)
    await arrives(stage, order, {0: 2})
    wanted = None if instead is None else {0: instead}
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "", wanted)
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    return buyer, order


async def test_what_waits_is_sent_though_something_sent_before_it_is_back(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 3)
    buyer, order = await two_of_three_and_one_back(stage, goods)
    assert (await again(stage, order)).fulfilment == "partly-shipped"
    assert await Completion(stage).run(utc_now() + timedelta(days=15)) == 0
    await arrives(stage, order, None)
    parcels = (await parcels_of(stage.database.pool, [order.id]))[order.id]
    assert [one.lines for one in parcels] == [{0: 2}, {0: 1}]
    assert (await again(stage, order)).status == "completed"
    # Both that the buyer has may come back as well, and no third.
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(2)}, "")
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(2)})
    assert order.payment_id is not None
    assert await refundable_of(stage, order.payment_id) == 0
    assert await stock_of(stage, goods) == (3, 0)


async def test_what_waits_is_called_off_though_something_sent_before_it_is_back(
    stage: Stage,
) -> None:
    goods = await new_goods(stage, 3)
    buyer, order = await two_of_three_and_one_back(stage, goods)
    assert (await cancel_units(stage, buyer, order.id, {0: 1})).refunded == 500
    assert (await again(stage, order)).fulfilment == "delivered"
    assert await stock_of(stage, goods) == (2, 0)
    assert await Completion(stage).run(utc_now() + timedelta(days=15)) == 1


@pytest.mark.parametrize("delivery", [True, False])
async def test_delivery_goes_back_with_the_last_that_never_left_if_it_does_with_what_comes_back(
    stage: Stage, delivery: bool
) -> None:
    await _set(stage, returns={"delivery": delivery})
    goods = await new_goods(stage, 2)
    buyer, order = await bought(stage, goods, quantity=2)
    await arrives(stage, order, {0: 1})
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "")
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    off = await cancel_units(stage, buyer, order.id, {0: 1})
    assert off.refunded == 500 + (300 if delivery else 0)


async def test_delivery_of_what_was_exchanged_does_not_go_back_with_the_last_that_never_left(
    stage: Stage,
) -> None:
    await _set(stage)
    small, large = await in_sizes(stage, 500, 500)
    buyer, order = await bought(stage, small, quantity=2)
    await arrives(stage, order, {0: 1})
    (asked,) = await ask_for(stage, buyer, order.id, {0: units(1)}, "", {0: large.variant_id})
    await received(stage, asked)
    await inspect(stage, STAFF, asked, {0: Came(1)})
    assert (await cancel_units(stage, buyer, order.id, {0: 1})).refunded == 500


async def _set(stage: Stage, **settings: object) -> None:
    async with stage.database.transaction() as connection:
        await change_settings(connection, {"shipping_methods": [POST], **settings})
    stage.shop.forget()
