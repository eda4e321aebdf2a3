"""Time: UTC inside, zones at the edge. Rules take the time as an argument; this is the edge.

Two machines never quite agree, and what decides about holds is the database's clock. So a process
that works on a database tells and compares times by that clock (:func:`shop_now`), as whoever
connects to it has measured last; between two measurements no step of this machine's clock counts.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Final

import msgspec

__all__ = ["ShopClock", "iso", "set_shop_clock", "shop_now", "skew", "utc_now"]

UNMEASURED: Final = (datetime.fromtimestamp(0, UTC), 0.0)


class ShopClock:
    """The moment that was read, and when that was by a clock that only runs."""

    read: tuple[datetime, float] = UNMEASURED


def utc_now() -> datetime:
    """This machine's clock. What decides about holds is the database's clock, not this one."""
    return datetime.now(UTC)


def shop_now() -> datetime:
    """The database's clock; this machine's in a process that has not measured it."""
    read, at = ShopClock.read
    if not at:
        return datetime.now(UTC)
    return read + timedelta(seconds=time.monotonic() - at)


def set_shop_clock(read: datetime | None, at: float = 0.0) -> None:
    """The database's clock said ``read`` when ``time.monotonic()`` was ``at``; None: nobody knows
    any more what it says."""
    ShopClock.read = UNMEASURED if read is None else (read, at)


def skew() -> float:
    """By how many seconds the database's clock is ahead of this machine's (below 0: behind)."""
    return (shop_now() - utc_now()).total_seconds()


def iso(moment: datetime | None) -> str | None:
    """ISO 8601 in UTC with milliseconds and ``Z``, as every answer of ours writes it."""
    if moment is None:
        return None
    if moment.tzinfo is not UTC:
        moment = moment.astimezone(UTC)
    # With microseconds, or nothing below the second; a tenth of the time of ``isoformat``.
    text: str = msgspec.to_builtins(moment)
    return f"{text[:23]}Z" if moment.microsecond else f"{text[:-1]}.000Z"
