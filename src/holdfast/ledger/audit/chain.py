"""The chain: every head follows from the one before it, and every batch is what it was sealed with.

Walked like all else in short statements: heads in the order of their chains, rows by time, each
stretch with the heads of the same stretch, so that one moment shows a batch whole or not at all.
"""

import hashlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from holdfast.db.events import EVENT_DIGEST
from holdfast.ledger.audit.report import AuditReport, Fault, Tell
from holdfast.ledger.audit.source import Source
from holdfast.ledger.canonical import ENTRY, HOLD, RECORD

CHAIN_BITS: Final = 40
HEADS_A_SLICE: Final = 5_000
BATCHES_A_SLICE: Final = 1_000
EVENTS_FOR: Final = timedelta(days=29)  # they are kept for 30
RECORDS_FOR: Final = timedelta(hours=23)  # they are kept for 24

_OPENINGS: Final = """
SELECT c.id, c.opened_at, c.before, c.head,
       sha256(lag(c.head) OVER (ORDER BY c.id) || int8send(c.id)
              || convert_to(c.seen::text, 'UTF8')) AS expected,
       lag(c.id) OVER (ORDER BY c.id) AS previous,
       (SELECT array_agg((s ->> 0)::bigint ORDER BY s) FROM jsonb_array_elements(c.seen) AS s
        LEFT JOIN ledger_heads h ON h.batch = (s ->> 0)::bigint
        WHERE h.head IS DISTINCT FROM decode(s ->> 1, 'hex')) AS unlike
FROM ledger_chains c ORDER BY c.id
"""
_OPENING: Final = "SELECT head FROM ledger_chains WHERE id = $1"
_HEADS: Final = """
SELECT batch, (extract(epoch FROM at) * 1000000)::bigint AS at, journal, records, events, head
FROM ledger_heads WHERE batch > $1 ORDER BY batch LIMIT $2
"""
_BOUNDS: Final = "SELECT min(at), max(at), clock_timestamp() FROM ledger_heads"
_SLICE_ENDS: Final = "SELECT at FROM ledger_heads WHERE at >= $1 ORDER BY at OFFSET $2 LIMIT 1"
_UNSEALED: Final = "SELECT count(*) FROM ledger_entries WHERE batch IS NULL"

