"""Parts of a payment go back, never more than was paid, whoever asks and how often."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeAlias
from uuid import UUID

import pytest

from holdfast.db.jobs import NotYet
from holdfast.flows.commit.caller import Caller, process
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.ending.cancel import cancel
from holdfast.flows.payments.give_back import NothingPaid, RefundTooLarge, refund_part
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.staff.orders import mark_refunded, retry_refund
from holdfast.kit import new_id
from holdfast.orders import Order
from holdfast.payments import Payment
from holdfast.people import Principal
from tests.db.flows.buying import (
    a_customer,
    cart_of,
    confirm,
    new_goods,
    pay_for,
    payment_status,
    refundable_of,
    reserve,
)
from tests.db.flows.purses import balance_of, buy, new_wallet
from tests.db.flows.stage import Stage, events_of, last_refund_job, select

Made: TypeAlias = Callable[[Stage, Principal], Awaitable[tuple[Order, Payment]]]


async def from_wallet(stage: Stage, buyer: Principal) -> tuple[Order, Payment]:
    """An order of 500 paid from a wallet that is empty then."""
    await new_wallet(stage, buyer, 500)
    return await paid(stage, await buy(stage, buyer, cart_of(await new_goods(stage, 1))))


async def by_provider(stage: Stage, buyer: Principal) -> tuple[Order, Payment]:
    """An order of 500 paid through a provider."""
    reserved = await reserve(stage, buyer, await new_goods(stage, 1))
    await confirm(stage, buyer, reserved, await pay_for(stage, buyer, reserved))
    return await paid(stage, reserved.order_id)


async def paid(stage: Stage, order_id: UUID) -> tuple[Order, Payment]:
    order = await stage.orders.get(order_id)
    assert order is not None
    assert order.payment_id is not None
    payment = await stage.payments.get(order.payment_id)
    assert payment is not None
    return order, payment


async def give(stage: Stage, about: tuple[Order, Payment], amount: int, key: str = "") -> int:
    """Staff give back a part; what is left."""
    made = scoped_key("refund", "user:staff", key, b"") if key else None
    return await refund_part(
        stage,
        about[0],
        [about[1]],
        amount,
        Caller(Principal("user:staff", "user"), key=made),
        by_staff=True,
    )


@pytest.mark.parametrize("made", [from_wallet, by_provider], ids=["wallet", "provider"])
class TestEither:
    """What holds for both ways to pay."""

    async def test_parts_add_up_to_what_was_paid_and_no_more(
        self, stage: Stage, made: Made
    ) -> None:
        about = await made(stage, a_customer())
        assert await give(stage, about, 200) == 300
        assert await give(stage, about, 299) == 1
        with pytest.raises(RefundTooLarge) as told:
            await give(stage, about, 2)
        assert told.value.extra == {"refundable": 1}
        assert await give(stage, about, 1) == 0
        with pytest.raises(RefundTooLarge):
            await give(stage, about, 1)
        order, payment = await paid(stage, about[0].id)
        assert (order.status, order.refund, payment.status) == ("paid", "none", "succeeded")

    async def test_many_at_once_never_exceed_it(self, stage: Stage, made: Made) -> None:
        (order, payment), second = await made(stage, a_customer()), await stage.spare()
        answers = await asyncio.gather(
            *(
                refund_part(parts, order, [payment], 100, process("user:staff"), by_staff=True)
                for parts in (stage, second) * 4
            ),
            return_exceptions=True,
        )
        kinds = sorted(type(one).__name__ for one in answers)
        assert kinds == ["RefundTooLarge"] * 3 + ["int"] * 5, answers
        assert await refundable_of(stage, payment.id) == 0

    async def test_a_repeated_key_gives_back_once(self, stage: Stage, made: Made) -> None:
        about = await made(stage, a_customer())
        assert [await give(stage, about, 300, "k") for _ in range(3)] == [200] * 3

    async def test_nothing_of_what_went_back_whole(self, stage: Stage, made: Made) -> None:
        buyer = a_customer()
        about = await made(stage, buyer)
        await cancel(stage, Caller(buyer), order_id=about[0].id)
        with pytest.raises((NothingPaid, RefundTooLarge)):
            await give(stage, about, 1)
        assert await refundable_of(stage, about[1].id) == 0

    async def test_a_part_and_the_whole_at_once(self, stage: Stage, made: Made) -> None:
        for _ in range(5):
            buyer = a_customer()
            about = await made(stage, buyer)
            part, whole = await asyncio.gather(
                give(stage, about, 100),
                cancel(stage, Caller(buyer), order_id=about[0].id),
                return_exceptions=True,
            )
            assert not isinstance(whole, BaseException), whole
            assert part == 400 or isinstance(part, int | NothingPaid | RefundTooLarge), part
            assert await refundable_of(stage, about[1].id) == 0


async def test_a_wallet_has_its_part_at_once(stage: Stage) -> None:
    buyer = a_customer()
    about = await from_wallet(stage, buyer)
    wallet = await new_wallet(stage, buyer)
    await give(stage, about, 120)
    assert await balance_of(stage, wallet) == 120
    assert await events_of(stage, about[0].id) == ["order.paid", "order.refund.done"]
    assert (await cancel(stage, Caller(buyer), order_id=about[0].id)).refund == "done"
    assert await balance_of(stage, wallet) == 500


async def test_a_provider_is_asked_for_each_part_and_for_what_is_left(stage: Stage) -> None:
    buyer = a_customer()
    about = await by_provider(stage, buyer)
    payment = about[1].id
    await give(stage, about, 120)
    await cancel(stage, Caller(buyer), order_id=about[0].id)
    jobs = await select(
        stage,
        "SELECT convert_from(payload, 'UTF8')::jsonb->'payload'->>'amount',"
        " convert_from(payload, 'UTF8')::jsonb->'payload'->>'refundId'"
        " FROM jobs WHERE queue = 'refund' ORDER BY id",
    )
    (part, refund_id), rest = jobs
    assert (part, rest) == ("120", ("380", None))
    for _ in range(2):  # each job comes twice
        await refund_of_part(stage, payment, UUID(str(refund_id)), 120)
        await refund(stage, payment, amount=380)
    assert stage.provider.refunded == {f"refund/{refund_id}": 120, f"refund/{payment}": 380}
    assert await payment_status(stage, payment) == "refunded"


async def test_what_a_provider_has_only_accepted_is_not_told_as_done(stage: Stage) -> None:
    buyer = a_customer()
    order, payment = about = await by_provider(stage, buyer)
    await give(stage, about, 120)
    part = (await last_refund_job(stage)).refund_id
    assert part is not None
    await cancel(stage, Caller(buyer), order_id=order.id)
    stage.provider.looks_at_refunds = True
    for _ in range(2):
        with pytest.raises(NotYet):
            await refund_of_part(stage, payment.id, part, 120)
        with pytest.raises(NotYet):
            await refund(stage, payment.id, amount=380)
    assert "order.refund.done" not in await events_of(stage, order.id)
    assert (await paid(stage, order.id))[0].refund == "begun"
    stage.provider.looks_at_refunds = False
    await refund_of_part(stage, payment.id, part, 120)
    await refund(stage, payment.id, amount=380)
    assert sum(stage.provider.refunded.values()) == 500
    assert (await paid(stage, order.id))[0].refund == "done"
    assert (await events_of(stage, order.id)).count("order.refund.done") == 2


async def test_what_a_provider_refuses_may_be_refunded_again(stage: Stage) -> None:
    about = await by_provider(stage, a_customer())
    await give(stage, about, 120)
    stage.provider.refuses_refunds = True
    refund_id = new_id()
    for _ in range(2):
        await refund_of_part(stage, about[1].id, refund_id, 120)
    assert await refundable_of(stage, about[1].id) == 500
    assert (await events_of(stage, about[0].id))[-1] == "order.refund.failed"


async def test_what_is_tried_again_is_all_that_was_left_and_not_a_part_before(
    stage: Stage,
) -> None:
    buyer = a_customer()
    about = await by_provider(stage, buyer)
    await give(stage, about, 120)
    await cancel(stage, Caller(buyer), order_id=about[0].id)
    stage.provider.refuses_refunds = True
    await refund(stage, about[1].id, amount=380)
    await retry_refund(stage, process("user:staff"), about[0].id)
    rows = await select(
        stage,
        "SELECT (convert_from(payload, 'UTF8')::jsonb->'payload'->>'amount')::int"
        " FROM jobs WHERE queue = 'refund' AND convert_from(payload, 'UTF8') LIKE '%attempt%'",
    )
    assert rows == [(380,)]


async def given_part_then_cancelled(stage: Stage) -> tuple[Order, Payment]:
    """Of 500, a part of 120 is on its way when the order is cancelled."""
    buyer = a_customer()
    about = await by_provider(stage, buyer)
    await give(stage, about, 120)
    await cancel(stage, Caller(buyer), order_id=about[0].id)
    return about


class TestAPartRefusedAfterTheRestWentBack:
    """The order is cancelled meanwhile, so nobody can refund that part another time."""

    async def test_it_waits_for_staff_who_try_again(self, stage: Stage) -> None:
        order, payment = await given_part_then_cancelled(stage)
        await refund(stage, payment.id, amount=380)
        done, refund_id = await paid(stage, order.id), new_id()
        stage.provider.refuses_refunds = True
        for _ in range(2):
            await refund_of_part(stage, payment.id, refund_id, 120)
        assert await refundable_of(stage, payment.id) == 0
        failed = await paid(stage, order.id)
        assert (failed[0].refund, failed[1].status) == ("failed", "refund-failed")
        assert failed[0].version > done[0].version
        stage.provider.refuses_refunds = False
        await retry_refund(stage, process("user:staff"), order.id)
        job = await last_refund_job(stage)
        assert job.amount == 120
        await refund(stage, payment.id, amount=120, attempt=job.attempt)
        assert sum(stage.provider.refunded.values()) == 500
        again = await paid(stage, order.id)
        assert (again[0].refund, again[1].status) == ("done", "refunded")

    async def test_it_waits_for_staff_who_hand_it_over(self, stage: Stage) -> None:
        order, payment = await given_part_then_cancelled(stage)
        stage.provider.refuses_refunds = True
        await refund(stage, payment.id, amount=380)
        await mark_refunded(stage, process("user:staff"), order.id)
        await refund_of_part(stage, payment.id, new_id(), 120)
        await mark_refunded(stage, process("user:staff"), order.id)
        assert (await paid(stage, order.id))[1].status == "refunded"
        told = await select(
            stage, "SELECT (data ->> 'amount')::int FROM events WHERE subject = $1"
            " AND type = 'order.refund.done' ORDER BY era, xid, id", str(order.id),
        )  # fmt: skip
        assert told == [(380,), (120,)]

    async def test_it_comes_again_while_the_rest_is_on_its_way_or_refused(
        self, stage: Stage
    ) -> None:
        order, payment = await given_part_then_cancelled(stage)
        stage.provider.refuses_refunds = True
        refund_id = new_id()
        with pytest.raises(NotYet):
            await refund_of_part(stage, payment.id, refund_id, 120)
        await refund(stage, payment.id, amount=380)
        with pytest.raises(NotYet):
            await refund_of_part(stage, payment.id, refund_id, 120)
        assert (await events_of(stage, order.id)).count("order.refund.failed") == 1

    async def test_one_that_both_sides_decide_at_once_is_not_lost(self, stage: Stage) -> None:
        """Refused at the very moment of the cancellation: it goes back with the rest, or waits."""
        for _ in range(5):
            buyer = a_customer()
            order, payment = about = await by_provider(stage, buyer)
            await give(stage, about, 120)
            stage.provider.refuses_refunds = True
            refused, _ = await asyncio.gather(
                refund_of_part(stage, payment.id, new_id(), 120),
                cancel(stage, Caller(buyer), order_id=order.id),
                return_exceptions=True,
            )
            left = (await last_refund_job(stage)).amount
            assert (left, type(refused)) in [(None, type(None)), (500, type(None)), (380, NotYet)]
            assert await refundable_of(stage, payment.id) == 0
            stage.provider.refuses_refunds = False
