"""A studio with its rooms, and services that need one or the whole."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from holdfast.booking import Kind, ResourceTerms
from holdfast.booking.schedule import Schedule, WeeklyRule
from holdfast.booking.services import Grid, Lengths, Need, Price, Service
from holdfast.flows.booking.holding import hold_booking
from holdfast.flows.booking.planning import Wanted
from holdfast.flows.booking.resources import make_resource
from holdfast.flows.booking.schedules import set_schedule
from holdfast.flows.checkout.place import Placed
from holdfast.flows.commit.caller import Caller
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import new_id
from holdfast.people import Principal
from tests.db.flows.booking.series import STAFF
from tests.db.flows.buying import a_customer

__all__ = ["a_service", "at_hour", "hold", "made", "open_from"]


def at_hour(hour: int, days: int = 2) -> datetime:
    day = datetime.now(UTC).date() + timedelta(days=days)
    return datetime.combine(day, time(hour), UTC)


def open_from(first: int, last: int) -> Schedule:
    """Each day between these hours."""
    return Schedule("UTC", (WeeklyRule((1, 2, 3, 4, 5, 6, 7), first * 60, last * 60),))


async def made(
    parts: ShopParts, kind: Kind, hours: Schedule | None = None, **terms: object
) -> UUID:
    found = await make_resource(
        parts,
        STAFF,
        ResourceTerms(kind=kind, name=f"{kind} {new_id()}"[-20:], zone="UTC", **terms),  # type: ignore[arg-type]  # of many kinds
    )
    if hours is not None:
        await set_schedule(parts, STAFF, found, hours, 0)
    return found


def a_service(*kinds: Kind) -> Service:
    return Service(
        id=new_id(),
        name="Portrait",
        currency="EUR",
        lengths=Lengths(minutes=(60, 120)),
        grid=Grid(step=15),
        price=Price(amount=9_000),
        needs=tuple(Need(role=f"{kind} {at}", kind=kind) for at, kind in enumerate(kinds)),
    )


async def hold(
    parts: ShopParts,
    service: Service,
    who: tuple[UUID, ...],
    start: datetime,
    client: Principal | None = None,
    *,
    minutes: int = 60,
    over: str = "",
) -> Placed:
    wanted = Wanted(start, minutes, (who,), over=over)
    return await hold_booking(parts, Caller(client or a_customer()), service, wanted)
