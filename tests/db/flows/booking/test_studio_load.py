"""How long somebody is open, less what is blocked: the same by day and of all days at once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from holdfast.booking import load_resources
from holdfast.flows.booking.blocks import lay_block
from holdfast.views.statistics import Span
from holdfast.views.studio_load import load_by
from tests.db.flows.booking.rooms import at_hour, made, open_from
from tests.db.flows.booking.series import STAFF
from tests.db.flows.stage import Stage

FIRST, DAYS = 3, 12


async def blocked(stage: Stage, resource: UUID, start: datetime, hours: float) -> None:
    await lay_block(stage, STAFF, resource, start, start + timedelta(hours=hours))


async def test_blocks_are_taken_off_the_days_they_lie_on_and_no_others(stage: Stage) -> None:
    loft = await made(stage, "studio", open_from(8, 20))
    hall = await made(stage, "room", open_from(10, 18), studio_id=loft)
    await blocked(stage, hall, at_hour(10, FIRST), 1)
    await blocked(stage, hall, at_hour(17, FIRST), 18)  # over midnight: an hour on each
    await blocked(stage, hall, at_hour(12, FIRST + 3), 2)
    await blocked(stage, hall, at_hour(13, FIRST + 3), 2)  # an hour of it twice
    await blocked(stage, loft, at_hour(0, FIRST + 5), 48)
    await blocked(stage, hall, at_hour(19, FIRST + 8), 1)  # when it is closed
    await blocked(stage, hall, at_hour(10, FIRST + DAYS), 8)  # the day after

    known = await load_resources(stage.database.pool, [hall])
    first = datetime.now(UTC).date() + timedelta(days=FIRST)
    days = [first + timedelta(days=number) for number in range(DAYS)]
    spans = [*(Span(one, one) for one in days), Span(days[0], days[-1])]
    (loads,) = await load_by(stage.database.pool, [known[hall]], spans)
    *each, whole = [sum(one.open.values()) // 60 for one in loads]
    assert each == [6, 7, 8, 5, 8, 0, 0, 8, 8, 8, 8, 8]
    assert whole == sum(each)
