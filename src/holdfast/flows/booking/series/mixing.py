"""Paying a series with any mix of what its client has. The sources pay in their order, the first
booking first, as if it were one order. Those that they pay whole are paid by one command, or where
that would be too long by several; of one that they pay in part, the provider is asked for the rest.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.booking.bookings import Booking, cell_lines, takings_of
from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.series.parts import first_that_fit
from holdfast.flows.booking.series.settling import bookings_in
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import Key, answered, stored
from holdfast.flows.commit.refusals import PaymentUnderWay, ReservationNotFound, refuse
from holdfast.flows.commit.wallet_settlement import Taken
from holdfast.flows.payments.due import due_of
from holdfast.flows.payments.payable import payable_until
from holdfast.flows.payments.providers import must_answer, provider_named
from holdfast.flows.payments.selling import must_sell, ways_to_pay
from holdfast.flows.payments.sources import (
    Drawn,
    Source,
    SourceRefused,
    as_they_are,
    can_pay,
    draw,
    refused_at,
)
from holdfast.flows.payments.tries import nothing_under_way
from holdfast.flows.settlement.mixing import must_fit, rest_not_covered, taken_with
from holdfast.flows.settlement.sessions import session_of
from holdfast.kit import new_id
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Expired, Rider, Short
from holdfast.orders import Order

__all__ = ["MixedSeries", "SeriesWay", "pay_with_sources"]

_TRIES: Final = 8


class SeriesWay(Struct, frozen=True):
    """The provider that takes what is left, as the client chose it; ``back``: where they come back
    to from its page; ``most``: what it was shown to take of all of them."""

    provider: str
    method: str | None
    back: str | None = None
    most: int | None = None


class MixedSeries(Struct, frozen=True):
    """How many bookings are ``paid``; what pays a part of an order, whose rest is a provider's."""

    paid: int
    parts: Mapping[UUID, Sequence[Source]]


class _Share(Struct, frozen=True):
    """What the sources pay of one booking; ``cells``: how many lines its hold has of time."""

    order: Order
    taken: Taken
    drawn: Sequence[Drawn]
    left: int
    cells: int

    @property
    def lines(self) -> int:
        return len(self.taken.operations)

    @property
    def rows(self) -> int:
        return self.lines + self.cells + len(self.taken.riders)


class _Sources:
    """Those that were named, and what each of them paid so far."""

    def __init__(self, named: Sequence[Source]) -> None:
        self.named = named
        self.paid = [0] * len(named)
        names = [one.name for one in named]
        for at, name in enumerate(names):
            if name in names[:at]:
                raise refused_at(at, SourceRefused(say("Name it once.")))

    def spent(self, amounts: Sequence[int]) -> None:
        self.paid = [one + more for one, more in zip(self.paid, amounts, strict=True)]

    def amounts(self, drawn: Sequence[Drawn]) -> list[int]:
        """What each of them paid of it."""
        by_name: Counter[object] = Counter()
        for one in drawn:
            by_name[one.source.name] += one.amount
        return [by_name[one.name] for one in self.named]

    def after(self, drawn: Sequence[Drawn]) -> list[Source]:
        """As they may still pay, once that is taken, too."""
        found = []
        for one, before, more in zip(self.named, self.paid, self.amounts(drawn), strict=True):
            left = None if one.amount is None else one.amount - before - more
            if left != 0:
                found.append(replace(one, amount=left))
        return found


async def pay_with_sources(
    booker: Booker,
    caller: Caller,
    series_id: UUID,
    named: Sequence[Source],
    rest: SeriesWay | None,
) -> MixedSeries:
    """Take what the sources pay whole. Raises a Problem for every refusal, and where the ``rest``
    of what they leave cannot be asked for: nothing is taken then."""
    await must_sell(booker)
    sources, commands, paid, tries = _Sources(named), 0, 0, 0
    while tries < _TRIES:
        by = _numbered(caller, commands)
        if by.key is not None and (answer := await answered(booker, by.key)) is not None:
            sources.spent(stored(answer, list[int]))  # by this request, sent before
            commands += 1
            continue
        shares = await _shares(booker, caller, series_id, sources, rest)
        whole = [one for one in shares if not one.left]
        if not whole:
            return MixedSeries(paid, {one.order.id: _as_drawn(one) for one in shares if one.drawn})
        some = first_that_fit(whole)
        amounts = sources.amounts([drawn for one in some for drawn in one.drawn])
        operations = tuple(each for one in some for each in one.taken.operations)
        outcome = await booker.ledger.commit(
            by.keyed(operations, _once(some), f"pay-series/{new_id()}", amounts)
        )
        match outcome:
            case Accepted():
                sources.spent(amounts)
                commands, paid = commands + 1, paid + len(some)
            case AlreadyDone() | Short() | Conflict() | Expired():
                tries += 1  # some of it was used, paid or stopped just now: look again
                sources.named = await as_they_are(booker.database.pool, sources.named)
            case _:
                raise refuse(outcome)
    raise crowded_out(f"series {series_id} is not paid")


