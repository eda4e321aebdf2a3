"""Accounts by their keys: each belongs to a row of its noun, in that row's unit."""

from typing import Final

from msgspec import Struct

from holdfast.views.agreement.checks import Check, page_of, rules

__all__ = ["ACCOUNT_CHECKS"]

_ID: Final = "substring(o.key FROM '/([0-9a-f-]{36})$')::uuid"


class _Kind(Struct, frozen=True):
    """Accounts whose keys begin with ``prefix``: in which ``unit`` (SQL; ``n`` is the row found),
    and the ``table`` and condition of the row that each belongs to."""

    prefix: str
    unit: str
    table: str
    on: str
    kind: str = "store"
    rows: str | None = None
    """What is looked at, if it is more than the table."""


_HOLDERS: Final = "(SELECT id FROM sellers UNION ALL SELECT id FROM resources)"

_KINDS: Final = (
    _Kind("stock/", "'piece'", "variants",
          "n.id = substring(o.key FROM '^stock/([0-9a-f-]{36})(/|$)')::uuid"),
    _Kind("delivery/", "'piece'", "variants", f"n.id = {_ID}", "capacity"),
    _Kind("places/", "'location'", "variants", f"n.id = {_ID}"),
    _Kind("turns/", "'turn'", "variants", f"n.id = {_ID}"),
    _Kind("coming/", "'piece'", "purchases",
          "n.id = substring(o.key FROM '^coming/([0-9a-f-]{36})/')::uuid"),
    _Kind("awaited/", "'piece'", "preorders", f"n.variant_id = {_ID}"),
    _Kind("arrived/", "'piece'", "preorders", f"n.variant_id = {_ID}"),
    _Kind("transit/", "'piece'", "transfers", f"n.id = {_ID}"),
    _Kind("flash/", "'piece'", "flash_sales", f"n.id = {_ID}"),
    _Kind("coupon/", "'piece'", "coupon_campaigns", f"n.id = {_ID}"),
    _Kind("issued/", "'piece'", "coupons", f"n.id = {_ID}"),
    _Kind("promotion/", "'piece'", "promotions", f"n.id = {_ID}"),
    _Kind("returned/", "'piece'", "orders",
          "n.id = substring(o.key FROM '^returned/([0-9a-f-]{36})/')::uuid", "capacity"),
    _Kind("returns/", "'piece'", "orders", f"n.id = {_ID}"),
    _Kind("written-off/", "'piece'", "variants", f"n.id = {_ID}"),
    _Kind("refundable/", "n.currency", "payments", f"n.id = {_ID}"),
    _Kind("disputed/", "n.currency", "disputes", f"n.id = {_ID}"),
    _Kind("moved/", "'piece'", "bookings", f"n.id = {_ID}"),
    _Kind("grants/", "'piece'", "bookings", f"n.id = {_ID}"),
    _Kind("schedule/", "'change'", "resources", f"n.id = {_ID}"),
    _Kind("due/", "n.currency", "orders", f"n.id = {_ID}"),
    _Kind("hours/", "'minute'", "package_grants", f"n.kind = 'hours' AND n.id = {_ID}"),
    _Kind("certificate/", "CASE n.kind WHEN 'sessions' THEN 'minute' ELSE n.currency END",
          "package_grants", f"n.kind <> 'hours' AND n.id = {_ID}"),
    _Kind("spent/", "CASE WHEN n.provider IN ('hours', 'sessions') THEN 'minute' "
          "WHEN n.provider = 'points' THEN 'PTS' ELSE n.currency END",
          "payments", f"n.source IS NOT NULL AND n.id = {_ID}"),
    _Kind("charge/", "n.currency", "wallet_charges", f"n.payment_id = {_ID}"),
    _Kind("earned/", "right(o.key, 3)", "sellers",
          "n.id = substring(o.key FROM '^earned/([0-9a-f-]{36})/')::uuid", rows=_HOLDERS),
    _Kind("owed/", "right(o.key, 3)", "sellers",
          "n.id = substring(o.key FROM '^owed/([0-9a-f-]{36})/')::uuid", rows=_HOLDERS),
    _Kind("wallet/", "n.currency", "wallets",
          "n.owner = substring(o.key FROM '^wallet/(.*)/[A-Z]{3}$') "
          "AND n.currency = right(o.key, 3)"),
)  # fmt: skip


def _check(kind: _Kind) -> Check:
    end = kind.prefix[:-1] + chr(ord("/") + 1)
    page = f"""
        SELECT a.key, a.kind, a.unit, a.version, left($1, 4) || a.key AS place
        FROM ledger_accounts a
        WHERE a.partition = left($1, 3)::smallint AND a.key > substr($1, 5) AND a.key < '{end}'
        ORDER BY a.key LIMIT $2
    """
    seen = f"""
        SELECT o.*, n.found, n.its_unit FROM page o
        LEFT JOIN LATERAL (SELECT true AS found, {kind.unit} AS its_unit
                           FROM {kind.rows or kind.table} n
                           WHERE {kind.on} LIMIT 1) n ON true
        WHERE o.version > 0
    """
    found = rules(
        ("account-of", "o.found IS NULL", f"'its row in {kind.table}'", "NULL"),
        ("account-unit", f"o.found AND (o.unit <> o.its_unit OR o.kind <> '{kind.kind}')",
         f"'a {kind.kind} in ' || o.its_unit", "o.kind || ' in ' || o.unit"),
    )  # fmt: skip
    statement = page_of(page, seen, "o.key", found, "place")
    stage = f"accounts {kind.prefix}"
    return Check(stage, (kind.table,), statement, kind.prefix, 2000, by_partition=True)


ACCOUNT_CHECKS: Final = tuple(_check(kind) for kind in _KINDS)
