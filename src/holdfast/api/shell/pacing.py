"""How often somebody may do what costs others something, beside what all requests are counted
for."""

import math
from collections.abc import Iterable

from holdfast.api.contract.problems import RateLimited
from holdfast.kit.rates import Rate
from holdfast.kit.sentences import say

__all__ = ["pace"]


async def pace(rates: Iterable[Rate], key: str) -> None:
    """Once more, of each of these. Raises :class:`RateLimited`."""
    for rate in rates:
        wait = await rate.take(key)
        if wait:
            seconds = str(math.ceil(wait))
            raise RateLimited(
                say("Try again in {seconds} s.", seconds=seconds), headers={"Retry-After": seconds}
            )
