"""Which of their own orders somebody looks for."""

from datetime import datetime
from typing import Final

from msgspec import Struct

MOST_WORDS: Final = 8

WANTED: Final = """
    ($5::text IS NULL OR o.status = $5)
    AND ($6::timestamptz IS NULL OR o.created_at >= $6)
    AND ($7::timestamptz IS NULL OR o.created_at < $7)
    AND NOT EXISTS (
        SELECT FROM unnest($8::text[]) AS w(word)
        WHERE NOT (o.number ILIKE w.word OR coalesce(o.description ILIKE w.word, false) OR EXISTS (
            SELECT FROM order_items i WHERE i.order_id = o.id
            AND (i.product_name ILIKE w.word OR EXISTS (
                SELECT FROM jsonb_each_text(i.options) t WHERE t.value ILIKE w.word)))))
"""
"""A condition on ``orders o``, by :attr:`OwnSearch.values` from the fifth parameter on. An owner
has few orders: those are walked by ``ix_orders_owner``."""


class OwnSearch(Struct, frozen=True):
    """``words``: each is in the order's number, what it is for, or the name or an option of its
    goods."""

    words: tuple[str, ...] = ()
    status: str | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def values(self) -> tuple[object, ...]:
        """As the statement takes them."""
        likes = [f"%{_escaped(word)}%" for word in self.words[:MOST_WORDS]]
        return self.status, self.since, self.until, likes


def _escaped(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


EVERY_ORDER: Final = OwnSearch()
