"""What was paid for an order's goods that did not come back."""

from typing import Final

from holdfast.ledger import account_join

__all__ = ["GOODS_LEFT", "goods_left"]


def goods_left(*partitions: str) -> str:
    """SQL, of an order ``o``: with their tax, without delivery, to the unit as they come back."""
    return f"""
coalesce((
    SELECT sum(g.paid - g.paid * coalesce(a.balance, 0) / g.quantity)
    FROM (SELECT i.line, i.quantity, i.price * i.quantity - i.discount
              + CASE WHEN (o.breakdown ->> 'included')::boolean THEN 0 ELSE i.tax END AS paid
          FROM order_items i WHERE i.order_id = o.id) g
    {account_join("'returned/' || o.id || '/' || g.line", *partitions)}), 0)
"""


GOODS_LEFT: Final = goods_left()
"""With ``:partitions`` as everywhere."""
