"""A booking that was moved or deleted elsewhere is a wish. Moved as its client could move it, at
the same price, it is moved; all else stands as it was, is put back there, and a person is asked."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from holdfast.booking.bookings import Booking, Taking, booking_of, minutes_asked, takings_of
from holdfast.booking.outside import (
    CalendarAsks,
    Connected,
    Copy,
    Found,
    Ours,
    QuestionKind,
    ask_question,
    copies_in,
    copy_written,
)
from holdfast.booking.schedule import Span
from holdfast.booking.services import Service, ServiceNotFound, load_services
from holdfast.flows.booking.moving import may_move, move_to
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.planning import Wanted, must_offer, plan
from holdfast.flows.booking.visits import visit_booked, visit_kept
from holdfast.flows.commit.caller import process
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.refusals import OutcomeUnknown, TooBusy
from holdfast.kit import Problem

__all__ = ["as_wished", "hear_drags"]

PRICE_CHANGES: Final = "price-changes"
NOT_MOVED: Final = "changed-meanwhile"
DELETED: Final = "deleted"


async def hear_drags(
    here: Calendars, calendar: Connected, found: Sequence[Found], request: str
) -> None:
    """Of events of ours in the calendar, as they were read. What is known to stand there is kept
    with them, so that it is written anew where it is not as it should be."""
    if not found:
        return
    copies = await copies_in(here.database.pool, calendar.id)
    for one in found:
        if one.ours is not None and one.ours.calendar_id == calendar.id:
            await _heard(here, calendar, one, one.ours, copies.get(one.ours.booking_id), request)


async def _heard(
    here: Calendars, calendar: Connected, found: Found, ours: Ours, copy: Copy | None, request: str
) -> None:
    pool = here.database.pool
    booking = await booking_of(pool, ours.booking_id)
    if booking is None or (found.is_gone and (copy is None or not copy.etag)):
        return  # what was never known to stand there is not missed
    takings = (await takings_of(pool, [booking.id]))[booking.id]
    theirs = any(one.resource_id == calendar.resource_id for one in takings)
    wanted = booking.stands and not booking.is_unpaid and theirs
    now, wrote = Span(booking.starts_at, booking.ends_at), ours.wrote or (copy and copy.span)
    if wanted and found.is_gone:
        await _ask(here, calendar, booking, "deleted", None, DELETED, request)
    elif wanted and ours.span is not None and ours.span not in (now, wrote):
        await _wish(here, calendar, booking, takings, ours.span, request)
    sound = copy is not None and ours.span == now == wrote
    said = copy.said if copy is not None and sound else ""
    span = copy.span if copy is not None else now
    kept = Copy(booking.id, found.etag, said, span.start, span.end)
    await copy_written(pool, calendar.id, kept)


async def _wish(
    here: Calendars,
    calendar: Connected,
    booking: Booking,
    takings: Sequence[Taking],
    to: Span,
    request: str,
) -> None:
    try:
        why = await _moved(here, booking, takings, to, request)
    except (TooBusy, OutcomeUnknown):
        raise
    except Problem as refusal:
        why = refusal.code
    if why:
        await _ask(here, calendar, booking, "moved", to, why, request)


async def _moved(
    here: Calendars, booking: Booking, takings: Sequence[Taking], to: Span, request: str
) -> str:
    """Nothing, if it was; else why not. Raises the refusals of moving."""
    may_move(booking, by_staff=False)
    service, wanted = await as_wished(here, booking, takings, to)
    must_offer(service, wanted)
    new = await plan(here.booker, service, wanted, wanted.candidates[0], besides=booking.id)
    if (booking.price_at(new.when, new.price), new.currency) != (booking.price, booking.currency):
        return PRICE_CHANGES
    done = await move_to(here.booker, process("calendars", request), booking, new)
    return NOT_MOVED if done is None else ""


async def as_wished(
    here: Calendars,
    booking: Booking,
    takings: Sequence[Taking],
    to: Span,
    *,
    by_staff: bool = False,
) -> tuple[Service, Wanted]:
    """The booking and all that it is made of at that time, with those who have it now; ``by_staff``
    as it is, also where that is offered no more. Raises :class:`ServiceNotFound` and
    :class:`~holdfast.booking.services.NotTogether`."""
    known = {one.id: one for one in await load_services(here.database.pool)}

    async def find(service_id: UUID) -> Service:
        if service_id not in known:
            raise ServiceNotFound("There is no such service.")
        return known[service_id]

    if by_staff:
        service = await visit_kept(here.database.pool, find, booking)
    else:
        service = await visit_booked(find, booking)
    by_role = {one.role: one.resource_id for one in takings}
    who = tuple(by_role[need.role] for need in service.needs if need.role in by_role)
    minutes = minutes_asked(to.start, to.end, takings)
    has = minutes_asked(booking.starts_at, booking.ends_at, takings) if by_staff else None
    wanted = Wanted(to.start, minutes, (who,), booking.people, booking.note, has=has)
    return service, wanted.of(booking)


async def _ask(
    here: Calendars,
    calendar: Connected,
    booking: Booking,
    kind: QuestionKind,
    to: Span | None,
    why: str,
    request: str,
) -> None:
    """Once for each wish."""
    span = None if to is None else (to.start, to.end)
    fact = CalendarAsks(calendar.id, calendar.resource_id, kind, span and span[0], why)
    async with here.database.transaction() as connection:
        if await ask_question(
            connection, calendar.id, calendar.resource_id, booking.id, kind, span, why
        ):
            await write_event(connection, fact, booking.id, request)
