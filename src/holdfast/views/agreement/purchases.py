"""Purchase orders: what is still to come of each line, by the ledger."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["PURCHASE_CHECKS"]

_PAGE: Final = "SELECT s.* FROM purchases s WHERE s.id > $1::uuid ORDER BY s.id LIMIT $2"
_SEEN: Final = f"""
SELECT o.*, l.line, l.quantity, a.key, a.balance, r.came
FROM page o JOIN purchase_lines l ON l.purchase_id = o.id
{account("'coming/' || o.id || '/' || l.line")}
LEFT JOIN LATERAL (
    SELECT coalesce(sum(c.ordered), 0) AS came FROM purchase_receipts c
    WHERE c.purchase_id = o.id AND c.line = l.line) r ON true
"""
_RULES: Final = rules(
    ("purchase", "o.key IS NULL", "'the account coming/' || o.id || '/' || o.line", "NULL"),
    ("purchase", "o.ended_at IS NULL AND o.balance + o.came <> o.quantity",
     "o.quantity || ' of line ' || o.line || ' that came or are to come'", "o.balance + o.came"),
    ("purchase", "o.ended_at IS NOT NULL AND o.balance <> 0",
     "'nothing to come of what ended'", "o.balance"),
    ("purchase", "o.status = 'received' AND o.came <> o.quantity",
     "o.quantity || ' of line ' || o.line || ' that came'", "o.came"),
)  # fmt: skip

PURCHASE_CHECKS: Final = (
    Check(
        "purchase orders",
        ("purchases",),
        page_of(_PAGE, _SEEN, "'purchase order ' || o.id", _RULES),
        page=50,
    ),
)