# Entries of a stretch, and the holds they say were taken, against what the heads of it say.
_JOURNAL: Final = f"""
WITH taken AS (
    SELECT DISTINCT batch, hold FROM JOURNAL
    WHERE at >= $1 AND at < $2 AND operation = 'hold' AND batch IS NOT NULL
), digests AS (
    SELECT batch, {ENTRY} AS row_digest FROM JOURNAL
    WHERE at >= $1 AND at < $2 AND batch IS NOT NULL
    UNION ALL
    SELECT taken.batch, h.row_digest FROM taken CROSS JOIN LATERAL (
        SELECT {HOLD} AS row_digest FROM ledger_holds
        WHERE partition = ANY ($3::smallint[]) AND id = taken.hold) h
), found AS (
    SELECT batch, sha256(string_agg(row_digest, ''::bytea ORDER BY row_digest)) AS journal
    FROM digests GROUP BY batch
), said AS (SELECT batch, at, journal FROM ledger_heads WHERE at >= $1 AND at < $2)
SELECT coalesce(said.batch, found.batch) AS batch, said.at, said.journal IS NULL AS none_said,
       found.journal IS NULL AS none_found,
       (SELECT string_agg(format('%s version %s', e.key, e.version), ', ' ORDER BY e.key, e.version)
        FROM (SELECT key, version FROM JOURNAL WHERE batch = coalesce(said.batch, found.batch)
                AND at >= $1 AND at < $2 ORDER BY key, version LIMIT 10) e) AS entries
FROM found FULL JOIN said ON said.batch = found.batch
WHERE found.journal IS DISTINCT FROM said.journal ORDER BY 1
"""  # fmt: skip
_EVENTS: Final = f"""
WITH found AS (
    SELECT era, xid, sha256(string_agg(row_digest, ''::bytea ORDER BY row_digest)) AS events
    FROM (SELECT era, xid, {EVENT_DIGEST} AS row_digest FROM events
          WHERE at >= $1::timestamptz - interval '1 minute'
            AND at < $2::timestamptz + interval '5 minutes') v
    GROUP BY era, xid
)
SELECT h.batch FROM ledger_heads h LEFT JOIN found USING (era, xid)
WHERE h.at >= $1 AND h.at < $2 AND h.events IS NOT NULL
  AND h.events IS DISTINCT FROM found.events
"""
# Those, once more, wherever their events may lie.
_EVENTS_OF: Final = f"""
SELECT h.batch, h.at, v.events, v.subjects FROM ledger_heads h CROSS JOIN LATERAL (
    SELECT sha256(string_agg(row_digest, ''::bytea ORDER BY row_digest)) AS events,
           string_agg(DISTINCT about, ', ') AS subjects
    FROM (SELECT {EVENT_DIGEST} AS row_digest, type || ' of ' || subject AS about FROM events
          WHERE era = h.era AND xid = h.xid) v) v
WHERE h.batch = ANY ($1) AND h.events IS DISTINCT FROM v.events ORDER BY h.batch
"""
_RECORDS: Final = f"""
WITH found AS (
    SELECT batch, sha256(string_agg(row_digest, ''::bytea ORDER BY row_digest)) AS records,
           string_agg(key, ', ' ORDER BY key) AS keys
    FROM (SELECT batch, key, {RECORD} AS row_digest FROM ledger_idempotency
          WHERE batch IS NOT NULL) r
    GROUP BY batch
)
SELECT h.batch, h.at, found.keys FROM ledger_heads h LEFT JOIN found USING (batch)
WHERE h.at > $1 AND h.records IS DISTINCT FROM found.records ORDER BY h.batch
"""
_TABLE: Final = "SELECT to_regclass($1) IS NOT NULL"
_PARTITIONS: Final = "SELECT array_agg(n) FROM ledger_layout, generate_series(1, partitions) AS n"
_MOMENT: Final = timedelta(microseconds=1)


class Head(Struct, frozen=True):
    """One batch's seal."""

    batch: int
    head: bytes


def named(batch: int, at: datetime | None = None) -> str:
    """A batch as a person reads it: its chain, and its place there."""
    place = batch & ((1 << CHAIN_BITS) - 1)
    when = "" if at is None else f" of {at:%Y-%m-%d %H:%M:%S}"
    return f"batch {batch >> CHAIN_BITS}.{place}{when}"


async def check_chain(
    source: Source, report: AuditReport, tell: Tell, horizon: datetime | None
) -> None:
    """Every head follows; entries, holds, and for as long as they are kept records and events are
    those that were sealed. Months put away are looked at while their tables are there."""
    first, last, now = (await source.fetch(_BOUNDS))[0]
    openings = await _openings(source, report)
    async for slice_ in chain_heads(source, openings, report):
        report.batches += len(slice_)
        tell("batches", report.batches, report.batches)
    if first is None:
        return
    partitions = await source.fetchval(_PARTITIONS) or [1]
    start = first
    while start <= last:
        end = await source.fetchval(_SLICE_ENDS, start, BATCHES_A_SLICE)
        end = last + _MOMENT if end is None else max(end, start + _MOMENT)
        for begin, until, table in _months(start, end, horizon):
            if table == "ledger_entries" or await source.fetchval(_TABLE, table):
                await _journal(source, report, table, begin, until, partitions)
        if end > now - EVENTS_FOR:
            await _events(source, report, max(start, now - EVENTS_FOR), end)
        start = end
    for row in await source.fetch(_RECORDS, now - RECORDS_FOR):
        subject = named(row["batch"], row["at"])
        expected = "the idempotency records it was sealed with"
        report.add(Fault.SEALED, subject, expected, row["keys"] or "none")


def _months(
    start: datetime, end: datetime, horizon: datetime | None
) -> Iterator[tuple[datetime, datetime, str]]:
    """The stretch, cut where the journal's months begin that were put away; and their tables."""
    while horizon is not None and start < min(end, horizon):
        month = start.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        until = min(end, (month + timedelta(days=32)).replace(day=1))
        yield start, until, f"ledger_entries_{month:%Y%m}"
        start = until
    if start < end:
        yield start, end, "ledger_entries"


