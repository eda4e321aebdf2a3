"""The taxes of refunds against the taxes of their orders."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["REFUND_TAX_CHECKS"]

_PAGE: Final = """
SELECT DISTINCT t.order_id AS id FROM refund_taxes t
WHERE t.order_id > $1::uuid ORDER BY t.order_id LIMIT $2
"""
_SEEN: Final = """
SELECT o.id, w.tax, w.total, sum(t.tax) AS back, sum(t.amount) AS amount
FROM page o JOIN orders w ON w.id = o.id JOIN refund_taxes t ON t.order_id = o.id
GROUP BY o.id, w.tax, w.total
"""
_RULES: Final = rules(
    ("refund-tax", "o.back NOT BETWEEN 0 AND o.tax",
     "'at most ' || o.tax || ' of tax given back'", "o.back"),
    ("refund-tax", "o.amount >= o.total AND o.back <> o.tax",
     "'all of its tax, ' || o.tax || ', given back with all of it'", "o.back"),
)  # fmt: skip

REFUND_TAX_CHECKS: Final = (
    Check(
        "taxes of refunds",
        ("refund_taxes", "orders"),
        page_of(_PAGE, _SEEN, "'order ' || o.id", _RULES),
    ),
)
