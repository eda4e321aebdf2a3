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
from tests.db.flows.buying import (
    a_guest,
    confirm,
    new_goods,
    pay_for,
    payment_status,
    reserve,
    state_now,
    stock_of,
)
from tests.db.flows.stage import Stage, events_of, select
from tests.db.flows.test_worker import eventually
from tests.support.payer import start_payer
from tests.support.provider import Gate


@asynccontextmanager
async def paying(
    stage: Stage, buyer: Principal, reserved: Placed, key: str = "once"
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Another process at it, killed (``kill -9``) at the end of the block."""
    process = await start_payer(
        stage.database.url, stage.provider.url, stage.reader.partitions,
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


async def only_payment(stage: Stage) -> tuple[UUID, str, str | None]:
    ((payment_id, status, reference),) = await select(
        stage, "SELECT id, status, reference FROM payments"
    )
    assert isinstance(payment_id, UUID)
    return payment_id, str(status), None if reference is None else str(reference)


@pytest.mark.parametrize("at", ["before", "after"])
async def test_a_process_killed_while_it_asks_leaves_a_payment_that_is_found(
    stage: Stage, at: str
) -> None:
    """Killed before the provider does anything (which it then does all the same), or after."""
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    gate = stage.provider.hang("create", "before" if at == "before" else "after")
    async with paying(stage, buyer, reserved):
        await reached(gate)
    payment_id, status, reference = await only_payment(stage)
    assert (status, reference) == ("pending", None)
    gate.opened.set()
    await resolve(ForOrders(stage), payment_id)
    assert list(stage.provider.charges) == ["scripted-1"]  # the same payment, not a second one
    assert await only_payment(stage) == (payment_id, "succeeded", "scripted-1")
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert await stock_of(stage, goods) == (0, 0)
    await resolve(ForOrders(stage), payment_id)  # the job came twice
    assert stage.provider.calls["create"] == 2


async def test_a_process_killed_before_it_keeps_the_answer(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    gate = stage.provider.hang("create", "after")
    # It ends while the row is still locked: once that is free, it could be quicker than its end.
    async with AsyncExitStack() as locked, paying(stage, buyer, reserved):
        await reached(gate)
        payment_id, *_ = await only_payment(stage)
        connection = await locked.enter_async_context(stage.database.pool.acquire())
        await locked.enter_async_context(connection.transaction())
        await connection.execute("SELECT 1 FROM payments WHERE id = $1 FOR UPDATE", payment_id)
        gate.opened.set()

        async def waits_for_the_row() -> bool:
            return bool(
                await select(
                    stage,
                    "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                    " AND datname = current_database()",
                )
            )

        await eventually(waits_for_the_row, "the answer is about to be kept")
    assert (await only_payment(stage))[1:] == ("pending", None)
    await resolve(ForOrders(stage), payment_id)
    assert await state_now(stage, reserved) == ("paid", None, "none")
    assert len(stage.provider.charges) == 1


async def test_the_same_key_goes_on_where_a_killed_process_left_it(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    gate = stage.provider.hang("create", "after")
    async with paying(stage, buyer, reserved, key="mine"):
        await reached(gate)
    gate.opened.set()
    stored, *_ = await only_payment(stage)
    key = scoped_key("pay", buyer.id, "mine", b"")
    again = await begin_payment(stage, Caller(buyer, key=key), reserved.reservation_id, "scripted")
    assert (again.payment_id, again.status) == (stored, "succeeded")
    assert len(stage.provider.charges) == 1
    assert (await confirm(stage, buyer, reserved, again)).status == "paid"


async def test_a_provider_that_hangs_leaves_the_payment_pending_and_a_worker_finds_its_end(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(providers, "PROVIDER_SECONDS", 0.5)
    monkeypatch.setattr(begin_flow, "RESOLVE_AFTER", 0.0)
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    gate = stage.provider.hang("create", "after")
    begun = await pay_for(stage, buyer, reserved)
    assert begun.status == "pending"
    assert (await confirm(stage, buyer, reserved, begun)).status == "pending"
    with pytest.raises(ProviderAway):
        await resolve(ForOrders(stage), begun.payment_id)
    gate.opened.set()
    worker = Worker(stage, partitions=stage.reader.partitions)
    await worker.start()
    try:

        async def paid() -> bool:
            return await state_now(stage, reserved) == ("paid", None, "none")

        await eventually(paid, "the worker asked again and settled")
    finally:
        await worker.stop()
    assert len(stage.provider.charges) == 1


async def test_an_answer_that_comes_slowly_is_told_by_the_first_and_by_the_second_asker(
    stage: Stage,
) -> None:
    """The job asks while the request still waits: one payment, one end, one event."""
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    gate = stage.provider.hang("create", "after")
    request = asyncio.create_task(pay_for(stage, buyer, reserved))
    await reached(gate)
    payment_id, *_ = await only_payment(stage)
    job = asyncio.create_task(resolve(ForOrders(stage), payment_id))

    async def both_wait() -> bool:
        return stage.provider.calls["create"] == 2

    await eventually(both_wait, "both ask")
    gate.opened.set()
    begun, _ = await asyncio.gather(request, job)
    assert (begun.payment_id, begun.status) == (payment_id, "succeeded")
    assert len(stage.provider.charges) == 1
    assert await events_of(stage, payment_id) == ["payment.succeeded"]
    assert await state_now(stage, reserved) == ("paid", None, "none")


async def test_a_payment_the_provider_refuses_to_begin_has_failed(stage: Stage) -> None:
    goods, buyer = await new_goods(stage, 2), a_guest()
    stage.provider.refuses_payments = True
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    assert begun.status == "failed"
    assert await state_now(stage, reserved) == ("cancelled", "unpaid", "none")
    assert await stock_of(stage, goods) == (2, 0)
    with pytest.raises(PaymentFailedProblem):
        await confirm(stage, buyer, reserved, begun)
    # The same, found out later.
    stage.provider.away = True
    second = await reserve(stage, buyer, goods)
    lost = await pay_for(stage, buyer, second)
    stage.provider.away = False
    await resolve(ForOrders(stage), lost.payment_id)
    assert await payment_status(stage, lost.payment_id) == "failed"
    assert await state_now(stage, second) == ("cancelled", "unpaid", "none")
    assert await stock_of(stage, goods) == (2, 0)


async def test_a_payment_is_not_begun_anew_once_the_provider_may_have_forgotten_its_key(
    stage: Stage,
) -> None:
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    stage.provider.away = True
    lost = await pay_for(stage, buyer, reserved)
    stage.provider.away = False
    stage.altered.update({"job", "idempotency"})
    yesterday = UUID(int=lost.payment_id.int - ((24 * 3600 * 1000) << 80))
    await stage.database.pool.execute(
        "UPDATE payments SET id = $2 WHERE id = $1", lost.payment_id, yesterday
    )
    with pytest.raises(Unanswered):
        await resolve(ForOrders(stage), yesterday)
    assert stage.provider.charges == {}
    assert (await only_payment(stage))[1:] == ("pending", None)


async def test_a_pending_payment_is_asked_about_until_it_is_decided(stage: Stage) -> None:
    stage.provider.begins = "pending"
    goods, buyer = await new_goods(stage, 1), a_guest()
    reserved = await reserve(stage, buyer, goods)
    begun = await pay_for(stage, buyer, reserved)
    for _ in range(2):
        with pytest.raises(StillPending):
            await resolve(ForOrders(stage), begun.payment_id)
    stage.provider.decide(reserved.reservation_id, "failed")
    await resolve(ForOrders(stage), begun.payment_id)
    assert await payment_status(stage, begun.payment_id) == "failed"
    assert await stock_of(stage, goods) == (1, 0)
    with pytest.raises(LookupError):
        await resolve(ForOrders(stage), new_id())
