"""What a shop owes its clients: prepaid and not used, by kind, state and the month it ends in."""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID

import msgspec
from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.ledger import accounts_of
from holdfast.packages import PackageTerms, grant_key, lines_of_package
from holdfast.views.spreadsheet import csv_lines, in_units

__all__ = ["Owed", "liability", "liability_csv"]

_PAGE: Final = 1000
_GRANTS: Final = """
SELECT g.id, g.kind, g.owner, g.currency, g.line, g.status, p.terms::text AS terms,
       to_char(g.valid_until AT TIME ZONE 'UTC', 'YYYY-MM') AS month
FROM package_grants g JOIN package_purchases p ON p.order_id = g.order_id
WHERE ($1::uuid IS NULL OR g.id > $1) ORDER BY g.id LIMIT $2
"""
_COLUMNS: Final = ("kind", "currency", "status", "ends_in", "count", "units", "value")
_terms: Final = msgspec.json.Decoder(PackageTerms).decode


class Owed(Struct, frozen=True):
    """``count`` accounts of one kind that end in one month: the ``units`` left in them (minutes, or
    minor units), and their ``value``, which is their share of the price paid."""

    kind: str
    currency: str
    status: str
    ends_in: str
    count: int
    units: int
    value: int


async def liability(database: Database) -> list[Owed]:
    """All of it, as it is now, by kind, currency, state and month."""
    found: dict[tuple[str, str, str, str], tuple[int, int, int]] = {}
    after: UUID | None = None
    while True:
        rows = await database.pool.fetch(_GRANTS, after, _PAGE)
        keys = {row["id"]: grant_key(row["kind"], row["owner"], row["id"]) for row in rows}
        async with database.read() as connection:
            accounts = await accounts_of(connection, list(keys.values()))
        for row in rows:
            account = accounts.get(keys[row["id"]])
            if account is None or not account.balance:
                continue
            item = list(lines_of_package(_terms(row["terms"])))[row["line"]]
            value = item.cost * account.balance // item.units
            group = (row["kind"], row["currency"], row["status"], row["month"])
            count, units, before = found.get(group, (0, 0, 0))
            found[group] = (count + 1, units + account.balance, before + value)
        if len(rows) < _PAGE:
            return [Owed(*group, *sums) for group, sums in sorted(found.items())]
        after = rows[-1]["id"]


async def liability_csv(database: Database) -> AsyncIterator[str]:
    """The same for a spreadsheet, money in whole units."""
    yield csv_lines([_COLUMNS])
    yield csv_lines(_cells(one) for one in await liability(database))


def _cells(one: Owed) -> list[object]:
    cells = {name: getattr(one, name) for name in _COLUMNS}
    money = ("units", "value") if one.kind == "certificate" else ("value",)
    return list((cells | {name: in_units(cells[name], one.currency) for name in money}).values())
