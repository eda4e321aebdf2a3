"""The stars that are counted of each product against the reviews of it that show."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["REVIEW_CHECKS"]

_PAGE: Final = """
SELECT product_id AS id, stars FROM product_counts WHERE product_id > $1::uuid
ORDER BY product_id LIMIT $2
"""
_SEEN: Final = """
SELECT o.*, (
    SELECT array_agg((SELECT count(*) FROM reviews r
                      WHERE r.product_id = o.id AND r.stars = n AND r.removed_at IS NULL
                        AND r.hidden_at IS NULL) ORDER BY n)
    FROM generate_series(1, 5) AS n) AS shown
FROM page o
"""
_RULES: Final = rules(("rating", "o.stars <> o.shown", "o.shown", "o.stars"))

REVIEW_CHECKS: Final = (
    Check(
        "ratings",
        ("product_counts", "reviews"),
        page_of(_PAGE, _SEEN, "'product ' || o.id", _RULES),
    ),
)
