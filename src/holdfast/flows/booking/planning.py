"""From what a client asks for to a booking that can be made: whether these people, rooms and kits
may serve it then, by their schedules as they stand. Whether they are free, the ledger says.
"""

from collections.abc import Container, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking import (
    DAY,
    USUAL_WAYS,
    Resource,
    is_open,
)
from holdfast.booking.bookings import (
    Booking,
    NewBooking,
    Pay,
    Taking,
    When,
    met_unsaid,
    names_of_takings,
)
from holdfast.booking.intake import Given
from holdfast.booking.schedule import Span
from holdfast.booking.services import Need, Service, cost_of, parts_of, request_hours_of
from holdfast.booking.slots import Window, end_of, grid_bits, slot_at
from holdfast.flows.booking.leaving_gaps import must_leave_no_gap
from holdfast.flows.booking.nearness import PLACED, TooFar, beyond_radius, must_be_near
from holdfast.flows.booking.standing import Standing, read_standing
from holdfast.flows.booking.studio import Studio
from holdfast.flows.booking.unavailable import NotOffered, StudioClosed, TooFarAhead, TooSoon
from holdfast.flows.checkout.at_once import is_too_long
from holdfast.flows.checkout.basket import CartLine
from holdfast.flows.checkout.time_taken import TimeTaken, too_late
from holdfast.flows.commit.ways import ways
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import new_id, shop_now
from holdfast.kit.positions import Position
from holdfast.kit.sentences import Sentence, joined, say
from holdfast.kit.zones import zone, zone_data_version

__all__ = [
    "MOST_NOTE", "NotOffered", "StudioClosed", "TooFarAhead", "TooSoon", "Wanted", "must_offer",
    "plan",
]  # fmt: skip

MOST_NOTE: Final = 1000
_DAY: Final = timedelta(days=1)


class Wanted(Struct, frozen=True):
    """What is to be booked. ``candidates``: those who could serve it together, in the order of the
    service's needs; the first choice first. ``over``: why staff book it over
    blocks that only clients cannot; ``beside``: goods of the same order; ``agreed``: whoever has a
    say in it books it, so it is not on request; ``later``: nothing is paid to book; ``pay``: what
    the client chose to pay first; ``until``: when it ends, where its days are not all of 24 hours;
    ``near``: where the client is; ``has``: of one that whoever serves it moves, how many minutes it
    takes by now: so long it may stay, and of as many people, whatever is offered;
    ``given``: what its client answers to what is asked; ``expected``: the price they were shown."""

    start: datetime
    minutes: int
    candidates: tuple[tuple[UUID, ...], ...]
    people: int = 1
    note: str = ""
    made_by: str = ""
    over: str = ""
    beside: tuple[CartLine, ...] = ()
    agreed: bool = False
    later: bool = False
    pay: Pay | None = None
    until: datetime | None = None
    near: Position | None = None
    has: int | None = None
    given: Given = Given()
    expected: int | None = None

    def of(self, booking: Booking) -> "Wanted":
        """Of one that is there: where its client has it, if that is not said anew."""
        return self if self.near is not None else replace(self, near=booking.at)

    @property
    def end(self) -> datetime:
        return self.until or self.start + timedelta(minutes=self.minutes)


def must_offer(service: Service, wanted: Wanted) -> None:
    """Raises :class:`NotOffered` for what the service is not offered for."""
    lengths = service.lengths.allowed()
    if wanted.minutes not in lengths and wanted.minutes != wanted.has:
        known = ", ".join(map(str, lengths))
        raise NotOffered(say("Use one of: {values}.", values=known), field="length")
    if wanted.people > service.people and wanted.has is None:
        raise NotOffered(say("Use {bound} or less.", bound=service.people), field="people")


