"""What was charged for a variant before its price was lowered.

Who says in the European Union that a price is reduced says the lowest of the 30 days before it was
(Directive 98/6/EC, article 6a, as 2019/2161 put it in).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final

from holdfast.catalog.products import Discount, Variant, price_at

LOOKED_BACK: Final = timedelta(days=30)
_EVER: Final = datetime.min.replace(tzinfo=UTC)


def lowest_before(variant: Variant, now: datetime) -> int | None:
    """The least that was charged in the 30 days before the variant came to cost what it does now.

    None: no reduction is shown (it costs what it is said to), or nothing is known of before.
    """
    charged = variant.price_at(now)
    if charged >= max(variant.price, variant.compare_at_price or 0):
        return None
    changes = [change for change in _changes(variant) if change[0] <= now]
    if not changes:
        return None  # the database that wrote it down has a faster clock
    while len(changes) > 1 and changes[-2][1] == charged:
        changes.pop()
    begun = changes[-1][0]
    earliest = begun - LOOKED_BACK if begun > _EVER + LOOKED_BACK else _EVER
    before = [price for (_, price), (until, _) in pairwise(changes) if until > earliest]
    return min(before, default=None)


def _changes(variant: Variant) -> Iterator[tuple[datetime, int]]:
    """From when on it was, is and will be charged how much, in the order of time."""
    begins = variant.offered_since or _EVER
    for past in variant.past:
        yield from _within(begins, past.until, past.price, past.discount)
        begins = max(begins, past.until)
    yield from _within(begins, None, variant.price, variant.discount)


def _within(
    begins: datetime, ends: datetime | None, price: int, off: Discount | None
) -> list[tuple[datetime, int]]:
    """What that charges from ``begins`` on, and where its discount begins or ends by ``ends``."""
    edges = {begins, *((off.begins, off.ends) if off else ())}
    inside = [one for one in edges if one and begins <= one and (ends is None or one < ends)]
    return [(start, price_at((price, off), start)) for start in sorted(inside)]
