"""A payment is known here before its provider hears of it: whoever dies, hangs or is slow in
between, no money is left where nobody looks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from uuid import UUID

import pytest

import holdfast.flows.payments.begin as begin_flow
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.commit.refusals import PaymentFailedProblem, ProviderAway
from holdfast.flows.payments import providers
from holdfast.flows.payments.resolve import StillPending, Unanswered, resolve
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.flows.settlement.pay import begin_payment
from holdfast.kit import new_id
from holdfast.people import Principal
from holdfast.worker import Worker
from tests.db.flows.conftest import World
from tests.db.flows.test_worker import eventually
from tests.support.payer import start_payer
from tests.support.provider import Gate


@asynccontextmanager
async def paying(
    world: World, buyer: Principal, reserved: Placed, key: str = "once"
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process at it, killed (``kill -9``) at the end of the block."""
    process = await start_payer(
        world.platform.database.url, world.provider.url, world.partitions,
        reserved.reservation_id, buyer.id, key,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def reached(gate: Gate) -> None:
    async with asyncio.timeout(90):
        await gate.reached.wait()


async def only_payment(world: World) -> tuple[UUID, str, str | None]:
    ((payment_id, status, reference),) = await world.rows(
        "SELECT id, status, reference FROM payments"
    )
    assert isinstance(payment_id, UUID)
    return payment_id, str(status), None if reference is None else str(reference)


@pytest.mark.parametrize("at", ["before", "after"])
async def test_a_process_killed_while_it_asks_leaves_a_payment_that_is_found(
    world: World, at: str
) -> None:
    """Killed before the provider does anything (which it then does all the same), or after."""
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    gate = world.provider.hang("create", "before" if at == "before" else "after")
    async with paying(world, buyer, reserved):
        await reached(gate)
    payment_id, status, reference = await only_payment(world)
    assert (status, reference) == ("pending", None)
    gate.opened.set()
    await resolve(ForOrders(world.platform), payment_id)
    assert list(world.provider.charges) == ["scripted-1"]  # the same payment, not a second one
    assert await only_payment(world) == (payment_id, "succeeded", "scripted-1")
    assert await world.state(reserved) == ("paid", None, "none")
    assert await world.stock(goods) == (0, 0)
    await resolve(ForOrders(world.platform), payment_id)  # the job came twice
    assert world.provider.calls["create"] == 2


async def test_a_process_killed_before_it_keeps_the_answer(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    gate = world.provider.hang("create", "after")
    # It ends while the row is still locked: once that is free, it could be quicker than its end.
    async with AsyncExitStack() as locked, paying(world, buyer, reserved):
        await reached(gate)
        payment_id, *_ = await only_payment(world)
        connection = await locked.enter_async_context(world.platform.database.pool.acquire())
        await locked.enter_async_context(connection.transaction())
        await connection.execute("SELECT 1 FROM payments WHERE id = $1 FOR UPDATE", payment_id)
        gate.opened.set()

        async def waits_for_the_row() -> bool:
            return bool(
                await world.rows(
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    " AND datname = current_database()"
                )
            )

        await eventually(waits_for_the_row, "the answer is about to be kept")
    assert (await only_payment(world))[1:] == ("pending", None)
    await resolve(ForOrders(world.platform), payment_id)
    assert await world.state(reserved) == ("paid", None, "none")
    assert len(world.provider.charges) == 1


async def test_the_same_key_goes_on_where_a_killed_process_left_it(world: World) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    gate = world.provider.hang("create", "after")
    async with paying(world, buyer, reserved, key="mine"):
        await reached(gate)
    gate.opened.set()
    stored, *_ = await only_payment(world)
    key = scoped_key("pay", buyer.id, "mine", b"")
    again = await begin_payment(
        world.platform, Caller(buyer, key=key), reserved.reservation_id, "scripted"
    )
    assert (again.payment_id, again.status) == (stored, "succeeded")
    assert len(world.provider.charges) == 1
    assert (await world.confirm(buyer, reserved, again)).status == "paid"


async def test_a_provider_that_hangs_leaves_the_payment_pending_and_a_worker_finds_its_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "PROVIDER_SECONDS", 0.5)
    monkeypatch.setattr(begin_flow, "RESOLVE_AFTER", 0.0)
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    gate = world.provider.hang("create", "after")
    begun = await world.pay(buyer, reserved)
    assert begun.status == "pending"
    assert (await world.confirm(buyer, reserved, begun)).status == "pending"
    with pytest.raises(ProviderAway):
        await resolve(ForOrders(world.platform), begun.payment_id)
    gate.opened.set()
    worker = Worker(world.platform, partitions=world.partitions)
    await worker.start()
    try:

        async def paid() -> bool:
            return await world.state(reserved) == ("paid", None, "none")

        await eventually(paid, "the worker asked again and settled")
    finally:
        await worker.stop()
    assert len(world.provider.charges) == 1


async def test_an_answer_that_comes_slowly_is_told_by_the_first_and_by_the_second_asker(
    world: World,
) -> None:
    """The job asks while the request still waits: one payment, one end, one event."""
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    gate = world.provider.hang("create", "after")
    request = asyncio.create_task(world.pay(buyer, reserved))
    await reached(gate)
    payment_id, *_ = await only_payment(world)
    job = asyncio.create_task(resolve(ForOrders(world.platform), payment_id))

    async def both_wait() -> bool:
        return world.provider.calls["create"] == 2

    await eventually(both_wait, "both ask")
    gate.opened.set()
    begun, _ = await asyncio.gather(request, job)
    assert (begun.payment_id, begun.status) == (payment_id, "succeeded")
    assert len(world.provider.charges) == 1
    assert await world.events(payment_id) == ["payment.succeeded"]
    assert await world.state(reserved) == ("paid", None, "none")


async def test_a_payment_the_provider_refuses_to_begin_has_failed(world: World) -> None:
    goods, buyer = await world.goods(2), world.buyer()
    world.provider.refuses_payments = True
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    assert begun.status == "failed"
    assert await world.state(reserved) == ("cancelled", "unpaid", "none")
    assert await world.stock(goods) == (2, 0)
    with pytest.raises(PaymentFailedProblem):
        await world.confirm(buyer, reserved, begun)
    # The same, found out later.
    world.provider.away = True
    second = await world.reserve(buyer, goods)
    lost = await world.pay(buyer, second)
    world.provider.away = False
    await resolve(ForOrders(world.platform), lost.payment_id)
    assert await world.payment_status(lost.payment_id) == "failed"
    assert await world.state(second) == ("cancelled", "unpaid", "none")
    assert await world.stock(goods) == (2, 0)


async def test_a_payment_is_not_begun_anew_once_the_provider_may_have_forgotten_its_key(
    world: World,
) -> None:
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    world.provider.away = True
    lost = await world.pay(buyer, reserved)
    world.provider.away = False
    world.altered |= {"job", "idempotency"}
    yesterday = UUID(int=lost.payment_id.int - ((24 * 3600 * 1000) << 80))
    await world.platform.database.pool.execute(
        "UPDATE payments SET id = $2 WHERE id = $1", lost.payment_id, yesterday
    )
    with pytest.raises(Unanswered):
        await resolve(ForOrders(world.platform), yesterday)
    assert world.provider.charges == {}
    assert (await only_payment(world))[1:] == ("pending", None)


async def test_a_pending_payment_is_asked_about_until_it_is_decided(world: World) -> None:
    world.provider.begins = "pending"
    goods, buyer = await world.goods(1), world.buyer()
    reserved = await world.reserve(buyer, goods)
    begun = await world.pay(buyer, reserved)
    for _ in range(2):
        with pytest.raises(StillPending):
            await resolve(ForOrders(world.platform), begun.payment_id)
    world.provider.decide(reserved.reservation_id, "failed")
    await resolve(ForOrders(world.platform), begun.payment_id)
    assert await world.payment_status(begun.payment_id) == "failed"
    assert await world.stock(goods) == (1, 0)
    with pytest.raises(LookupError):
        await resolve(ForOrders(world.platform), new_id())