async def plan(
    settler: Settler | Studio,
    service: Service,
    wanted: Wanted,
    who: Sequence[UUID],
    asked_at: datetime | None = None,
    besides: UUID | None = None,
    *,
    by_client: bool = False,
) -> NewBooking:
    """The booking with these, one for each need, as of now or of when it was asked for. Raises
    :class:`NotOffered`, :class:`TooSoon`, :class:`TooFarAhead`, :class:`StudioClosed`,
    :class:`TooFar` and :class:`TimeTaken`. ``besides``: itself, where it is there already;
    ``by_client``: whoever makes it leaves no gap too short to sell."""
    known = await read_standing(settler, who, wanted.start, wanted.end)
    found = [known.resources.get(one) for one in who]
    chosen = [one for one in found if one is not None and one.is_active]
    if len(chosen) != len(service.needs) or len({one.id for one in chosen}) != len(chosen):
        raise _not_by_these()
    place = _place(chosen)
    for need, one in zip(service.needs, chosen, strict=True):
        _must_fit(need, one, place, wanted)
    await must_be_near(settler.database, service.needs, chosen, wanted.near)
    where = next((one for one in chosen if one.kind in PLACED), chosen[0])
    wanted = _in_days(wanted, chosen)
    _must_be_on_grid(service, where, wanted)
    _must_be_in_time(chosen, wanted, asked_at or shop_now())
    far = await beyond_radius(settler.database, chosen, place)
    _must_be_open(known, chosen, place, wanted, far)
    new = _booking(service, wanted, known, chosen, where)
    _must_not_be_too_long(new.takings)
    new = replace(new, at=wanted.near if place is None else None)
    await _must_not_meet_others(settler, new.takings, besides)
    travelling = settler.travelling if isinstance(settler, Settler) else USUAL_WAYS
    there = await ways(settler, travelling, chosen, new.takings, besides, new.at)
    if there.late:
        raise too_late(there.late)
    if by_client:
        span, served = (wanted.start, wanted.end), list(zip(chosen, new.takings, strict=True))
        await must_leave_no_gap(settler, service.grid, span, served, known, there, besides, far)
    hours = None if wanted.agreed else _request_hours(service, chosen)
    return replace(new, ways=there.guards, answer_minutes=0 if hours is None else hours * 60)


def _must_not_be_too_long(takings: Sequence[Taking]) -> None:
    """Raises :class:`NotOffered`."""
    if is_too_long(takings):
        raise NotOffered(
            "With so many who serve it, it is too long to be booked at once.", field="length"
        )


async def _must_not_meet_others(
    settler: Settler | Studio, takings: Sequence[Taking], besides: UUID | None
) -> None:
    """Raises :class:`TimeTaken` for the whole of a studio and a room of it, where what was booked
    before does not say so by its cells."""
    met = await met_unsaid(settler.database, takings, besides)
    if met:
        names = names_of_takings(met)
        raise TimeTaken(say("Not to be had at this time: {names}.", names=names), field="start")


def _request_hours(service: Service, chosen: Sequence[Resource]) -> int | None:
    """On request, if the service is, or one of those who serve it: the shortest deadline."""
    asked = [request_hours_of(service), *(one.request_hours for one in chosen)]
    return min((one for one in asked if one is not None), default=None)


def _not_by_these() -> NotOffered:
    return NotOffered("These cannot serve this service together.", field="resources")


def _place(chosen: Sequence[Resource]) -> UUID | None:
    """The studio it is in; None: it does not matter where."""
    places = {one.studio_id or one.id for one in chosen if one.kind in PLACED}
    if len(places) > 1:
        raise _not_by_these()
    return next(iter(places), None)


def _must_fit(need: Need, one: Resource, place: UUID | None, wanted: Wanted) -> None:
    fits = (
        one.kind == need.kind
        and set(need.tags) <= set(one.tags)
        and (not need.resources or one.id in need.resources)
        and _seats(need, wanted) <= one.capacity
    )
    elsewhere = one.kind == "equipment" and place is not None and one.studio_id not in (None, place)
    if not fits or elsewhere:
        raise _not_by_these()


def _in_days(wanted: Wanted, chosen: Sequence[Resource]) -> Wanted:
    let = next((one.zone for one in chosen if one.cell_minutes == DAY), None)
    if let is None or wanted.minutes % DAY:
        return wanted
    return replace(wanted, until=end_of(wanted.start, wanted.minutes, let))


def _seats(need: Need, wanted: Wanted) -> int:
    return wanted.people if need.seats == "people" else 1


def _must_be_on_grid(service: Service, where: Resource, wanted: Wanted) -> None:
    minute = wanted.start.replace(second=0, microsecond=0)
    window = Window(slot_at(wanted.start), 1)
    on_grid = grid_bits(service.grid, zone(where.zone), window)
    if minute != wanted.start or wanted.start.minute % 5 or not on_grid:
        raise NotOffered("It does not begin at this time of day.", field="start")


