"""Who of several could serve a time is free, by what the ledger says now. Nothing is held by it:
what is held next, the ledger says again."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from holdfast.booking.bookings import NewBooking, cell_lines
from holdfast.flows.booking.booker import Booker
from holdfast.flows.checkout.time_taken import TimeTaken, short_of
from holdfast.ledger import Shortage

__all__ = ["first_free"]


async def first_free(
    booker: Booker, plans: Sequence[NewBooking], own: Counter[str]
) -> NewBooking | TimeTaken:
    """The first of these that can be had, or why not the first; ``own``: what else is taken of each
    cell, below 0: given back."""
    refusal: TimeTaken | None = None
    for new in plans:
        short = await _short(booker, new, own)
        if not short:
            return new
        refusal = refusal or short_of(new.takings, short, quicker=False)
    assert refusal is not None, "of one plan at least"
    return refusal


async def _short(booker: Booker, new: NewBooking, own: Counter[str]) -> list[Shortage]:
    lines = cell_lines(new.takings)
    accounts = await asyncio.gather(*(booker.reader.account(one.key) for one in lines))
    short: list[Shortage] = []
    for line, account in zip(lines, accounts, strict=True):
        assert line.capacity is not None, "a cell"
        left = line.capacity - account.balance - account.held - own[line.key]
        if left < line.quantity:
            short.append(Shortage(line.key, line.quantity, max(left, 0), account.held))
    return short