def _numbered(caller: Caller, number: int) -> Caller:
    """For one of the commands that the request takes."""
    key = caller.key
    if key is None:
        return caller
    return replace(caller, key=Key(f"{key.text}|own/{number}", key.digest))


def _once(some: Sequence[_Share]) -> tuple[Rider, ...]:
    """A package that pays several is guarded once: a row moves once in a command."""
    found: list[Rider] = []
    for one in some:
        found += [rider for rider in one.taken.riders if rider not in found]
    return tuple(found)


def _as_drawn(share: _Share) -> list[Source]:
    return [replace(one.source, amount=one.amount) for one in share.drawn]


async def _shares(
    booker: Booker, caller: Caller, series_id: UUID, sources: _Sources, rest: SeriesWay | None
) -> list[_Share]:
    """Of each booking that waits for its money, as things stand. Raises :class:`SourceRefused` for
    a source that does not pay what it was to, and :class:`RestNotCovered`."""
    used: Counter[str] = Counter()
    drawn: list[Drawn] = []
    passed: dict[object, SourceRefused] = {}
    found: list[_Share] = []
    for booking in [one for one in await bookings_in(booker, series_id) if one.is_held]:
        share = await _share(booker, caller, booking, sources.after(drawn), used, passed)
        for one in share.drawn:
            used[one.key] += one.units
        drawn += share.drawn
        found.append(share)
    left = sum(one.left for one in found)
    if left:
        currency = found[0].order.currency
        _must_pay(sources, drawn, passed, currency)
        if rest is None or (rest.most is not None and left > rest.most):
            raise rest_not_covered(left, currency)
        offered = ways_to_pay(booker, await booker.shop.now())
        provider_named(booker, rest.provider, offered, rest.method)
        await must_answer(booker, rest.provider, may_try=False)
    return found


async def _share(
    booker: Booker,
    caller: Caller,
    booking: Booking,
    sources: Sequence[Source],
    used: Mapping[str, int],
    passed: dict[object, SourceRefused],
) -> _Share:
    order = await booker.orders.known(booking.order_id)
    reserved = await booker.held_orders.held(order.reservation_id)
    if reserved is None or reserved.order.owner != caller.actor:
        raise ReservationNotFound("You have no such reservation.", field="sources")
    payable_until(reserved)
    due = await due_of(booker, order)
    try:
        await nothing_under_way(booker, order)
    except PaymentUnderWay:  # what is asked of its provider is not paid by anything else
        return _Share(order, Taken((), ()), (), due.amount, 0)
    session = await session_of(booker, order)
    drawn = await draw(booker, order, session, sources, due.amount, used=used, passed=passed)
    await must_fit(booker, order, drawn)
    left = due.amount - sum(one.amount for one in drawn)
    takings = (await takings_of(booker.database.pool, [booking.id]))[booking.id]
    taken = taken_with(booker, order, drawn, due, new_id())
    return _Share(order, taken, drawn, left, len(cell_lines(takings)))


def _must_pay(
    sources: _Sources,
    drawn: Sequence[Drawn],
    passed: Mapping[object, SourceRefused],
    currency: str,
) -> None:
    """Something is left: each of them pays its amount, or as much as it can."""
    pays = zip(sources.named, sources.paid, sources.amounts(drawn), strict=True)
    for at, (one, before, more) in enumerate(pays):
        paid = before + more
        if not paid and one.name in passed:
            raise refused_at(at, passed[one.name])
        if one.amount is not None and paid < one.amount:
            raise refused_at(at, can_pay(paid, currency))