def _must_be_in_time(chosen: Sequence[Resource], wanted: Wanted, now: datetime) -> None:
    lead = max(one.lead_minutes for one in chosen)
    if wanted.start < now + timedelta(minutes=lead):
        first = now + timedelta(minutes=lead)
        raise TooSoon(
            "It begins too soon to be booked.", field="start", extra={"from": first.isoformat()}
        )
    if wanted.start > now + min(one.horizon_days for one in chosen) * _DAY:
        raise TooFarAhead("It cannot be booked so far ahead yet.", field="start")


def _names(some: Sequence[Resource]) -> Sentence:
    return joined(*(one.called for one in some), by=", ")


def _must_be_open(
    known: Standing,
    chosen: Sequence[Resource],
    place: UUID | None,
    wanted: Wanted,
    far: Container[UUID],
) -> None:
    closed = [one for one in chosen if not _is_open(known, one, place, wanted, far)]
    distant = [one for one in closed if _is_open(known, one, place, wanted)]
    if distant:
        names = _names(distant)
        raise TooFar(say("Farther away than they travel: {names}.", names=names), field="resources")
    if closed:
        names = _names(closed)
        by_staff = replace(wanted, over=wanted.over or "any")
        soft = all(_is_open(known, one, place, by_staff) for one in closed)
        raise StudioClosed(
            say("Not to be had at this time: {names}.", names=names),
            field="start",
            extra={
                "closed": [{"resourceId": str(one.id), "name": one.called} for one in closed],
                "soft": soft,
            },
        )


def _is_open(
    known: Standing, one: Resource, place: UUID | None, wanted: Wanted, far: Container[UUID] = ()
) -> bool:
    """Of who is ``far`` from there, only what names the place holds."""
    first, last = (wanted.start - _DAY).date(), (wanted.end + 2 * _DAY).date()
    opened = known.hours[one.id].spans(first, last, over=bool(wanted.over))
    if one.id in far:
        opened = [span for span in opened if span.studio == place]
    return is_open(one.kind, opened, Span(wanted.start, wanted.end, place))


def _booking(
    service: Service,
    wanted: Wanted,
    known: Standing,
    chosen: Sequence[Resource],
    where: Resource,
) -> NewBooking:
    local = wanted.start.astimezone(zone(where.zone))
    level = next((one.level for one in chosen if one.kind == "photographer"), None)
    # What is let by the day costs by the days of its clock, and these have no missing hour.
    paid = local if wanted.until is None else local.replace(tzinfo=None)
    price, due = cost_of(service, paid, wanted.minutes, wanted.people, level)
    when = When(
        wanted.start,
        wanted.end,
        where.zone,
        local.isoformat(timespec="minutes"),
        zone_data_version(),
    )
    takings = tuple(
        _taking(known, need, one, wanted) for need, one in zip(service.needs, chosen, strict=True)
    )
    return NewBooking(
        new_id(),
        service.id,
        service.name,
        when,
        takings,
        price.amount,
        price.currency,
        due.amount,
        service.agreed,
        people=wanted.people,
        note=wanted.note,
        made_by=wanted.made_by,
        over=wanted.over,
        parts=parts_of(service, paid, wanted.minutes, wanted.people, level),
        deposit=due.amount if due.amount < price.amount else None,
    )


def _taking(known: Standing, need: Need, one: Resource, wanted: Wanted) -> Taking:
    studio = None if one.home is None else known.resources[one.home]
    shared = one.kind == "room" and studio is not None and studio.is_let_whole
    return Taking(
        one.id,
        need.role,
        one.name,
        wanted.start - timedelta(minutes=one.buffer_before),
        wanted.end + timedelta(minutes=one.buffer_after),
        one.cell_minutes,
        _seats(need, wanted),
        one.capacity,
        known.versions[one.id],
        one.zone,
        None if studio is None else studio.id,
        0 if studio is None else known.versions[studio.id],
        studio.cell_minutes if studio is not None and shared else 0,
        studio.zone if studio is not None and shared else "",
        one.is_let_whole,
        one.names,
    )
