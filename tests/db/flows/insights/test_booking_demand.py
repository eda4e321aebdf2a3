"""How clients book, beside a table worked out by hand: looks, bookings begun, paid, and what came
of them; the same when events are read twice, or all is made anew."""

from datetime import UTC, date, datetime
from typing import Final
from uuid import UUID

import pytest
import sqlalchemy as sa

from holdfast.db.cursors import Consumer
from holdfast.flows.booking.attending import attend
from holdfast.flows.booking.cancelling import cancel_booking
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.insights.booking_demand import DEMAND_TYPES, rebuild, write_demand
from holdfast.flows.insights.looks import Looks
from holdfast.kit import new_id
from holdfast.views.booking_demand import (
    ahead_in,
    demand_csv,
    funnel_in,
    popular_in,
    when_booked,
)
from holdfast.views.statistics import Span
from tests.db.event_log import drain
from tests.db.flows.booking.making import book, booked
from tests.db.flows.booking.test_cancelling_bookings import a_manager
from tests.db.flows.buying import a_guest
from tests.db.flows.insights.test_booking_figures import (
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    a_resource,
    booking,
    of,
)
from tests.db.flows.stage import Stage, select

FEBRUARY: Final = Span(date(2026, 2, 1), date(2026, 2, 28))
"""In which the bookings of March are made."""


async def made_at(stage: Stage, placed: Placed, at: datetime) -> UUID:
    one = booking(placed)
    await stage.database.pool.execute("UPDATE bookings SET created_at = $2 WHERE id = $1", one, at)
    return one


async def test_demand_is_that_of_a_table_worked_out_by_hand(stage: Stage) -> None:
    loft = await a_resource(stage, "studio", "Loft")
    anna = await a_resource(stage, "photographer", "Anna")
    client, manager = a_guest(), Caller(a_manager())
    at = [datetime(2026, 2, day, hour, tzinfo=UTC) for day, hour in
          ((3, 9), (3, 9), (25, 20), (28, 10), (28, 23))]  # fmt: skip

    # Monday 11:00 in Berlin, with Anna in the loft: took place. 27 days before.
    first = await booked(stage, client, of(anna, MONDAY, 60), of(loft, MONDAY, 60))
    await attend(stage, manager, booking(first), "complete")
    # Tuesday, with Anna: paid and cancelled. 28 days before.
    second = await booked(stage, client, of(anna, TUESDAY, 60))
    await cancel_booking(stage, manager, booking(second))
    # Wednesday, in the loft: missed. 6 days before.
    third = await booked(stage, client, of(loft, WEDNESDAY, 60))
    await attend(stage, manager, booking(third), "no-show")
    # Monday, in the loft: held and not paid. 2 days before.
    fourth = await book(stage, client, of(loft, MONDAY + 120, 60))
    # Tuesday with Anna: paid, and to come. 2 days before.
    fifth = await booked(stage, client, of(anna, TUESDAY + 120, 60))
    # By staff for the client: not the client's doing.
    sixth = await booked(stage, client, of(loft, TUESDAY + 300, 60))
    await stage.database.pool.execute(
        "UPDATE bookings SET made_by = $2 WHERE id = $1", booking(sixth), "user:staff"
    )
    for placed, when in zip((first, second, third, fourth, fifth), at, strict=True):
        await made_at(stage, placed, when)
    await drain(Consumer("demand", DEMAND_TYPES, write_demand, span=3), stage.database)
    service = new_id()
    await looked(stage, loft, service)

    async with stage.database.read() as connection:
        funnel = await funnel_in(connection, FEBRUARY)
        popular = {one.id: one for one in await popular_in(connection, FEBRUARY)}
        times = await when_booked(connection, FEBRUARY, "booked")
        wanted = await when_booked(connection, FEBRUARY, "wanted")
        ahead = await ahead_in(connection, FEBRUARY)
        sheet = await demand_csv(connection, "funnel", FEBRUARY, {})
        nothing = await funnel_in(connection, Span(date(2026, 1, 1), date(2026, 1, 31)))
    assert steps(funnel) == (3, 5, 4, 1, 1)
    assert steps(nothing) == (0, 0, 0, 0, 0)
    assert steps(popular[loft]) == (2, 3, 2, 1, 0)
    assert steps(popular[anna]) == (0, 3, 3, 1, 1)
    assert (popular[loft].kind, popular[anna].kind) == ("studio", "photographer")
    assert (steps(popular[service]), popular[service].kind) == ((3, 0, 0, 0, 0), "service")
    # The shop has no zone of its own yet: its clock is UTC. 3 February was a Tuesday.
    assert [(one.weekday, one.hour, one.bookings) for one in times] == [
        (2, 9, 2), (3, 20, 1), (6, 10, 1), (6, 23, 1),
    ]  # fmt: skip
    assert [(one.weekday, one.hour, one.bookings) for one in wanted] == [
        (1, 11, 1), (1, 13, 1), (2, 11, 1), (2, 13, 1), (3, 11, 1),
    ]  # fmt: skip
    assert [(one.from_days, one.to_days, one.held, one.paid) for one in ahead] == [
        (0, 1, 0, 0), (1, 3, 2, 1), (3, 7, 1, 1), (7, 14, 0, 0), (14, 28, 1, 1),
        (28, None, 1, 1),
    ]  # fmt: skip
    assert sheet.splitlines()[1] == "3,5,4,1,1"

    rows = await select(stage, "SELECT * FROM booking_demand ORDER BY booking_id")
    await drain(Consumer("again", DEMAND_TYPES, write_demand, span=4), stage.database)
    assert await select(stage, "SELECT * FROM booking_demand ORDER BY booking_id") == rows
    await stage.database.pool.execute("UPDATE booking_demand SET hour = 1, lead_minutes = 1")
    assert await rebuild(stage.database) == 6
    assert await select(stage, "SELECT * FROM booking_demand ORDER BY booking_id") == rows


def steps(one: object) -> tuple[int, ...]:
    names = ("looked", "held", "paid", "took_place", "to_come")
    return tuple(int(getattr(one, name)) for name in names)


async def looked(stage: Stage, studio: UUID, service: UUID) -> None:
    """Three look for times, one of them twice; two open the studio's page. As if in February."""
    looks = Looks(stage.database, every=3600)
    for address in ("192.0.2.1", "192.0.2.2", "192.0.2.1"):
        looks.saw(None, address, "look-for-times", service)
        looks.saw(None, address, "view-profile", studio)
    await looks.flush()
    looks.saw("guest:1", "192.0.2.1", "look-for-times", service)
    looks.saw("guest:1", "192.0.2.1", "view-product", new_id())  # is counted elsewhere
    await looks.stop()
    await stage.database.pool.execute("UPDATE booking_looks SET day = '2026-02-10'")
    assert await select(stage, "SELECT count(*) FROM events WHERE type = 'visitor.acted'") == [(0,)]


async def test_what_could_not_be_written_is_kept_and_bounded(stage: Stage) -> None:
    looks, some = Looks(stage.database, every=3600, most=2), [new_id() for _ in range(3)]
    for one in some:
        looks.saw(None, "192.0.2.1", "view-profile", one)
    await stage.database.pool.execute("ALTER TABLE booking_looks RENAME TO elsewhere")
    with pytest.raises(sa.exc.ProgrammingError):
        await looks.flush()
    await stage.database.pool.execute("ALTER TABLE elsewhere RENAME TO booking_looks")
    await looks.flush()
    found = await select(stage, "SELECT subject_id, looks FROM booking_looks ORDER BY 1")
    assert found == [(one, 1) for one in sorted(some[:2])]
