"""How full somebody's own hours are, by day, week or month, beside the days before."""

from collections.abc import Sequence
from datetime import date

import asyncpg
from msgspec import Struct

from holdfast.booking import Resource
from holdfast.views.booking.income import IncomeBy, spans_by
from holdfast.views.statistics import Span, span_before
from holdfast.views.studio_load import Load, load_by

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
    """Of all of these, from the first day until before the last, in whole weeks or months."""
    spans = spans_by(by, first, last)
    whole = Span(spans[0].first, spans[-1].last)
    asked = [*spans, span_before(whole)]
    each = [await load_by(pool, one, asked) for one in mine]
    *parts, before = (_share(span, loads) for span, *loads in zip(asked, *each, strict=True))
    opened, taken = (sum(getattr(one, name) for one in parts) for name in ("open", "taken"))
    return OwnLoad(Share(whole, opened, taken), before, parts)


def _share(span: Span, loads: Sequence[Load]) -> Share:
    opened, taken = (
        sum(sum(getattr(one, name).values()) for one in loads) for name in ("open", "taken")
    )
    return Share(span, opened, taken)