async def _openings(source: Source, report: AuditReport) -> dict[int, bytes]:
    """Every chain's opening follows from the one before, and names heads that are there."""
    found: dict[int, bytes] = {}
    for row in await source.fetch(_OPENINGS):
        found[row["id"]] = row["head"]
        subject = f"chain {row['id']}, opened {row['opened_at']:%Y-%m-%d %H:%M:%S}"
        if row["id"] == 0:
            report.chained_since = row["opened_at"]
            unsealed = await source.fetchval(_UNSEALED)
            if unsealed > row["before"]:
                report.add(Fault.SEALED, "entries in no batch", row["before"], unsealed)
        elif row["previous"] != row["id"] - 1:
            report.add(Fault.CHAIN, subject, f"chain {row['id'] - 1} before it", row["previous"])
        elif row["head"] != row["expected"]:
            report.add(Fault.CHAIN, subject, "to follow from what it saw", "another hash")
        for batch in row["unlike"] or ():
            report.add(Fault.CHAIN, subject, f"{named(batch)} as it saw it", "another, or none")
    if 0 not in found:
        report.add(Fault.CHAIN, "chain 0", "when the chain began", "none")
    return found


async def chain_heads(
    source: Source, openings: dict[int, bytes], report: AuditReport | None = None
) -> AsyncIterator[list[Head]]:
    """Every head, slice by slice, in the order of their chains; names those that do not follow."""
    at, before = -1, b""
    while rows := await source.fetch(_HEADS, at, HEADS_A_SLICE):
        for batch, time, journal, records, events, head in rows:
            place = batch & ((1 << CHAIN_BITS) - 1)
            expected = at + 1
            if at >> CHAIN_BITS != batch >> CHAIN_BITS or at < 0:
                before = await _opening(source, openings, batch >> CHAIN_BITS)
                expected = batch - place + 1
            if report is not None and batch != expected:
                report.add(Fault.CHAIN, named(batch), f"{named(expected)} before it", "none")
            elif report is not None and head != _head(
                before, batch, time, journal, records, events
            ):
                report.add(
                    Fault.CHAIN, named(batch), "to follow from the one before", "another hash"
                )
            at, before = batch, head
        yield [Head(row["batch"], row["head"]) for row in rows]


async def _opening(source: Source, openings: dict[int, bytes], chain: int) -> bytes:
    """What the chain's first head follows from; one that was opened since is looked up."""
    if chain not in openings:
        openings[chain] = await source.fetchval(_OPENING, chain) or b""
    return openings[chain]


def _head(previous: bytes, batch: int, at: int, *of: bytes | None) -> bytes:
    """A batch's head, as ``canonical.SEAL`` says it."""
    hashed = hashlib.sha256(previous)
    hashed.update(batch.to_bytes(8, "big", signed=True) + at.to_bytes(8, "big", signed=True))
    for one in of:
        hashed.update(bytes(32) if one is None else one)
    return hashed.digest()


async def _journal(
    source: Source,
    report: AuditReport,
    table: str,
    start: datetime,
    end: datetime,
    partitions: list[int],
) -> None:
    for row in await source.fetch(_JOURNAL.replace("JOURNAL", table), start, end, partitions):
        expected = "the entries and holds it was sealed with"
        if row["at"] is None:
            expected = "its head"
        elif row["none_said"]:
            expected = "no entries"
        found = row["entries"] or "no entries"
        report.add(Fault.SEALED, named(row["batch"], row["at"]), expected, found)


async def _events(source: Source, report: AuditReport, start: datetime, end: datetime) -> None:
    suspects = [row["batch"] for row in await source.fetch(_EVENTS, start, end)]
    if not suspects:
        return
    for row in await source.fetch(_EVENTS_OF, suspects):
        subject = named(row["batch"], row["at"])
        found = row["subjects"] or "no events"
        report.add(Fault.SEALED, subject, "the events it was sealed with", found)
