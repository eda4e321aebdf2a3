"""What a service costs, in whole minor units. Pure."""

from datetime import datetime, time, timedelta

from holdfast.booking.services.terms import Deposit, Price, Terms, Uplift
from holdfast.kit.money import Money


def price_of(
    service: Terms, start: datetime, minutes: int, people: int = 1, level: str | None = None
) -> Money:
    """The price of so many minutes from ``start``, a local time. What an uplift is for is paid by
    the minute: a session whose second half is in the evening is half uplifted. Uplifts add up, each
    rounded half up."""
    base = _base(service.price, minutes, people, level)
    begins = start.replace(tzinfo=None)
    more = sum(
        _rounded(base * uplift.percent * _inside(uplift, begins, minutes), 100 * minutes)
        for uplift in service.price.uplifts
    )
    return Money(max(base + more, 0), service.currency)


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


def _inside(uplift: Uplift, begins: datetime, minutes: int) -> int:
    """How many of the minutes the uplift is for."""
    ends, found = begins + timedelta(minutes=minutes), 0
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
