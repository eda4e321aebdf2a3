"""Idempotency records against what they would answer with: it exists, and is the asker's."""

import json
from typing import Any, Final
from uuid import UUID

from holdfast.ledger.audit import AuditReport, Source

__all__ = ["check_answers"]

PAGE: Final = 2_000
_FAULT: Final = "idempotency"

_RECORDS: Final = """
SELECT partition, key, answer, hold_expires_at FROM ledger_idempotency
WHERE (partition, key) > ($1::smallint, $2::text) ORDER BY partition, key LIMIT $3
"""
# Read after the records, whose commands wrote these rows: they are there, and stay.
_ORDERS: Final = "SELECT id, owner, number FROM orders WHERE id = ANY ($1)"
_PAYMENTS: Final = """
SELECT p.id, coalesce(o.owner, '') AS owner
FROM payments p LEFT JOIN orders o ON o.id = p.subject_id
WHERE p.id = ANY ($1) AND (o.id IS NOT NULL OR p.purpose = 'top-up')
"""
_HOLDS: Final = """
SELECT id, ref, expires_at, extended FROM ledger_holds
WHERE partition = ANY ($1::smallint[]) AND id = ANY ($2)
"""
_NAMED: Final = ("order_id", "payment_id", "reservation_id")


class _Record:
    """One record with what its answer names."""

    def __init__(self, key: str, answer: str, hold_ends: Any) -> None:
        self.key, self.hold_ends = key, hold_ends
        self.subject = f"record {key}"
        scope, _, rest = key.partition("|")
        self.owner = rest.partition("|")[0]
        self.named: dict[str, UUID] = {}
        self.number: str | None = None
        said: Any = None
        try:
            said = json.loads(answer) if answer else None
            if scope == "buy" and isinstance(said, str):
                said = {"order_id": said}
            if isinstance(said, dict):
                self.named = {name: UUID(said[name]) for name in _NAMED if name in said}
                self.number = said.get("number")
        except (ValueError, TypeError, AttributeError):
            self.named = {}  # the ledger's own audit names what is no answer


async def check_answers(source: Source, report: AuditReport, partitions: list[int]) -> int:
    """How many were read. Each names what it is about, until it is forgotten after a day."""
    at, count = (-1, ""), 0
    while rows := await source.fetch(_RECORDS, *at, PAGE):
        await _page(source, report, partitions, [_Record(row[1], row[2], row[3]) for row in rows])
        at, count = (rows[-1][0], rows[-1][1]), count + len(rows)
    return count


async def _page(
    source: Source, report: AuditReport, partitions: list[int], records: list[_Record]
) -> None:
    def ids(name: str) -> list[UUID]:
        return list({one.named[name] for one in records if name in one.named})

    orders = {row[0]: row for row in await source.fetch(_ORDERS, ids("order_id"))}
    payments = {row[0]: row for row in await source.fetch(_PAYMENTS, ids("payment_id"))}
    holds = {row[0]: row for row in await source.fetch(_HOLDS, partitions, ids("reservation_id"))}
    for one in records:
        for name, found in (("order_id", orders), ("payment_id", payments)):
            thing = one.named.get(name)
            if thing is None:
                continue
            row = found.get(thing)
            what = f"{name.removesuffix('_id')} {thing}"
            if row is None:
                report.add(_FAULT, one.subject, f"{what}, which it names", "none")
            elif not _of_owner(row["owner"], one):
                report.add(_FAULT, one.subject, f"{what} of {one.owner}", f"of {row['owner']}")
            elif name == "order_id" and one.number is not None and one.number != row["number"]:
                report.add(_FAULT, one.subject, f"{what} numbered {one.number}", row["number"])
        _hold(report, one, holds)


def _of_owner(owner: str, record: _Record) -> bool:
    """Staff act on what is others'; a guest's orders may have become a user's."""
    return record.owner in ("", owner) or not record.key.startswith(("reserve|", "buy|", "pay|")) \
        or record.owner.startswith("guest:")  # fmt: skip


def _hold(report: AuditReport, one: _Record, holds: dict[UUID, Any]) -> None:
    hold_id = one.named.get("reservation_id")
    if hold_id is None:
        return
    hold = holds.get(hold_id)
    if hold is None:
        report.add(_FAULT, one.subject, f"hold {hold_id}, which it names", "none")
        return
    if one.hold_ends is not None and not hold["extended"] and hold["expires_at"] != one.hold_ends:
        expected = f"to end at {one.hold_ends:%Y-%m-%d %H:%M:%S.%f}, as its buyer was told"
        report.add("hold-end", f"hold {hold_id}", expected, hold["expires_at"])
    order = one.named.get("order_id")
    if order is not None and hold["ref"] != f"order/{order}":
        report.add(_FAULT, one.subject, f"hold {hold_id} for order {order}", hold["ref"])
