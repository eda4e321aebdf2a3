"""Coupons given out against their campaign's supply, their customers' limits, their accounts."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["COUPON_CHECKS"]

_CAMPAIGN_PAGE: Final = """
SELECT c.*, EXISTS (SELECT FROM coupon_campaign_ends e WHERE e.campaign_id = c.id) AS ended
FROM coupon_campaigns c WHERE c.id > $1::uuid ORDER BY c.id LIMIT $2
"""
_CAMPAIGN_SEEN: Final = f"""
SELECT o.*, a.key, a.balance + a.held AS remaining, e.change AS opening, g.given
FROM page o {account("'coupon/' || o.id")}
CROSS JOIN LATERAL (SELECT count(*) AS given FROM coupons g WHERE g.campaign_id = o.id) g
"""
_CAMPAIGN_RULES: Final = rules(
    ("campaign", "o.key IS NULL", "'the account coupon/' || o.id", "NULL"),
    ("campaign", "o.opening <> o.quantity", "'a supply of ' || o.quantity", "o.opening"),
    ("campaign", ("CASE WHEN o.ended THEN o.remaining <> 0 OR o.given > o.quantity "
     "ELSE o.remaining + o.given <> o.quantity END"),
     "o.quantity || ' given out or left'", "o.given || ' coupons and ' || o.remaining || ' left'"),
)  # fmt: skip

_COUPON_PAGE: Final = "SELECT c.* FROM coupons c WHERE c.id > $1::uuid ORDER BY c.id LIMIT $2"
_COUPON_SEEN: Final = f"""
SELECT o.*, p.id AS campaign, a.key, e.actor, l.balance AS given, n.rows
FROM page o
LEFT JOIN coupon_campaigns p ON p.id = o.campaign_id {account("'issued/' || o.id")}
LEFT JOIN LATERAL (
    SELECT l.balance FROM ledger_accounts l WHERE l.partition = ANY ($3::smallint[])
      AND l.key = 'limit/coupon/' || o.campaign_id || '/' || o.owner) l ON true
CROSS JOIN LATERAL (SELECT count(*) AS rows FROM coupons n
                    WHERE n.campaign_id = o.campaign_id AND n.owner = o.owner) n
"""
_COUPON_RULES: Final = rules(
    ("coupon", "o.campaign IS NULL", "'its campaign, ' || o.campaign_id", "NULL"),
    ("coupon", "o.key IS NULL", "'the account issued/' || o.id", "NULL"),
    ("coupon", "o.actor <> o.owner", "'given to who asked for it, ' || o.actor", "o.owner"),
    ("coupon", "o.given IS DISTINCT FROM o.rows",
     "coalesce(o.given, 0) || ' of the campaign given to ' || o.owner", "o.rows || ' coupons'"),
)  # fmt: skip

COUPON_CHECKS: Final = (
    Check(
        "campaigns",
        ("coupon_campaigns", "coupons"),
        page_of(_CAMPAIGN_PAGE, _CAMPAIGN_SEEN, "'campaign ' || o.id", _CAMPAIGN_RULES),
        page=50,
    ),
    Check(
        "coupons",
        ("coupon_campaigns", "coupons"),
        page_of(_COUPON_PAGE, _COUPON_SEEN, "'coupon ' || o.id", _COUPON_RULES),
    ),
)
