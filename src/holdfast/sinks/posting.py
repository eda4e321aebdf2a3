"""One POST of a sink, and what its answer means."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

from holdfast.kit.clock import utc_now
from holdfast.kit.public_network import AddressRefused
from holdfast.sinks.http_post import ConnectionBroken, HttpAnswer, HttpPoster
from holdfast.sinks.sink import NotDelivered

TOLD_CHARACTERS: Final = 200
LONGEST_REST: Final = 3600.0
_BUSY: Final = (429, 503)


async def post(
    poster: HttpPoster, headers: Sequence[tuple[str, str]], body: bytes, seconds: float
) -> HttpAnswer:
    """What was answered within so many seconds. Raises :class:`NotDelivered`."""
    try:
        async with asyncio.timeout(seconds):
            return await poster.post(headers, body)
    except TimeoutError:
        raise NotDelivered(f"no answer in {seconds:g} s") from None
    except (ConnectionBroken, AddressRefused, OSError) as error:
        detail = str(error) or type(error).__name__
        raise NotDelivered(f"the connection failed: {detail[:TOLD_CHARACTERS]}") from None


def refusal(answer: HttpAnswer, rest: float = 0.0) -> NotDelivered | None:
    """None of any 2xx. Of who is asked too much (429), after how long it wants to be asked again:
    as it says, else ``rest``."""
    if 200 <= answer.status < 300:
        return None
    words = " ".join(answer.said.decode("utf-8", "replace").split())[:TOLD_CHARACTERS]
    after = 0.0
    if answer.status in _BUSY:
        after = _seconds(answer.retry_after, utc_now())
    if answer.status == 429:
        after = after or rest
    told = f"answered {answer.status}" + (f": {words}" if words else "")
    return NotDelivered(told, after=min(after, LONGEST_REST))


def _seconds(said: str, now: datetime) -> float:
    """``Retry-After``: seconds, or a date. 0 if it is neither."""
    if said.isascii() and said.isdigit() and len(said) < 10:
        return float(said)
    try:
        at = parsedate_to_datetime(said)
    except (ValueError, OverflowError):
        return 0.0
    at = at.replace(tzinfo=UTC) if at.tzinfo is None else at
    return max(0.0, (at - now).total_seconds())
