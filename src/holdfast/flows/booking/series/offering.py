"""What of a client's own could pay for a series, and how much of it."""

from collections import Counter
from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.series.settling import found_series
from holdfast.flows.packages.paying import Way, own_sources, session_due
from holdfast.flows.payments.due import due_of
from holdfast.flows.payments.sources import MixElsewhere, Source, SourceRefused, draw
from holdfast.flows.settlement.sessions import session_of
from holdfast.orders import Order
from holdfast.packages import Session
from holdfast.people import Principal

__all__ = ["SeriesWays", "ways_of_series"]


class SeriesWays(Struct, frozen=True):
    """What is ``due`` of its bookings that wait for their money, and what each way could pay."""

    due: int
    currency: str
    ways: Sequence[Way]


class _Waiting(Struct, frozen=True):
    """An order of it, and what is due."""

    order: Order
    due: int
    session: Session | None


async def ways_of_series(booker: Booker, who: Principal, series_id: UUID) -> SeriesWays:
    """Of the principal's own. Raises :class:`~holdfast.booking.series.SeriesNotFound`."""
    _, some = await found_series(booker, who, series_id)
    waiting: list[_Waiting] = []
    for booking in some:
        if booking.is_held:
            order = await booker.orders.known(booking.order_id)
            due = (await due_of(booker, order)).amount
            waiting.append(_Waiting(order, due, await session_of(booker, order)))
    own = await own_sources(booker, who) if some[0].user_id == who.id else []
    ways = [await _way(booker, waiting, source) for source in own]
    return SeriesWays(
        sum(one.due for one in waiting),
        some[0].currency,
        [one for one in ways if one is not None],
    )


async def _way(booker: Booker, waiting: Sequence[_Waiting], source: Source) -> Way | None:
    """What it pays of one after another, until it has nothing left."""
    used: Counter[str] = Counter()
    amount, unit, together = 0, "", 0
    refused: dict[object, SourceRefused] = {}
    for one in waiting:
        try:
            drawn = await draw(
                booker, one.order, one.session, [source], one.due, used=used, passed=refused
            )
        except MixElsewhere:
            return None
        together += session_due(one.session, source) or 0
        for each in drawn:
            used[each.key] += each.units
            amount, unit = amount + each.amount, each.unit
    if not amount:
        return None
    (key,) = used
    left = (await booker.reader.account(key)).balance
    grant = source.grant
    alone = together if grant is not None and grant.for_sessions else None
    return Way(source, amount, left, unit, alone)
