"""What somebody's bookings came to by day, week or month: from the bookings and what is kept of
their payments as it stands, so right after moves, cancellations and refunds."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, Literal, TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from msgspec import Struct

from holdfast.booking.schedule import at_local
from holdfast.db.engine import Database
from holdfast.kit.money import decimal_text
from holdfast.orders import GOODS_LEFT
from holdfast.payments import COVERED
from holdfast.views.booking.conflicts import LONGEST_TAKEN
from holdfast.views.spreadsheet import csv_lines
from holdfast.views.statistics import Span

__all__ = [
    "CAME_TO", "MOST_INCOME_DAYS", "Income", "IncomeBy", "came_to", "income_csv", "income_of",
    "spans_by", "whole",
]  # fmt: skip

IncomeBy: TypeAlias = Literal["day", "week", "month"]
MOST_INCOME_DAYS: Final = 400
_DAY: Final = timedelta(days=1)

CAME_TO: Final = f"""
b.status, b.price, b.prepaid, b.penalty, greatest({COVERED} - {GOODS_LEFT}, 0) + coalesce((
    SELECT sum({COVERED}) FROM booking_dues d JOIN orders o ON o.id = d.id
    WHERE d.booking_id = b.id AND d.status = 'settled'), 0) AS covered, coalesce((
    SELECT sum({COVERED}) FROM further_pictures f JOIN orders o ON o.id = f.id
    WHERE f.booking_id = b.id AND f.status = 'bought'), 0) AS pictures
"""
"""Of a booking ``b`` with its order ``o`` what :func:`came_to` reads: its own order, and what was
paid later and counts; and for more pictures. Goods in the same order are not of it: what went back
for no unit of them was first of the session."""
_BOOKINGS: Final = sa.text(f"""
SELECT b.starts_at, b.currency, {CAME_TO}
FROM bookings b JOIN orders o ON o.id = b.order_id
WHERE (b.id, b.moves) IN (
    SELECT t.booking_id, t.move FROM booking_resources t
    WHERE t.resource_id = ANY(CAST(:resources AS uuid[])) AND t.starts_at < :end
      AND t.starts_at > CAST(:start AS timestamptz) - CAST(:longest AS interval))
  AND b.confirmed_at IS NOT NULL AND b.starts_at >= :start AND b.starts_at < :end
""")
_COLUMNS: Final = ("from", "currency", "sessions", "earned", "due", "ahead")


class Income(Struct, frozen=True):
    """Of the bookings in one currency that begin in a day, week or month, by when it ``begins``.
    ``earned``: kept of what took place, and of what did not; ``due``: of what took place, not paid
    yet; ``ahead``: what is confirmed will come to."""

    begins: date
    currency: str
    sessions: int
    earned: int
    due: int
    ahead: int


def whole(by: IncomeBy, day: date) -> date:
    """When the week or the month of the day begins."""
    if by == "week":
        return day - timedelta(days=day.weekday())
    return day.replace(day=1) if by == "month" else day


def spans_by(by: IncomeBy, first: date, last: date) -> list[Span]:
    """The days, or whole weeks or months, from the first day until before the last."""
    found, begins = list[Span](), whole(by, first)
    while begins < last:
        after = _after(by, begins)
        found.append(Span(begins, after - _DAY))
        begins = after
    return found


async def income_of(
    database: Database,
    partitions: Sequence[int],
    resources: Sequence[UUID],
    clock: ZoneInfo,
    by: IncomeBy,
    first: date,
    last: date,
) -> list[Income]:
    """From the first day until before the last, by that clock, in whole weeks or months: those in
    which something was booked."""
    about = {
        "resources": list(resources),
        "start": at_local(clock, whole(by, first), 0),
        "end": at_local(clock, _after(by, last - _DAY), 0),
        "longest": LONGEST_TAKEN,
        "partitions": list(partitions),
    }
    async with database.read() as connection:
        rows = (await connection.execute(_BOOKINGS, about)).mappings().all()
    found: dict[tuple[date, str], list[int]] = {}
    for row in rows:
        begins = whole(by, _day(row["starts_at"], clock))
        sums = found.setdefault((begins, row["currency"]), [0, 0, 0, 0])
        for place, amount in enumerate(came_to(row)):
            sums[place] += amount
    return [Income(*key, *sums) for key, sums in sorted(found.items())]


def income_csv(found: Sequence[Income]) -> str:
    """As it is shown, amounts as people write them."""
    rows = [
        (
            one.begins.isoformat(),
            one.currency,
            one.sessions,
            *(decimal_text(sums, one.currency) for sums in (one.earned, one.due, one.ahead)),
        )
        for one in found
    ]
    return csv_lines([_COLUMNS, *rows])


def came_to(row: Any) -> tuple[int, int, int, int]:
    """Sessions, earned, due, ahead: of a confirmed booking, as :data:`CAME_TO` has it."""
    covered, prepaid, status = int(row["covered"]), row["prepaid"], row["status"]
    pictures = int(row["pictures"])
    if status == "cancelled":
        return 0, min(covered, row["penalty"]) + pictures, 0, 0
    paid, rest = min(covered, prepaid), row["price"] - prepaid
    if status == "no_show":
        return 0, paid + pictures, 0, 0
    if status == "completed":
        return 1, paid + pictures, rest, 0
    return 1, 0, 0, paid + rest + pictures


def _day(moment: datetime, clock: ZoneInfo) -> date:
    return moment.astimezone(clock).date()


def _after(by: IncomeBy, day: date) -> date:
    """When the next day, week or month begins."""
    if by == "month":
        return (day.replace(day=1) + 32 * _DAY).replace(day=1)
    return whole(by, day) + timedelta(days=7 if by == "week" else 1)
