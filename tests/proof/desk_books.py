"""What staff were answered while everything else went on, and whether the shop says the same."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Final

from tests.support.market import eventually
from tests.support.postgres import fetch

__all__ = ["DeskBooks"]

KNOWN_WITHIN: Final = 60.0
Json = dict[str, Any]
_SENT: Final = "SELECT id::text, lost, quantity - came - lost AS rest FROM transfers"
_LINES: Final = "SELECT order_id::text, line, variant_id::text FROM order_items"
_CAME: Final = """
SELECT r.order_id::text, l.line, sum(l.restocked + l.written_off)::int AS units
FROM returns r JOIN return_lines l ON l.return_id = r.id WHERE r.status = 'inspected' GROUP BY 1, 2
"""
_PAYOUTS: Final = "SELECT id::text, amount, status FROM payouts"
_SHARES: Final = """
SELECT s.seller_id::text AS seller, sum(s.gross - s.commission)::bigint AS net,
       (SELECT coalesce(sum(a.balance), 0)::bigint FROM ledger_accounts a
        WHERE a.key LIKE 'earned/' || s.seller_id || '/%') AS earned,
       (SELECT coalesce(sum(a.balance), 0)::bigint FROM ledger_accounts a
        WHERE a.key LIKE 'owed/' || s.seller_id || '/%') AS owed,
       (SELECT coalesce(sum(p.amount), 0)::bigint FROM payouts p
        WHERE p.seller_id = s.seller_id AND p.status <> 'failed') AS sent
FROM suborders s GROUP BY 1, s.seller_id
"""
_TO_COME: Final = """
SELECT o.id::text FROM orders o JOIN order_items i ON i.order_id = o.id
JOIN products p ON p.id = i.product_id AND p.seller_id IS NOT NULL
WHERE o.status = 'completed' AND NOT EXISTS (
    SELECT FROM suborders s WHERE s.order_id = o.id AND s.status = 'earned')
"""
_COUNTED: Final = """
SELECT split_part(key, '/', 2) AS variant, change, balance + held AS units
FROM ledger_entries WHERE note = 'import' AND operation = 'set'
"""


@dataclass
class DeskBooks:
    """``given``: what went back of an order, so much at least. ``due``: orders for the difference
    of an exchange. ``came``: units by order and line. ``lost``: by transfer. ``payouts``: their
    amount, and what was said of them last. ``counts``: what files said of each variant; ``moved``:
    what reports say of that."""

    given: Counter[str] = field(default_factory=Counter)
    due: set[str] = field(default_factory=set)
    came: Counter[tuple[str, int]] = field(default_factory=Counter)
    lost: dict[str, int] = field(default_factory=dict)
    payouts: dict[str, tuple[int, str]] = field(default_factory=dict)
    counts: dict[str, set[int]] = field(default_factory=dict)
    moved: Counter[tuple[str, int, int]] = field(default_factory=Counter)

    def inspected(self, shown: Json) -> None:
        self.given[shown["orderId"]] += shown["refunded"]
        for line in shown["lines"]:
            units = line["restocked"] + line["writtenOff"]
            self.came[shown["orderId"], line["line"]] += units

    def settled(self, payout: str, status: str) -> None:
        """What has failed stays so, whoever is answered later."""
        amount, before = self.payouts[payout]
        self.payouts[payout] = (amount, before if before == "failed" else status)

    async def came_back(self, url: str) -> Counter[str]:
        """Units by variant."""
        of_line = {(row[0], row[1]): row[2] for row in await fetch(url, _LINES)}
        found: Counter[str] = Counter()
        for line, units in self.came.items():
            found[of_line[line]] += units
        return found

    async def counted(self, url: str) -> Counter[str]:
        """By how much counts by file changed what is on hand. Nobody outside can know it: each was
        set on top of whatever there was."""
        found: Counter[str] = Counter()
        for row in await fetch(url, _COUNTED):
            found[row["variant"]] += row["change"]
        return found

    async def faults(self, url: str) -> list[str]:
        """Every disagreement, but for goods and money of buyers."""
        return [
            *await self._faults_of_returns(url),
            *await self._faults_of_transfers(url),
            *await self._faults_of_counts(url),
            *await self._faults_of_payouts(url),
        ]

    async def _faults_of_returns(self, url: str) -> list[str]:
        there = {(row[0], row[1]): row["units"] for row in await fetch(url, _CAME) if row["units"]}
        said = {line: units for line, units in self.came.items() if units}
        return [
            f"{there.get(line)} of line {line} came back, not {said.get(line)}"
            for line in there.keys() | said.keys()
            if there.get(line) != said.get(line)
        ]

    async def _faults_of_transfers(self, url: str) -> list[str]:
        there = {row["id"]: row["lost"] for row in await fetch(url, _SENT)}
        if there == self.lost:
            return []
        return [f"transfers lost {there}, and {self.lost} was said"]

    async def _faults_of_counts(self, url: str) -> list[str]:
        rows = await fetch(url, _COUNTED)
        wrong = [
            f"{row['variant']} was counted as {row['units']}, which no file says"
            for row in rows
            if row["units"] not in self.counts.get(row["variant"], ())
        ]
        done = Counter((row["variant"], row["units"] - row["change"], row["units"]) for row in rows)
        never = self.moved - done
        return [*wrong, *[f"the count {one} was reported, and never was" for one in never]]

    async def _faults_of_payouts(self, url: str) -> list[str]:
        there = {row["id"]: (row["amount"], row["status"]) for row in await fetch(url, _PAYOUTS)}
        wrong = []
        if there != self.payouts:
            wrong.append(f"payouts are {there}, and were said to be {self.payouts}")

        async def shared() -> bool:
            return not await fetch(url, _TO_COME)

        await eventually(shared, KNOWN_WITHIN, "sellers have their share of what is completed")
        shares = await fetch(url, _SHARES)
        return wrong + [
            f"the shares of a seller do not add up: {dict(row)}"
            for row in shares
            if row["earned"] - row["owed"] + row["sent"] != row["net"]
        ]
