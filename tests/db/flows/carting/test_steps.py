"""Steps on from carts as they were read, several owners' in one statement."""

from msgspec.structs import replace

from holdfast.cart import (
    Cart,
    CartChange,
    CartItem,
    CartStep,
    added,
    removed,
    write_steps,
)
from holdfast.kit import new_id, utc_now
from holdfast.people import Principal
from tests.db.flows.buying import a_customer, a_guest
from tests.db.flows.stage import Stage


def item(quantity: int = 1) -> CartItem:
    return CartItem(new_id(), new_id(), quantity, 500, "EUR")


async def cart_of(stage: Stage, buyer: Principal) -> Cart:
    return await stage.carts.of(buyer.id) or Cart(new_id(), buyer.id, 0, utc_now())


async def put(stage: Stage, buyer: Principal, *items: CartItem, key: str = "") -> Cart | None:
    cart = await cart_of(stage, buyer)
    step = CartStep(cart, CartChange(items), key or None, key.encode() or None)
    return (await write_steps(stage.database.pool, [step])).get(step)


async def test_carts_of_many_are_opened_and_changed_at_once(stage: Stage) -> None:
    one, other, first, second = a_customer(), a_guest(), item(2), item()
    known = await put(stage, one, first, second)
    assert known is not None
    assert known.items == (first, second)
    mine = CartStep(known, replace(added(known, first), gone=(second.variant_id,)))
    theirs = CartStep(await cart_of(stage, other), CartChange((second,)))
    written = await write_steps(stage.database.pool, [mine, theirs])
    assert written[mine].items == (replace(first, quantity=4),)
    assert written[theirs].items == (second,)
    assert written[mine].version > known.version
    for buyer, step in ((one, mine), (other, theirs)):
        stored = await cart_of(stage, buyer)
        assert (stored.version, stored.items) == (written[step].version, written[step].items)


async def test_a_cart_that_is_another_by_now_is_left_alone(stage: Stage) -> None:
    buyer, first = a_customer(), item()
    known = await put(stage, buyer, first)
    assert known is not None
    now = await put(stage, buyer, item())
    assert now is not None
    for change in (added(known, first), removed(known, first.variant_id)):
        assert await write_steps(stage.database.pool, [CartStep(known, change)]) == {}
    opened_twice = CartStep(Cart(new_id(), buyer.id, 0, utc_now()), CartChange((item(),)))
    assert await write_steps(stage.database.pool, [opened_twice]) == {}
    stored = await cart_of(stage, buyer)
    assert (stored.version, stored.items) == (now.version, now.items)


async def test_a_request_has_its_effect_once_and_only_with_the_cart(stage: Stage) -> None:
    buyer, first = a_customer(), item()
    assert await put(stage, buyer, first, key="k1") is not None
    assert await put(stage, buyer, item(), key="k1") is None
    known = await cart_of(stage, buyer)
    assert known.items == (first,)
    # What could not be written has not used its key up.
    late = CartStep(replace(known, version=known.version - 1), CartChange((item(),)), "k2", b"2")
    assert await write_steps(stage.database.pool, [late]) == {}
    assert await put(stage, buyer, item(), key="k2") is not None
