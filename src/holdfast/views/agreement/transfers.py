"""Transfers: what is under way of each, by the ledger."""

from typing import Final

from holdfast.views.agreement.checks import Check, account, page_of, rules

__all__ = ["TRANSFER_CHECKS"]

_PAGE: Final = "SELECT s.* FROM transfers s WHERE s.id > $1::uuid ORDER BY s.id LIMIT $2"
_SEEN: Final = f"""
SELECT o.*, a.key, a.balance FROM page o {account("'transit/' || o.id")}
"""
_RULES: Final = rules(
    ("transfer", "o.key IS NULL", "'the account transit/' || o.id", "NULL"),
    ("transfer", "o.ended_at IS NULL AND o.balance + o.came + o.lost <> o.quantity",
     "o.quantity || ' that came, were lost or are under way'", "o.balance + o.came + o.lost"),
    ("transfer", "o.ended_at IS NOT NULL AND o.balance <> 0",
     "'nothing under way of what ended'", "o.balance"),
)  # fmt: skip

TRANSFER_CHECKS: Final = (
    Check("transfers", ("transfers",), page_of(_PAGE, _SEEN, "'transfer ' || o.id", _RULES)),
)
