"""How full somebody's own hours are, by day, week or month, beside the days before."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

import asyncpg
from msgspec import Struct

from holdfast.booking import Resource
from holdfast.views.booking.income import IncomeBy, spans_by
from holdfast.views.statistics import Span, span_before
from holdfast.views.studio_load import Load, load_by, people_and_places

__all__ = ["OwnLoad", "Share", "own_load"]


class Share(Struct, frozen=True):
    """Minutes, times the seats of each resource, of the days of the span: how many it was ``open``,
    and how many of its time were ``taken``, buffers included."""

    span: Span
    open: int
    taken: int


class OwnLoad(Struct, frozen=True):
    """``parts`` make up ``all``; ``before``: as many days, right before."""

    all: Share
    before: Share
    parts: Sequence[Share]


async def own_load(
    pool: asyncpg.Pool, mine: Sequence[Resource], by: IncomeBy, first: date, last: date
) -> OwnLoad:
    """Of somebody, and of the rooms after them, from the first day until before the last, in whole
    weeks or months. A studio with rooms counts where somebody had it whole, and what is archived
    where it was booked: in all of these days, or in those before."""
    spans = spans_by(by, first, last)
    whole = Span(spans[0].first, spans[-1].last)
    earlier = span_before(whole)
    rows = await load_by(pool, mine, [*spans, earlier])
    parts = _shares(spans, [row[:-1] for row in rows])
    (before,) = _shares([earlier], [row[-1:] for row in rows])
    opened, taken = (sum(getattr(one, name) for one in parts) for name in ("open", "taken"))
    return OwnLoad(Share(whole, opened, taken), before, parts)


def _shares(spans: Sequence[Span], rows: Sequence[Sequence[Load]]) -> list[Share]:
    """Of the loads in each of the spans, by resource; whoever asks counts if nothing else does."""
    sums = [Load(row[0].resource, _sum(row, "taken"), _sum(row, "open")) for row in rows]
    counted = {one.resource.id for one in people_and_places(sums) or sums[:1]}
    some = [row for row in rows if row[0].resource.id in counted]
    return [_share(span, loads) for span, *loads in zip(spans, *some, strict=True)]


def _share(span: Span, loads: Sequence[Load]) -> Share:
    opened, taken = (_sum(loads, name).total() for name in ("open", "taken"))
    return Share(span, opened, taken)


def _sum(loads: Sequence[Load], name: str) -> Counter[int]:
    found: Counter[int] = Counter()
    for one in loads:
        found.update(getattr(one, name))
    return found
