"""What a service costs, in whole minor units. Pure."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias

from holdfast.booking.services.terms import Deposit, Price, Terms, Uplift
from holdfast.kit.money import Money

Piece: TypeAlias = tuple[datetime, datetime]
"""From when to when, as a clock shows it that is not changed meanwhile."""


def price_of(
    service: Terms, start: datetime, minutes: int, people: int = 1, level: str | None = None
) -> Money:
    """The price of so many minutes from ``start``, a local time. What an uplift is for is paid by
    the minute: a session whose second half is in the evening is half uplifted. Minutes are true
    ones, whatever the clock does in them. Uplifts add up, each rounded half up."""
    base = _base(service.price, minutes, people, level)
    uplifts = service.price.uplifts if minutes else ()
    pieces = _by_its_clock(start, minutes) if uplifts else []
    more = sum(
        _rounded(base * uplift.percent * _inside(uplift, pieces), 100 * minutes)
        for uplift in uplifts
    )
    return Money(max(base + more, 0), service.currency)


def base_price(service: Terms, minutes: int, level: str | None = None) -> Money:
    """What so many minutes cost one person at no time in particular: without uplifts, by somebody
    of that level."""
    return Money(_base(service.price, minutes, 1, level), service.currency)


def deposit_of(deposit: Deposit, price: Money) -> Money:
    """What is paid of the price to book; the rest is due later. Never more than the price."""
    match deposit.rule:
        case "none":
            return price
        case "percent":
            return Money(_rounded(price.amount * deposit.value, 100), price.currency)
        case "fixed":
            return Money(min(deposit.value, price.amount), price.currency)


def _base(price: Price, minutes: int, people: int, level: str | None) -> int:
    amount = price.amount if level is None else price.levels.get(level, price.amount)
    match price.rule:
        case "flat":
            return amount
        case "hourly":
            return _rounded(amount * minutes, 60)
        case "head":
            return amount * people


def later(start: datetime, minutes: int) -> datetime:
    """So many true minutes later, by the same clock."""
    if start.tzinfo is None:
        return start + timedelta(minutes=minutes)
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(start.tzinfo)


def _by_its_clock(start: datetime, minutes: int) -> list[Piece]:
    """The minutes as the clock shows them: two pieces, if it is changed in them."""
    turned = _turned(start, minutes)
    found = []
    for at, long in ((start, turned), (later(start, turned), minutes - turned)):
        begins = at.replace(tzinfo=None)
        if long:
            found.append((begins, begins + timedelta(minutes=long)))
    return found


def _turned(start: datetime, minutes: int) -> int:
    """After how many minutes the clock is changed; all of them, if it is not."""
    before = start.utcoffset()
    if later(start, minutes).utcoffset() == before:
        return minutes
    same, other = 0, minutes
    while other - same > 1:
        middle = (same + other) // 2
        if later(start, middle).utcoffset() == before:
            same = middle
        else:
            other = middle
    return other


def _inside(uplift: Uplift, pieces: Sequence[Piece]) -> int:
    """How many of the minutes the uplift is for."""
    found = 0
    for begins, ends in pieces:
        midnight = datetime.combine(begins.date(), time())
        while midnight < ends:
            if midnight.isoweekday() in uplift.weekdays:
                first = max(begins, midnight + timedelta(minutes=uplift.start))
                last = min(ends, midnight + timedelta(minutes=uplift.end))
                found += max((last - first) // timedelta(minutes=1), 0)
            midnight += timedelta(days=1)
    return found


def _rounded(numerator: int, denominator: int) -> int:
    """The nearest whole number; a half goes up."""
    return (2 * numerator + denominator) // (2 * denominator)
