"""Pre-orders: what is announced of a variant is free, held or sold; and that is to come, or came,
or is an order's. Both sides are counted by themselves."""

from typing import Final

from holdfast.locations import TO_COME, to_come_account
from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["PREORDER_CHECKS"]

_PAGE: Final = """
SELECT r.variant_id AS id FROM preorders r WHERE r.variant_id > $1::uuid
ORDER BY r.variant_id LIMIT $2
"""


def _under(name: str, key: str) -> str:
    """What the account of this key counts."""
    joined = account(key)
    return (
        f"LEFT JOIN LATERAL (SELECT coalesce(a.balance, 0) AS free, coalesce(a.held, 0) AS held"
        f" FROM (SELECT) z {joined}) {name} ON true"
    )


_WANTS: Final = f"""
    (i.taken ->> {to_come_account("i.variant_id")})::bigint
    - coalesce((i.put_back ->> {to_come_account("i.variant_id")})::bigint, 0)
"""
_SEEN: Final = f"""
SELECT o.*, f.free, f.held, w.free AS awaited, b.free AS arrived, s.sold, s.has
FROM page o
{_under("f", f"'stock/' || o.id || '/{TO_COME}'")}
{_under("w", "'awaited/' || o.id")}
{_under("b", "'arrived/' || o.id")}
LEFT JOIN LATERAL (
    SELECT coalesce(sum(n.wants), 0) AS sold, coalesce(sum(n.has), 0) AS has
    FROM (SELECT CASE WHEN d.status IN ('paid', 'completed') THEN {_WANTS} ELSE 0 END AS wants,
                 coalesce(u.quantity, 0) AS has
          FROM order_items i JOIN orders d ON d.id = i.order_id
          LEFT JOIN preorder_units u ON u.order_id = i.order_id AND u.line = i.line
          WHERE i.variant_id = o.id AND i.taken ? {to_come_account("i.variant_id")}) n) s ON true
"""
_RULES: Final = rules(
    ("preorder", "o.free + o.held + o.sold <> o.awaited + o.arrived + o.has",
     "(o.awaited + o.arrived + o.has) || ' announced: to come, here, and come for orders'",
     "o.free || ' free, ' || o.held || ' held and ' || o.sold || ' sold'"),
)  # fmt: skip

PREORDER_CHECKS: Final = (
    Check(
        "pre-orders",
        ("preorders", "orders"),
        page_of(_PAGE, _SEEN, "'pre-orders of variant ' || o.id", _RULES),
    ),
)
