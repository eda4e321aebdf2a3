"""A cart that is left alone is told of once, and forgotten later; what was bought leaves it."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from holdfast.catalog import Selection
from holdfast.db.cursors import Consumer
from holdfast.flows.carting.bought import BOUGHT_TYPES, BoughtGoods, goods_bought
from holdfast.flows.carting.changing import Whose, add_to_cart, clear_cart, set_in_cart
from holdfast.flows.carting.leaving import look_after_carts
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.place import Placed, place
from holdfast.flows.commit.caller import Caller
from holdfast.kit import utc_now
from holdfast.people import Principal
from holdfast.shop import CurrentSettings
from tests.db.event_log import drain
from tests.db.flows.buying import Goods, a_customer, a_guest, cart_of, confirm, new_goods, pay_for
from tests.db.flows.stage import Stage, select


def whose(buyer: Principal) -> Whose:
    return Whose(Caller(buyer), buyer)


async def put_in(stage: Stage, buyer: Principal, goods: Goods, quantity: int = 1) -> None:
    wanted = CartLine(goods.product_id, Selection(goods.variant_id), quantity)
    await add_to_cart(stage, whose(buyer), wanted)


async def in_cart(stage: Stage, buyer: Principal) -> dict[UUID, int]:
    cart = await stage.carts.of(buyer.id)
    return {} if cart is None else {one.variant_id: one.quantity for one in cart.items}


async def told(stage: Stage, now: datetime) -> list[tuple[object, ...]]:
    await look_after_carts(stage, now)
    return await select(
        stage,
        "SELECT data->>'userId', (data->>'lines')::int, (data->>'pieces')::int FROM events"
        " WHERE type = 'cart.abandoned' ORDER BY id",
    )


async def test_a_cart_left_for_four_hours_is_told_of_once_a_touch(stage: Stage) -> None:
    user, guest, goods, other = (
        a_customer(), a_guest(), await new_goods(stage, 9), await new_goods(stage, 9)
    )  # fmt: skip
    now = utc_now()
    await put_in(stage, user, goods, 2)
    await put_in(stage, user, other)
    assert await told(stage, now + timedelta(hours=3, minutes=59)) == []
    later = now + timedelta(hours=4, minutes=1)
    once = [(str(user.user_id), 2, 3)]
    assert await told(stage, later) == once
    assert await told(stage, later + timedelta(hours=9)) == once
    await set_in_cart(stage, whose(user), goods.variant_id, 1)  # a touch
    await put_in(stage, guest, goods)
    assert await told(stage, now) == once
    assert await told(stage, later) == [*once, (str(user.user_id), 2, 2), (None, 1, 1)]


async def test_an_empty_cart_is_not_told_of_and_no_hours_are_never(stage: Stage) -> None:
    user, other, goods = a_customer(), a_customer(), await new_goods(stage, 9)
    await put_in(stage, user, goods)
    await clear_cart(stage, whose(user))
    later = utc_now() + timedelta(hours=5)
    assert await told(stage, later) == []
    await put_in(stage, other, goods)
    await stage.database.pool.execute(
        "INSERT INTO shop_settings (key, value) VALUES ('abandoned_after_hours', '0')"
    )
    never = replace(stage, shop=CurrentSettings(stage.database))
    assert await look_after_carts(never, later) == 0


async def test_two_workers_tell_of_it_once(stage: Stage) -> None:
    goods = await new_goods(stage, 9)
    for _ in range(20):
        await put_in(stage, a_customer(), goods)
    spare, later = await stage.spare(), utc_now() + timedelta(hours=5)
    counts = [await look_after_carts(one, later) for one in (stage, spare)]
    assert counts == [20, 0]
    assert len(await told(stage, later)) == 20


async def test_a_cart_is_forgotten_thirty_days_after_its_last_touch(stage: Stage) -> None:
    user, goods, now = a_customer(), await new_goods(stage, 9), utc_now()
    heard: list[str] = []
    parts = replace(stage, tell=lambda _, owners: heard.extend(owners))
    await put_in(stage, user, goods)
    await look_after_carts(parts, now + timedelta(days=29, hours=23))
    assert await in_cart(stage, user) == {goods.variant_id: 1}
    assert heard == []
    await look_after_carts(parts, now + timedelta(days=30, minutes=1))
    assert heard == [user.id]
    assert await select(stage, "SELECT (SELECT count(*) FROM carts), count(*) FROM cart_items") == [
        (0, 0)
    ]
    before = now.timestamp() * 1_000_000
    await put_in(stage, user, goods)
    cart = await stage.carts.of(user.id)
    assert cart is not None
    assert cart.version > before  # no tab takes it for an older one


# --- what was bought --------------------------------------------------------------------------


async def ordered(stage: Stage, buyer: Principal, goods: Goods, *, from_cart: bool) -> Placed:
    wanted = cart_of(goods, quantity=2)
    return await place(stage, Caller(buyer), wanted, from_cart=from_cart)


async def read(stage: Stage) -> list[str]:
    """Whom the consumer told."""
    heard: list[str] = []
    parts = replace(stage, tell=lambda _, owners: heard.extend(owners))
    bought = BoughtGoods(parts)
    consumer = Consumer("bought-carts", BOUGHT_TYPES, bought, on_handled=bought.tell)
    await drain(consumer, stage.database)
    return heard


async def test_what_was_paid_for_leaves_the_cart_once(stage: Stage) -> None:
    buyer, goods, other = a_guest(), await new_goods(stage, 9), await new_goods(stage, 9)
    await put_in(stage, buyer, goods, 2)
    await put_in(stage, buyer, other)
    reserved = await ordered(stage, buyer, goods, from_cart=True)
    await put_in(stage, buyer, goods)  # meanwhile
    await read(stage)
    whole = {goods.variant_id: 3, other.variant_id: 1}
    assert await in_cart(stage, buyer) == whole  # until it is paid
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    await read(stage)
    left = {goods.variant_id: 1, other.variant_id: 1}
    assert await in_cart(stage, buyer) == left
    await goods_bought(stage, reserved.reservation_id)
    assert await in_cart(stage, buyer) == left


async def test_what_was_bought_beside_the_cart_does_not_touch_it(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 9)
    await put_in(stage, buyer, goods, 2)
    reserved = await ordered(stage, buyer, goods, from_cart=False)
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    assert await read(stage) == []
    assert await in_cart(stage, buyer) == {goods.variant_id: 2}


async def test_what_is_to_be_paid_by_hand_leaves_the_cart_at_once(stage: Stage) -> None:
    buyer, goods = a_guest(), await new_goods(stage, 9)
    await put_in(stage, buyer, goods, 2)
    reserved = await ordered(stage, buyer, goods, from_cart=True)
    await goods_bought(stage, reserved.reservation_id)
    assert await in_cart(stage, buyer) == {}
