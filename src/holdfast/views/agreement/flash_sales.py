"""Flash sales: what was set aside for each, came back and was sold, by the journal."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["FLASH_SALE_CHECKS"]

_PAGE: Final = "SELECT s.* FROM flash_sales s WHERE s.id > $1::uuid ORDER BY s.id LIMIT $2"
_SEEN: Final = f"""
SELECT o.*, a.key, a.balance, a.held, e.change AS opening, b.back,
       $4::timestamptz IS NULL OR o.created_at >= $4 AS whole
FROM page o {account("'flash/' || o.id")}
LEFT JOIN LATERAL (
    SELECT coalesce(sum(-j.change), 0) AS back FROM ledger_entries j
    WHERE j.partition = a.partition AND j.key = a.key
      AND j.note = 'flash-sale/' || o.id || ' returned') b ON true
"""
_RULES: Final = rules(
    ("flash-sale", "o.key IS NULL", "'the account flash/' || o.id", "NULL"),
    ("flash-sale", "o.whole AND o.opening <> o.quantity",
     "'an allotment of ' || o.quantity", "o.opening"),
    ("flash-sale", "o.state = 'closed' AND o.balance + o.held <> 0",
     "'nothing left of what is closed'", "o.balance || ' free, ' || o.held || ' held'"),
    ("flash-sale", "o.whole AND o.back <> o.returned",
     "o.returned || ' back in the stock'", "o.back"),
)  # fmt: skip

FLASH_SALE_CHECKS: Final = (
    Check(
        "flash sales",
        ("flash_sales",),
        page_of(_PAGE, _SEEN, "'flash sale ' || o.id", _RULES),
        page=50,
    ),
)
