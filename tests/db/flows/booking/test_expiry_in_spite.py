"""Holds expire whatever is written of who waits for what they free."""

from holdfast.kit import new_id
from tests.db.flows.booking.making import a_taking, book, booked, booking_now, cells_now
from tests.db.flows.booking.test_dues import FREE, HELD, dearer, ordered
from tests.db.flows.booking.test_line import standing, wait
from tests.db.flows.buying import a_customer, a_guest, end_hold, sweep_all
from tests.db.flows.stage import Stage


async def test_what_cannot_be_offered_comes_free_and_so_does_what_expires_with_it(
    stage: Stage,
) -> None:
    client, resource, other, pool = a_guest(), new_id(), new_id(), stage.database.pool
    broken, second = a_customer(), a_customer()
    placed, dear = await booked(stage, client, a_taking(resource)), a_taking(resource, 30, 90)
    move = ordered(await dearer(stage, client, await booking_now(stage, placed), dear))
    held = await book(stage, a_guest(), a_taking(other))
    for who in (broken, second):
        await wait(stage, who, a_taking(other))
    await pool.execute("UPDATE waiting_line SET plans = '[1]' WHERE owner = $1", broken.id)
    await pool.execute(
        "UPDATE booking_dues SET plan = jsonb_build_object('of', plan) WHERE id = $1", move.order_id
    )
    stage.altered.add("hold-end")  # its request has a key, and was told another
    for one in (move, held):
        await end_hold(stage, one)
    await sweep_all(stage)
    assert await cells_now(stage, a_taking(resource, 60, 60)) == FREE
    assert await standing(stage, broken) == [("waiting", 1)]
    assert await standing(stage, second) == [("offered", 2)]
    assert await cells_now(stage, a_taking(other)) == HELD
