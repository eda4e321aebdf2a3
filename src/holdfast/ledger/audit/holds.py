"""Holds against their entries and against what accounts say is held; idempotency records."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final, TypeAlias
from uuid import UUID

from holdfast.ledger.audit.report import AuditReport, Fault, Tell
from holdfast.ledger.audit.source import Source, partitions_of

HOLDS_A_SLICE: Final = 1_000
RECORDS_A_SLICE: Final = 5_000

# One statement, one snapshot: what is promised to open holds against what accounts call held.
_HELD = """
WITH promised AS (
    SELECT line ->> 0 AS key, sum((line ->> 1)::bigint) AS held
    FROM ledger_holds h CROSS JOIN LATERAL jsonb_array_elements(h.lines) AS line
    WHERE h.state = 'held' GROUP BY 1
), said AS (
    SELECT key, sum(held) AS held FROM ledger_accounts WHERE held <> 0 GROUP BY key
)
SELECT coalesce(promised.key, said.key) AS key,
       coalesce(promised.held, 0) AS promised, coalesce(said.held, 0) AS said
FROM promised FULL JOIN said ON promised.key = said.key
WHERE coalesce(promised.held, 0) <> coalesce(said.held, 0)
ORDER BY 1 LIMIT 1001
"""

# One statement, one snapshot: each hold with all entries that name it.
_HOLDS = """
SELECT h.partition, h.id, h.state, h.expires_at, h.lines, h.created_at,
       (SELECT json_agg(json_build_array(e.operation, e.key, e.change, e.held_change,
                                         e.at < h.expires_at, e.actor, e.request, e.at,
                                         e.at = h.created_at))
        FROM ledger_entries e WHERE e.hold = h.id) AS entries
FROM (SELECT * FROM ledger_holds WHERE (partition, id) > ($1::smallint, $2::uuid)
      ORDER BY partition, id LIMIT $3) h
ORDER BY h.partition, h.id
"""

_RECORDS = """
SELECT r.partition, r.key, r.answer, r.hold_expires_at, r.expires_at,
       (SELECT array_agg(o.partition) FROM ledger_idempotency o
        WHERE o.partition = ANY ($4::smallint[]) AND o.partition <> r.partition
          AND o.key = r.key) AS elsewhere
FROM (SELECT * FROM ledger_idempotency WHERE (partition, key) > ($1::smallint, $2::text)
      ORDER BY partition, key LIMIT $3) r
ORDER BY r.partition, r.key
"""

_GIVEN_BACK_BY: Final = {"released": "release", "expired": "expire"}

Row: TypeAlias = Any
Line: TypeAlias = Any  # [key, quantity, capacity or null, kept]
Movement: TypeAlias = tuple[str, str, int, int]  # operation, key, change, held change


async def check_held(source: Source, report: AuditReport) -> None:
    """Every account's held is the sum of the lines of holds that are held."""
    for row in await source.fetch(_HELD):
        report.add(Fault.HELD, row["key"], f"{row['promised']} held by open holds", row["said"])


async def check_holds(
    source: Source, report: AuditReport, tell: Tell, archived_before: datetime | None
) -> None:
    """Every hold was taken once and ended at most once, exactly by its lines."""
    total = await source.fetchval("SELECT greatest(reltuples, 0)::bigint FROM pg_class "
                                  "WHERE relname = 'ledger_holds'")  # fmt: skip
    end = await source.fetch(
        "SELECT partition, id FROM ledger_holds ORDER BY partition DESC, id DESC LIMIT 1"
    )
    at: tuple[int, UUID] = (-1, UUID(int=0))
    while end and at < (end[0]["partition"], end[0]["id"]):
        rows = await source.fetch(_HOLDS, *at, HOLDS_A_SLICE)
        if not rows:
            break
        for row in rows:
            archived = archived_before is not None and row["created_at"] < archived_before
            _hold(report, row, archived)
        at = (rows[-1]["partition"], rows[-1]["id"])
        tell("holds", report.holds, total)


