"""The ledger's chain as a test looks at it: verified, and forged by somebody who knows how."""

import asyncpg

from holdfast.db.events import EVENT_DIGEST
from holdfast.ledger.audit import AuditReport, archived_before, check_chain
from holdfast.ledger.canonical import ENTRY, HOLD, RECORD, SEAL

__all__ = ["chain_report", "forge"]

# What a batch would be sealed with as its rows are now, on what is before it.
_AGAIN = f"""
WITH hashed AS (
    SELECT (SELECT sha256(string_agg(d, ''::bytea ORDER BY d)) FROM (
                SELECT {ENTRY} AS d FROM ledger_entries WHERE batch = $1
                UNION ALL
                SELECT {HOLD} FROM ledger_holds WHERE id IN (
                    SELECT hold FROM ledger_entries WHERE batch = $1 AND operation = 'hold')
            ) AS rows) AS journal,
           (SELECT sha256(string_agg(d, ''::bytea ORDER BY d)) FROM (
                SELECT {RECORD} AS d FROM ledger_idempotency WHERE batch = $1) AS rows) AS records,
           (SELECT sha256(string_agg(d, ''::bytea ORDER BY d)) FROM (
                SELECT {EVENT_DIGEST} AS d FROM events
                WHERE xid = (SELECT xid FROM ledger_heads WHERE batch = $1)) AS rows) AS events
)
UPDATE ledger_heads h SET journal = hashed.journal, records = hashed.records,
       events = hashed.events, head = {SEAL.format(previous="$2::bytea", batch="$1::bigint",
                                                   at="h.at").replace("journal", "hashed.journal")
                                       .replace("records", "hashed.records")
                                       .replace("events", "hashed.events")}
FROM hashed WHERE h.batch = $1 RETURNING h.head
"""  # fmt: skip


async def chain_report(url: "str | asyncpg.Connection") -> AuditReport:
    """What verifying the chain finds."""
    connection = await asyncpg.connect(url) if isinstance(url, str) else url
    report = AuditReport()
    await check_chain(connection, report, lambda *_: None, await archived_before(connection))
    if isinstance(url, str):
        await connection.close()
    return report


async def forge(connection: asyncpg.Connection, chain: int) -> None:
    """Seal every batch of a chain anew, so that what was changed follows again."""
    head = await connection.fetchval("SELECT head FROM ledger_chains WHERE id = $1", chain)
    batches = await connection.fetch(
        "SELECT batch FROM ledger_heads WHERE batch >> 40 = $1 ORDER BY batch", chain
    )
    for (batch,) in batches:
        head = await connection.fetchval(_AGAIN, batch, head)
