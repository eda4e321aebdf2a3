"""How much one buyer may have written in a day, whatever comes of it: reserving and cancelling
again costs nothing, and each leaves its journal."""

import math

from holdfast.flows.platform import Platform
from holdfast.flows.refusals import TooManyReservations
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["spend_lines"]


async def spend_lines(platform: Platform, principal: Principal, lines: int) -> None:
    """Count so many lines of a cart; of a guest also for all guests of the address. Raises
    :class:`TooManyReservations` beyond the day's."""
    caps = platform.caps
    if caps is None:
        return
    asked = [(caps.lines_owner, principal.id)]
    if principal.kind == "guest":
        asked.append((caps.lines_address, principal.address))
    for rate, key in asked:
        wait = 0.0 if rate is None else await rate.take(key, lines)
        if wait:
            seconds = math.ceil(wait)
            raise TooManyReservations(
                say(
                    "Too many reservations today. Try again in {minutes} min.",
                    minutes=math.ceil(seconds / 60),
                ),
                headers={"Retry-After": str(seconds)},
            )
