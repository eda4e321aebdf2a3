"""Who leaves a provider's page on which a series was to be paid pays it in any other way; what was
begun there is called off, and what was paid meanwhile counts."""

from uuid import UUID

from holdfast.flows.booking.series.leaving import leave_series
from holdfast.flows.booking.series.paying import SeriesPaid, pay_series
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.payments.sources import Source
from holdfast.payments import NextAction
from holdfast.people import Principal
from tests.db.flows.booking.series import states
from tests.db.flows.booking.test_series_mixes import EACH, held
from tests.db.flows.buying import a_customer, payment_status
from tests.db.flows.purses import balance_of, new_wallet
from tests.db.flows.stage import Stage

PAGE = NextAction(redirect_url="https://bank.example/pay")


async def asked_elsewhere(
    stage: Stage, client: Principal, series: UUID, key: str = ""
) -> tuple[SeriesPaid, UUID]:
    """The provider has a page for the first booking; that payment."""
    stage.provider.begins, stage.provider.action = "pending", PAGE
    made = scoped_key("pay-series", client.id, key, b"") if key else None
    done = await pay_series(stage, Caller(client, key=made), series, "scripted")
    assert done.begun is not None
    assert done.begun.next_action == PAGE
    return done, done.begun.payment_id


async def test_who_pays_anew_has_left_what_was_begun_before(stage: Stage) -> None:
    client = a_customer()
    series, wallet = await held(stage, client), await new_wallet(stage, client, 4 * EACH)
    _, first = await asked_elsewhere(stage, client, series, "one press")
    again, same = await asked_elsewhere(stage, client, series, "one press")
    assert (same, again.left) == (first, 4), "the same request leaves nothing of its own"
    assert await payment_status(stage, first) == "pending"
    done = await pay_series(stage, Caller(client), series, None, (Source("wallet"),))
    assert done == SeriesPaid(4, 0)
    assert await payment_status(stage, first) == "failed"
    assert await balance_of(stage, wallet) == 0
    assert [one.status for one in stage.provider.charges.values()] == ["failed"]


async def test_who_comes_back_can_pay_in_any_way(stage: Stage) -> None:
    client = a_customer()
    series = await held(stage, client)
    _, payment = await asked_elsewhere(stage, client, series)
    for _ in range(2):
        assert (await leave_series(stage, Caller(client), series)).status == "open"
    assert await payment_status(stage, payment) == "failed"
    assert await states(stage, series) == ["held"] * 4
    stage.provider.stoppable = False
    await asked_elsewhere(stage, client, series)
    assert (await leave_series(stage, Caller(client), series)).status == "pending"


async def test_what_was_paid_meanwhile_counts(stage: Stage) -> None:
    client = a_customer()
    series = await held(stage, client)
    done, _ = await asked_elsewhere(stage, client, series)
    (reference,) = stage.provider.charges
    stage.provider.decide_one(reference, "succeeded")
    stage.provider.begins, stage.provider.action = "succeeded", None
    paid = await pay_series(stage, Caller(client), series, "scripted")
    assert (paid.paid, paid.left) == (3, 0), "the first is paid once"
    assert await states(stage, series) == ["confirmed"] * 4
    assert len(stage.provider.charges) == 4
    assert done.order_id is not None