def _hold(report: AuditReport, row: Row, archived: bool) -> None:
    report.holds += 1
    subject = f"hold {row['id']}"
    lines = json.loads(row["lines"])
    entries = json.loads(row["entries"] or "[]")
    expected = Counter(movement for line in lines for movement in _movements(line, row["state"]))
    found = Counter((entry[0], entry[1], entry[2], entry[3]) for entry in entries)
    if archived:
        expected &= found  # what was archived cannot be looked at, what is left must fit
    if not lines:
        report.add(Fault.HOLD, subject, "lines", "none")
    if found != expected:
        report.add(Fault.HOLD, f"{subject} ({row['state']})", _said(expected), _said(found))
    _told_alike(report, subject, entries)
    for operation, key, _, _, early, *_ in entries:
        if (operation == "capture" and not early) or (operation == "expire" and early):
            right, wrong = "before", "at or after"
            if early:
                right, wrong = wrong, right
            expected_at = f"{operation} {right} {row['expires_at']}"
            report.add(Fault.TIME, f"{subject}, {key}", expected_at, f"{operation} {wrong} it")


def _told_alike(report: AuditReport, subject: str, entries: list[Any]) -> None:
    """A hold is taken, and ends, in one command: by one actor, for one request, at one moment."""
    told: dict[str, set[tuple[str, str, str]]] = {}
    for operation, *_, actor, request, at, when_made in entries:
        told.setdefault(operation, set()).add((actor, request, at))
        if operation == "hold" and not when_made:
            report.add(Fault.COMMAND, subject, "entries of when it was made", f"one at {at}")
    for operation, by in told.items():
        if len(by) > 1:
            found = "; ".join(f"{actor or 'nobody'}, {request or 'no request'}, {at}"
                              for actor, request, at in sorted(by))  # fmt: skip
            report.add(Fault.COMMAND, subject, f"one command to {operation} it", found)


def _movements(line: Line, state: str) -> Iterator[Movement]:
    """What a line must have written: when it was taken, and when its hold ended."""
    key, quantity, capacity, kept = line
    store = capacity is None
    yield "hold", key, -quantity if store else 0, quantity
    if state == "captured":
        yield "capture", key, 0 if store or not kept else quantity, -quantity
    elif state in _GIVEN_BACK_BY:
        yield _GIVEN_BACK_BY[state], key, quantity if store else 0, -quantity


def _said(movements: "Counter[Movement]") -> str:
    """Movements as text: ``hold stock/1 -2/+2``."""
    words = [f"{operation} {key} {change:+}/{held:+}" + (f" x{times}" if times > 1 else "")
             for (operation, key, change, held), times in sorted(movements.items())]  # fmt: skip
    return ", ".join(words) or "no entries"


async def check_records(source: Source, report: AuditReport, tell: Tell) -> None:
    """Every idempotency record can answer a repetition, and there is one of each."""
    partitions = await partitions_of(source, "ledger_idempotency")
    end = await source.fetch(
        "SELECT partition, key FROM ledger_idempotency ORDER BY partition DESC, key DESC LIMIT 1"
    )
    at = (-1, "")
    while end and at < (end[0]["partition"], end[0]["key"]):
        rows = await source.fetch(_RECORDS, *at, RECORDS_A_SLICE, partitions)
        if not rows:
            break
        for row in rows:
            _record(report, row)
        at = (rows[-1]["partition"], rows[-1]["key"])
        tell("records", report.records, report.records)


def _record(report: AuditReport, row: Row) -> None:
    report.records += 1
    subject = f"record {row['key']} (partition {row['partition']})"
    if row["elsewhere"]:
        report.add(Fault.IDEMPOTENCY, subject, "one partition", f"also {row['elsewhere']}")
    if row["hold_expires_at"] is not None and row["hold_expires_at"] > row["expires_at"]:
        found = f"until {row['expires_at']}"
        report.add(Fault.IDEMPOTENCY, subject, f"kept until {row['hold_expires_at']}", found)
    if row["answer"]:
        try:
            json.loads(row["answer"])
        except ValueError:
            report.add(Fault.IDEMPOTENCY, subject, "a JSON answer", row["answer"][:80])
