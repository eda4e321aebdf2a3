"""How much one buyer may have written in a day, whatever comes of it: reserving and cancelling
again costs nothing, and each leaves its journal."""

import math

from holdfast.flows.commit.platform import Platform
from holdfast.flows.commit.refusals import TooManyReservations
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["spend_lines"]


async def spend_lines(platform: Platform, principal: Principal, lines: int) -> None:
    """Count so many lines of a cart: a user's, or those of all guests of one address, since a
    guest may be another one at each request. Raises :class:`TooManyReservations` beyond the day's.
    """
    caps = platform.caps
    if caps is None:
        return
    guest = principal.kind == "guest"
    rate = caps.lines_address if guest else caps.lines_owner
    wait = 0.0
    if rate is not None:
        wait = await rate.take(principal.address if guest else principal.id, lines)
    if wait:
        seconds = math.ceil(wait)
        minutes = math.ceil(seconds / 60)
        raise TooManyReservations(
            say("Too many reservations today. Try again in {minutes} min.", minutes=minutes),
            headers={"Retry-After": str(seconds)},
        )
