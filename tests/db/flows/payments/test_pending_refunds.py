"""A refund that its provider looks at for days: it is asked less and less often, and at once when
the provider sends word."""

import pytest
from msgspec.structs import replace

from holdfast.db.jobs import NotYet, reader_of
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.kit import new_id
from holdfast.payments import PaymentArrives, RefundArrives, RefundPayment
from holdfast.worker.handlers import handlers
from tests.db.flows.buying import a_customer
from tests.db.flows.payments.test_refunds_in_part import by_provider, give
from tests.db.flows.stage import Stage, events_of, select

TAKEN = "DELETE FROM jobs WHERE queue = 'refund' RETURNING payload"
PAUSES = """
SELECT round(extract(epoch FROM next_attempt_at - clock_timestamp()))::int > 0
FROM jobs WHERE queue = 'refund'
"""
LONG = 14 * 24 + 12


async def the_refund(stage: Stage) -> RefundPayment:
    ((payload,),) = await select(stage, TAKEN)
    return reader_of(RefundPayment)(payload).payload


async def test_it_is_asked_again_for_two_weeks_before_it_waits_for_staff(stage: Stage) -> None:
    order, _ = about = await by_provider(stage, a_customer())
    run = handlers({"order": ForOrders(stage)}, stage)[RefundPayment]
    await give(stage, about, 120)
    stage.provider.looks_at_refunds = True
    job = await the_refund(stage)
    for asked in range(1, 4):
        await run(job, "r")
        job = await the_refund(stage)
        assert job.asked == asked
    await run(replace(job, asked=LONG - 1), "r")
    assert await select(stage, PAUSES) == [(True,)]
    job = await the_refund(stage)
    with pytest.raises(NotYet):
        await run(job, "r")
    stage.provider.looks_at_refunds = False
    await run(job, "r")
    assert (await events_of(stage, order.id)).count("order.refund.done") == 1


async def test_word_of_the_provider_has_it_asked_now(stage: Stage) -> None:
    order, payment = about = await by_provider(stage, a_customer())
    run = handlers({"order": ForOrders(stage)}, stage)
    await give(stage, about, 120)
    stage.provider.looks_at_refunds = True
    job = await the_refund(stage)
    assert job.refund_id is not None
    words = PaymentArrives(payment.id), RefundArrives(job.refund_id)
    for word in words:
        await run[RefundPayment](replace(job, asked=20), "r")
        await run[RefundArrives](RefundArrives(new_id()), "r")
        assert await select(stage, PAUSES) == [(True,)], "word of another is not about it"
        await run[type(word)](word, "r")
        assert await select(stage, PAUSES) == [(False,)]
        job = await the_refund(stage)
    stage.provider.looks_at_refunds = False
    await run[RefundPayment](job, "r")
    assert (await events_of(stage, order.id)).count("order.refund.done") == 1
