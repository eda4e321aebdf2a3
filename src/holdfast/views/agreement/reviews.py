"""The stars that are counted of each product, photographer and studio against the reviews of it
that show."""

from typing import Final

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["REVIEW_CHECKS"]

_PAGE: Final = """
SELECT {id} AS id, stars FROM {table} WHERE {id} > $1::uuid ORDER BY {id} LIMIT $2
"""
_SEEN: Final = """
SELECT o.*, (
    SELECT array_agg((SELECT count(*) FROM reviews r
                      WHERE r.subject_id = o.id AND r.stars = n AND r.removed_at IS NULL
                        AND r.hidden_at IS NULL) ORDER BY n)
    FROM generate_series(1, 5) AS n) AS shown
FROM page o
"""
_RULES: Final = rules(("rating", "o.stars <> o.shown", "o.shown", "o.stars"))

REVIEW_CHECKS: Final = (
    Check(
        "ratings",
        ("product_counts", "reviews"),
        page_of(
            _PAGE.format(table="product_counts", id="product_id"),
            _SEEN, "'product ' || o.id", _RULES,
        ),
    ),
    Check(
        "ratings of photographers and studios",
        ("resource_ratings", "reviews"),
        page_of(
            _PAGE.format(table="resource_ratings", id="resource_id"),
            _SEEN, "'resource ' || o.id", _RULES,
        ),
    ),
)  # fmt: skip
