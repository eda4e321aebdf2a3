"""What was paid of a booking and does not count holds up nobody else: a job goes on trying."""

from functools import partial

import msgspec
import pytest

from holdfast.booking.bookings import Policy, SettleDue
from holdfast.db.cursors import Consumer
from holdfast.db.jobs import reader_of
from holdfast.flows.booking.paying_due import order_rest
from holdfast.flows.booking.settling_dues import settle_paid_dues
from holdfast.flows.commit.caller import Caller
from holdfast.flows.settlement.for_orders import ForOrders
from holdfast.kit import new_id
from holdfast.orders import OrderPaid
from holdfast.worker.handlers import handlers
from tests.db.event_log import drain
from tests.db.flows.booking.making import a_taking, booked, booking_now, cells_now
from tests.db.flows.booking.test_dues import TAKEN, dearer, deposited, ordered
from tests.db.flows.buying import a_guest, confirm, pay_for
from tests.db.flows.stage import Stage, select


async def test_one_that_does_not_count_is_left_to_a_job_and_the_next_counts(stage: Stage) -> None:
    client, resource, pool = a_guest(), new_id(), stage.database.pool
    placed, wanted = await booked(stage, client, a_taking(resource)), a_taking(resource, 30, 90)
    move = ordered(await dearer(stage, client, await booking_now(stage, placed), wanted))
    other = await deposited(stage, client, a_taking(), policy=Policy())
    rest = await order_rest(stage, Caller(client), other.id)
    for one in (move, rest):
        await confirm(stage, client, one, await pay_for(stage, client, one))
    # As of a version that wrote it otherwise.
    of_move = "WHERE id = $1"
    await pool.execute(
        f"UPDATE booking_dues SET plan = jsonb_build_object('of', plan) {of_move}", move.order_id
    )
    settle = partial(settle_paid_dues, stage)
    await drain(
        Consumer("booking-dues", (OrderPaid.TYPE,), settle, effect="outside"), stage.database
    )
    assert (await booking_now(stage, rest)).prepaid == 9000
    ((body,),) = await select(stage, "SELECT payload FROM jobs WHERE queue = $1", SettleDue.NAME)
    assert isinstance(body, bytes)
    job = reader_of(SettleDue)(body).payload
    assert job == SettleDue(move.order_id)
    run = handlers({"order": ForOrders(stage)}, stage)[SettleDue]
    with pytest.raises(msgspec.ValidationError):
        await run(job, "")
    await pool.execute(f"UPDATE booking_dues SET plan = plan -> 'of' {of_move}", move.order_id)
    await run(job, "")
    assert (await booking_now(stage, placed)).starts_at == wanted.starts_at
    assert await cells_now(stage, wanted) == TAKEN
