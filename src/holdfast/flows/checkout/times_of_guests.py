"""How many times of one calendar the guests of one address hold at once. Whoever sends no cookie is
a new guest each time, and a photographer has few times: one script would else hold all of them for
nothing. Each takes a seat with its hold, so the ledger judges them, and whatever ends the hold
gives the seats back."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from msgspec.structs import replace

from holdfast.booking.bookings import NewBooking, Taking
from holdfast.flows.checkout.bounds import Bounding, HoldBounds, HoldCaps, address_digest
from holdfast.kit import Problem
from holdfast.ledger import MAX_BALANCE, Line, Shortage
from holdfast.people import Principal

__all__ = ["TimesOnNetwork", "times_again", "times_bounds", "too_many_times"]

_TIMES: Final = "limit/times/"
_SOON: Final = {"Retry-After": "60"}


class TimesOnNetwork(Problem):
    """Guests of one network address hold as many times of one calendar as they may."""

    status = 429
    code = "too-many-times-on-network"
    title = "Guests on this network hold too many times"


def times_bounds(
    parts: Bounding, principal: Principal, booking: NewBooking | None, bounds: HoldBounds
) -> HoldBounds:
    """With a seat of each calendar of what a guest is to pay at once; of what many share at a time,
    each of its places has as many. Requests have bounds of their own."""
    caps = parts.caps
    if caps is None or booking is None or booking.answer_minutes or principal.kind != "guest":
        return bounds
    most = {one.resource_id: caps.times_address * one.capacity for one in booking.takings}
    seats = (
        Line(_key(caps, principal, resource), 1, many, kept=False)
        for resource, many in most.items()
    )
    return replace(bounds, lines=(*bounds.lines, *seats))


def times_again(
    parts: Bounding, principal: Principal, takings: Sequence[Taking]
) -> tuple[Line, ...]:
    """The same for a hold that takes the place of another: what was held may be held on."""
    caps = parts.caps
    if caps is None or principal.kind != "guest":
        return ()
    of_each = dict.fromkeys(one.resource_id for one in takings)
    return tuple(Line(_key(caps, principal, one), 1, MAX_BALANCE, kept=False) for one in of_each)


def too_many_times(
    booking: NewBooking | None, shortages: Sequence[Shortage]
) -> TimesOnNetwork | None:
    """The refusal, if a seat is in the way."""
    if booking is None or not any(one.key.startswith(_TIMES) for one in shortages):
        return None
    return TimesOnNetwork(
        "Guests on your network hold many of these times without having paid. Log in, choose"
        " others, or try again in a minute.",
        headers=_SOON,
    )


def _key(caps: HoldCaps, principal: Principal, resource: UUID) -> str:
    """Nobody tells from it whose address it is, or that two calendars' are one address's."""
    return f"{_TIMES}{address_digest(caps, f'{resource}/{principal.address}')}"
