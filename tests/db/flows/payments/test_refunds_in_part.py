"""Parts of a payment go back, never more than was paid, whoever asks and how often."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

import pytest

from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.give_back import NothingPaid, RefundTooLarge, refund_part
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.kit import new_id
from holdfast.orders import Order
from holdfast.payments import Payment
from holdfast.people import Principal
from tests.db.flows.conftest import World, buy, cart_of

Made: TypeAlias = Callable[[World, Principal], Awaitable[tuple[Order, Payment]]]


async def from_wallet(world: World, buyer: Principal) -> tuple[Order, Payment]:
    """An order of 500 paid from a wallet that is empty then."""
    await world.wallet(buyer, 500)
    return await paid(world, await buy(world.platform, buyer, cart_of(await world.goods(1))))


async def by_provider(world: World, buyer: Principal) -> tuple[Order, Payment]:
    """An order of 500 paid through a provider."""
    reserved = await world.reserve(buyer, await world.goods(1))
    await world.confirm(buyer, reserved, await world.pay(buyer, reserved))
    return await paid(world, reserved.order_id)


async def paid(world: World, order_id: UUID) -> tuple[Order, Payment]:
    order = await world.platform.orders.get(order_id)
    assert order is not None
    assert order.payment_id is not None
    payment = await world.platform.payments.get(order.payment_id)
    assert payment is not None
    return order, payment


async def give(world: World, about: tuple[Order, Payment], amount: int, key: str = "") -> int:
    """Staff give back a part; what is left."""
    made = scoped_key("refund", "user:staff", key, b"") if key else None
    return await refund_part(
        world.platform,
        about[0],
        [about[1]],
        amount,
        Caller(Principal("user:staff", "user"), key=made),
    )


@pytest.mark.parametrize("made", [from_wallet, by_provider], ids=["wallet", "provider"])
class TestEither:
    """What holds for both ways to pay."""

    async def test_parts_add_up_to_what_was_paid_and_no_more(
        self, world: World, made: Made
    ) -> None:
        about = await made(world, world.customer())
        assert await give(world, about, 200) == 300
        assert await give(world, about, 299) == 1
        with pytest.raises(RefundTooLarge) as told:
            await give(world, about, 2)
        assert told.value.extra == {"refundable": 1}
        assert await give(world, about, 1) == 0
        with pytest.raises(RefundTooLarge):
            await give(world, about, 1)
        order, payment = await paid(world, about[0].id)
        assert (order.status, order.refund, payment.status) == ("paid", "none", "succeeded")

    async def test_many_at_once_never_exceed_it(self, world: World, made: Made) -> None:
        (order, payment), second = await made(world, world.customer()), await world.spare()
        answers = await asyncio.gather(
            *(
                refund_part(platform, order, [payment], 100, process("user:staff"))
                for platform in (world.platform, second) * 4
            ),
            return_exceptions=True,
        )
        kinds = sorted(type(one).__name__ for one in answers)
        assert kinds == ["RefundTooLarge"] * 3 + ["int"] * 5, answers
        assert await world.refundable(payment.id) == 0

    async def test_a_repeated_key_gives_back_once(self, world: World, made: Made) -> None:
        about = await made(world, world.customer())
        assert [await give(world, about, 300, "k") for _ in range(3)] == [200] * 3

    async def test_nothing_of_what_went_back_whole(self, world: World, made: Made) -> None:
        buyer = world.customer()
        about = await made(world, buyer)
        await cancel(world.platform, Caller(buyer), order_id=about[0].id)
        with pytest.raises((NothingPaid, RefundTooLarge)):
            await give(world, about, 1)
        assert await world.refundable(about[1].id) == 0

    async def test_a_part_and_the_whole_at_once(self, world: World, made: Made) -> None:
        for _ in range(5):
            buyer = world.customer()
            about = await made(world, buyer)
            part, whole = await asyncio.gather(
                give(world, about, 100),
                cancel(world.platform, Caller(buyer), order_id=about[0].id),
                return_exceptions=True,
            )
            assert not isinstance(whole, BaseException), whole
            assert part == 400 or isinstance(part, int | NothingPaid | RefundTooLarge), part
            assert await world.refundable(about[1].id) == 0


async def test_a_wallet_has_its_part_at_once(world: World) -> None:
    buyer = world.customer()
    about = await from_wallet(world, buyer)
    wallet = await world.wallet(buyer)
    await give(world, about, 120)
    assert await world.balance(wallet) == 120
    assert await world.events(about[0].id) == ["order.paid", "order.refund.done"]
    assert (await cancel(world.platform, Caller(buyer), order_id=about[0].id)).refund == "done"
    assert await world.balance(wallet) == 500


async def test_a_provider_is_asked_for_each_part_and_for_what_is_left(world: World) -> None:
    buyer = world.customer()
    about = await by_provider(world, buyer)
    payment = about[1].id
    await give(world, about, 120)
    await cancel(world.platform, Caller(buyer), order_id=about[0].id)
    jobs = await world.rows(
        "SELECT convert_from(payload, 'UTF8')::jsonb->'payload'->>'amount',"
        " convert_from(payload, 'UTF8')::jsonb->'payload'->>'refundId'"
        " FROM jobs WHERE queue = 'refund' ORDER BY id"
    )
    (part, refund_id), rest = jobs
    assert (part, rest) == ("120", ("380", None))
    for _ in range(2):  # each job comes twice
        await refund_of_part(world.platform, payment, UUID(str(refund_id)), 120)
        await refund(world.platform, payment, amount=380)
    assert world.provider.refunded == {f"refund/{refund_id}": 120, f"refund/{payment}": 380}
    assert await world.payment_status(payment) == "refunded"


async def test_what_a_provider_refuses_may_be_refunded_again(world: World) -> None:
    about = await by_provider(world, world.customer())
    await give(world, about, 120)
    world.provider.refuses_refunds = True
    refund_id = new_id()
    for _ in range(2):
        await refund_of_part(world.platform, about[1].id, refund_id, 120)
    assert await world.refundable(about[1].id) == 500
    assert (await world.events(about[0].id))[-1] == "order.refund.failed"
