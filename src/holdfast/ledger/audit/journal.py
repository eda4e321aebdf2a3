"""The journal, entry by entry: versions, sums, and what each operation may change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from holdfast.kit import is_currency
from holdfast.ledger.audit.report import AuditReport, Fault, Flow
from holdfast.ledger.audit.source import Source

ENTRIES_A_SLICE: Final = 5_000
_BEYOND: Final = 2**63 - 1

# Starts again at the last version of the slice before, so that its duplicates are seen.
_ENTRIES = """
SELECT partition, key, version, operation, change, held_change, balance, held, hold,
       counterparty, at
FROM ledger_entries
WHERE (partition, key, version) >= ($1::smallint, $2::text, $3::bigint)
  AND ($4::smallint IS NULL OR (partition, key) <= ($4::smallint, $5::text))
ORDER BY partition, key, version LIMIT $6
"""

_HOLDS_FOUND = (
    "SELECT id FROM ledger_holds WHERE partition = ANY ($1::smallint[]) AND id = ANY ($2)"
)
_HOLDS_FOUND_ANYWHERE = "SELECT id FROM ledger_holds WHERE id = ANY ($1)"
_ACCOUNTS_FOUND = "SELECT partition, key FROM ledger_accounts WHERE key = ANY ($1)"

# What an operation does to (change, held_change), as signs: 1 adds, -1 takes, 0 leaves alone.
_SHAPES: Final[dict[tuple[str, str], tuple[tuple[int, int], ...]]] = {
    ("store", "deposit"): ((1, 0),),
    ("store", "withdraw"): ((-1, 0),),
    ("store", "set"): ((1, 0), (-1, 0), (0, 0)),
    ("store", "hold"): ((-1, 1),),
    ("store", "capture"): ((0, -1),),
    ("store", "release"): ((1, -1),),
    ("store", "expire"): ((1, -1),),
    ("store", "wait"): ((0, 0),),
    ("capacity", "deposit"): ((-1, 0),),
    ("capacity", "withdraw"): ((1, 0),),
    ("capacity", "hold"): ((0, 1),),
    ("capacity", "capture"): ((1, -1), (0, -1)),
    ("capacity", "release"): ((0, -1),),
    ("capacity", "expire"): ((0, -1),),
}
_OF_A_HOLD: Final = {"hold", "capture", "release", "expire"}
_FROM_OUTSIDE: Final = {"deposit", "withdraw", "set"}

Place: TypeAlias = tuple[int, str]  # partition and key
Row: TypeAlias = Any


@dataclass(slots=True)
class Seen:
    """An account as the audit found it, and how far its journal has been followed."""

    kind: str
    unit: str
    version: int
    at: int | None = None  # the version followed to
    balance: int = 0
    held: int = 0


class Journal:
    """Follows the journal of the accounts seen, slice by slice."""

    def __init__(
        self,
        source: Source,
        report: AuditReport,
        flows: Mapping[tuple[str, str], Flow],
        hold_partitions: list[int],
        archived_before: datetime | None,
    ) -> None:
        self._source = source
        self._report = report
        self._flows = flows
        self._hold_partitions = hold_partitions
        self._archived_before = archived_before

    async def follow(self, seen: Mapping[Place, Seen], after: Place, upto: Place | None) -> None:
        """Check the entries of every key beyond ``after`` up to and with ``upto``.

        Entries newer than an account's version when it was seen are left for the next audit.
        """
        cursor = (*after, _BEYOND)
        to = upto or (None, None)
        strangers: dict[Place, int] = {}
        while True:
            rows = await self._source.fetch(_ENTRIES, *cursor, *to, ENTRIES_A_SLICE)
            full = len(rows) == ENTRIES_A_SLICE
            if full:
                rows, cursor = _whole_versions(rows)
            holds: set[UUID] = set()
            for row in rows:
                place = (row["partition"], row["key"])
                account = seen.get(place)
                if account is None:
                    strangers.setdefault(place, row["version"])
                elif row["version"] <= account.version:
                    self._entry(row, account)
                    if row["hold"] is not None:
                        holds.add(row["hold"])
            await self._holds_exist(holds)
            if not full:
                break
            at = seen.get(cursor[:2])
            if at is not None and cursor[2] > at.version:
                cursor = (*cursor[:2], _BEYOND)
        await self._accounts_exist(strangers)

    def _entry(self, row: Row, account: Seen) -> None:
        self._report.entries += 1
        subject = f"{row['key']} version {row['version']} (partition {row['partition']})"
        if self._in_order(row, account, subject):
            for name, change in (("balance", row["change"]), ("held", row["held_change"])):
                before = getattr(account, name)
                if row[name] != before + change:
                    found = f"{row[name]} after {before} {change:+}"
                    self._report.add(Fault.SUM, subject, f"{name} {before + change}", found)
        for name in ("balance", "held"):
            if row[name] < 0:
                self._report.add(Fault.NEGATIVE, subject, f"{name} of 0 or more", row[name])
        account.at, account.balance, account.held = row["version"], row["balance"], row["held"]
        flow = self._flows[account.kind, account.unit]
        moved = row["change"] + row["held_change"]
        flow.operations[row["operation"]] = flow.operations.get(row["operation"], 0) + moved
        self._shape(row, account, subject)

    def _in_order(self, row: Row, account: Seen, subject: str) -> bool:
        """Whether the entry follows the one before it, so that their sums must agree."""
        version = row["version"]
        if account.at is None:
            if version == 1:
                return True
            if self._archived_before is None or version < 1:
                self._report.add(Fault.GAP, subject, "to start at version 1", version)
                return False
            account.balance = row["balance"] - row["change"]
            account.held = row["held"] - row["held_change"]
            flow = self._flows[account.kind, account.unit]
            flow.opening += account.balance + account.held
            return True
        if version == account.at + 1:
            return True
        if version == account.at:
            self._report.add(Fault.DUPLICATE, subject, "one entry", "another one")
        else:
            self._report.add(Fault.GAP, subject, f"version {account.at + 1}", version)
        return False

    def _shape(self, row: Row, account: Seen, subject: str) -> None:
        operation, change, held = row["operation"], row["change"], row["held_change"]
        shapes = _SHAPES.get((account.kind, operation))
        if shapes is None:
            self._report.add(Fault.SHAPE, subject, f"an operation of a {account.kind}", operation)
            return
        lopsided = bool(change and held and abs(change) != abs(held))
        if (_sign(change), _sign(held)) not in shapes or lopsided:
            found = f"{change:+} and held {held:+}"
            self._report.add(Fault.SHAPE, subject, f"what {operation} does", found)
        if (row["hold"] is not None) != (operation in _OF_A_HOLD):
            expected = "a hold" if operation in _OF_A_HOLD else "no hold"
            self._report.add(Fault.SHAPE, subject, expected, row["hold"])
        named = row["counterparty"]
        if operation in _FROM_OUTSIDE and change and is_currency(account.unit) and not named:
            self._report.add(Fault.MONEY, subject, "a counterparty", f"{change:+} {account.unit}")

    async def _holds_exist(self, holds: set[UUID]) -> None:
        if not holds:
            return
        found = await self._source.fetch(_HOLDS_FOUND, self._hold_partitions, list(holds))
        missing = holds - {row["id"] for row in found}
        if missing:  # in a partition that was empty when the audit began?
            found = await self._source.fetch(_HOLDS_FOUND_ANYWHERE, list(missing))
            for hold in sorted(missing - {row["id"] for row in found}):
                self._report.add(Fault.ORPHAN, f"hold {hold}", "the hold of its entries", "none")

    async def _accounts_exist(self, strangers: Mapping[Place, int]) -> None:
        """Entries of accounts that were not seen: opened since, or nobody's."""
        if not strangers:
            return
        keys = [key for _, key in strangers]
        rows = await self._source.fetch(_ACCOUNTS_FOUND, keys)
        found = {(row["partition"], row["key"]) for row in rows}
        for partition, key in sorted(strangers.keys() - found):
            subject = f"{key} (partition {partition})"
            self._report.add(Fault.ORPHAN, subject, "the account of its entries", "none")


def _whole_versions(rows: list[Row]) -> tuple[list[Row], tuple[int, str, int]]:
    """A full slice without its last version, which the next slice starts with."""
    last = rows[-1]
    cursor = (last["partition"], last["key"], last["version"])
    kept = len(rows)
    while kept and (rows[kept - 1]["partition"], rows[kept - 1]["key"],
                    rows[kept - 1]["version"]) == cursor:  # fmt: skip
        kept -= 1
    if kept == 0:  # thousands of duplicates of one version: seen enough of them
        return rows, (cursor[0], cursor[1], cursor[2] + 1)
    return rows[:kept], cursor


def _sign(number: int) -> int:
    return (number > 0) - (number < 0)
