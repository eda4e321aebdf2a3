"""What may wait for an answer at once: requests of one client, and of one calendar. Each takes a
seat with its hold, so the ledger judges them, and whatever ends the hold gives the seats back."""

from collections.abc import Iterator, Sequence
from typing import Final

from msgspec.structs import replace

from holdfast.booking.bookings import Asking, NewBooking
from holdfast.flows.checkout.bounds import Bounding, HoldBounds, HoldCaps, address_digest
from holdfast.kit import Problem
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE, HoldState, Line, Shortage
from holdfast.people import Principal

__all__ = [
    "AskedTooMuch", "TooManyAsked", "asked_bounds", "seats_again", "seats_of_client",
    "too_many_asked",
]  # fmt: skip

_BY: Final = "limit/asked-by/"
_OF: Final = "limit/asked-of/"


class TooManyAsked(Problem):
    """As many requests of this client wait as may."""

    status = 429
    code = "too-many-asked"
    title = "Too many requests are open"


class AskedTooMuch(Problem):
    """As many requests wait for whoever is asked as may."""

    status = 409
    code = "asked-too-much"
    title = "Too many ask at once"


def asked_bounds(
    parts: Bounding, principal: Principal, booking: NewBooking | None, bounds: HoldBounds
) -> HoldBounds:
    """Of what is on request, in place of the seats of what is to be paid at once: one of the
    client's, of which who is known has more than somebody nobody knows, one of their confirmed
    contact, whoever they are by then, and one of each calendar. Seats are taken with limits off as
    well: whatever the studio bounds later finds them counted."""
    if booking is None or not booking.answer_minutes:
        return bounds
    asking, caps = booking.asking, parts.caps
    seats = list(_of_client(caps, principal, asking))
    calendar = asking.calendar or (MAX_BALANCE if caps is None else caps.asked_calendar)
    seats.extend(
        Line(f"{_OF}{one.resource_id}", 1, calendar, kept=False) for one in booking.takings
    )
    units = (one for one in bounds.lines if one.key in bounds.units)
    return replace(bounds, lines=(*seats, *units))


def _of_client(caps: HoldCaps | None, principal: Principal, asking: Asking) -> Iterator[Line]:
    nobody_knows = principal.kind == "guest" and not asking.contact
    usual = MAX_BALANCE
    if caps is not None:
        usual = caps.asked_guest if nobody_knows else caps.asked_member
    most = asking.client or usual
    if nobody_knows:
        most = min(most, usual)
    yield Line(f"{_BY}{principal.id}", 1, most, kept=False)
    if asking.contact:
        digest = address_digest(caps or HoldCaps(), asking.mailbox)
        yield Line(f"{_BY}contact:{digest}", 1, most, kept=False)
    elif nobody_knows and caps is not None:
        network = asking.network or address_digest(caps, principal.address)
        yield Line(f"{_BY}address:{network}", 1, caps.asked_address, kept=False)


def seats_again(hold: HoldState) -> tuple[Line, ...]:
    """The same for a hold that takes this one's place, while it waits for an answer."""
    return _again(hold, (_BY, _OF))


def seats_of_client(hold: HoldState) -> tuple[Line, ...]:
    """The client's alone: it was answered, and is not paid."""
    return _again(hold, (_BY,))


def _again(hold: HoldState, kinds: tuple[str, ...]) -> tuple[Line, ...]:
    some = (key for key in hold.keys if key.startswith(kinds))
    return tuple(Line(key, 1, MAX_BALANCE, kept=False) for key in some)


def too_many_asked(
    booking: NewBooking | None, shortages: Sequence[Shortage]
) -> TooManyAsked | AskedTooMuch | None:
    """The refusal, if a seat is in the way."""
    short = {one.key for one in shortages}
    if any(key.startswith(_BY) for key in short):
        return TooManyAsked("Wait for an answer, or take back a request, before you make another.")
    names = [
        one.name
        for one in (() if booking is None else booking.takings)
        if f"{_OF}{one.resource_id}" in short
    ]
    if not names:
        return None
    said = ", ".join(names)
    return AskedTooMuch(
        say("Too many requests wait for {names} already. Try others, or later.", names=said)
    )
