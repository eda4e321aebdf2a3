"""The audit's way through the tables: slices in key order, each one short statement.

A long snapshot would stop PostgreSQL from pruning hot rows, so there is none. What has to agree
(an account and its last entry, a hold and its entries) is read by one statement, which sees one
moment; the journal is append-only, so entries up to a version seen once can be read later.
"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, TypeAlias

from holdfast.ledger.audit.holds import check_held, check_holds, check_records
from holdfast.ledger.audit.journal import Journal, Seen
from holdfast.ledger.audit.report import AuditReport, Fault, Flow, Progress
from holdfast.ledger.audit.source import Opened, Source, archived_before, partitions_of

ACCOUNTS_A_SLICE: Final = 1_000

Row: TypeAlias = Any

# One statement, one snapshot: an account and the last entry of its journal belong together.
_ACCOUNTS = """
SELECT a.partition, a.key, a.kind, a.unit, a.balance, a.held, a.version,
       e.version AS last_version, e.balance AS last_balance, e.held AS last_held,
       (SELECT array_agg(b.partition) FROM ledger_accounts b
        WHERE b.partition = ANY ($4::smallint[]) AND b.partition <> a.partition
          AND b.key = a.key) AS elsewhere
FROM (SELECT * FROM ledger_accounts WHERE (partition, key) > ($1::smallint, $2::text)
      ORDER BY partition, key LIMIT $3) a
LEFT JOIN LATERAL (
    SELECT version, balance, held FROM ledger_entries
    WHERE partition = a.partition AND key = a.key ORDER BY version DESC LIMIT 1
) e ON true
ORDER BY a.partition, a.key
"""


async def audit(
    database: str | Source,
    progress: Callable[[Progress], None] | None = None,
) -> AuditReport:
    """Check every invariant of the ledger; works on a live system.

    ``database`` is a URL, a started asyncpg pool, or a connection. ``progress`` is told of each
    slice. Of the report, ``clean`` says it all; ``violations`` names what is wrong.
    """
    async with Opened(database) as source:
        began = time.monotonic()
        while True:
            horizon = await archived_before(source)
            walk = _Walk(source, progress, horizon)
            await walk.run()
            if horizon == await archived_before(source):
                break  # otherwise a month was put away under our eyes: look again
        walk.report.seconds = round(time.monotonic() - began, 3)
        return walk.report


class _Walk:
    def __init__(
        self,
        source: Source,
        progress: Callable[[Progress], None] | None,
        horizon: datetime | None,
    ) -> None:
        self.source = source
        self._horizon = horizon
        self.report = AuditReport()
        self._progress = progress
        self._flows: dict[tuple[str, str], Flow] = {}

    async def run(self) -> None:
        await self._accounts()
        for flow in self._flows.values():
            there = flow.balance + flow.held
            if flow.expected != there:
                subject = f"{flow.kind} {flow.unit}"
                self.report.add(Fault.CONSERVATION, subject, flow.expected, there)
        self.report.flows = sorted(self._flows.values(), key=lambda flow: (flow.kind, flow.unit))
        await check_held(self.source, self.report)
        await check_holds(self.source, self.report, self._tell, self._horizon)
        await check_records(self.source, self.report, self._tell)

    async def _accounts(self) -> None:
        """Every account with its last entry, then its journal up to the version seen."""
        partitions = await partitions_of(self.source, "ledger_accounts")
        journal = Journal(
            self.source, self.report, self._flows,
            await partitions_of(self.source, "ledger_holds"), self._horizon,
        )  # fmt: skip
        total = await self.source.fetchval(
            "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE relname = 'ledger_accounts'"
        )
        end = await self.source.fetch(
            "SELECT partition, key FROM ledger_accounts ORDER BY partition DESC, key DESC LIMIT 1"
        )
        at = (-1, "")
        while end and at < (end[0]["partition"], end[0]["key"]):
            rows = await self.source.fetch(_ACCOUNTS, *at, ACCOUNTS_A_SLICE, partitions)
            if not rows:
                break
            seen = {(row["partition"], row["key"]): self._account(row) for row in rows}
            upto = next(reversed(seen))
            await journal.follow(seen, at, upto)
            at = upto
            self._tell("accounts", self.report.accounts, total)
        await journal.follow({}, at, None)

    def _account(self, row: Row) -> Seen:
        """One account against its last entry."""
        subject = f"{row['key']} (partition {row['partition']})"
        report = self.report
        report.accounts += 1
        if row["elsewhere"]:
            report.add(Fault.PARTITION, subject, "one partition", f"also {row['elsewhere']}")
        for name in ("balance", "held"):
            if row[name] < 0:
                report.add(Fault.NEGATIVE, subject, f"{name} of 0 or more", row[name])
        now = (row["version"], row["balance"], row["held"])
        last = (row["last_version"] or 0, row["last_balance"] or 0, row["last_held"] or 0)
        put_away = row["last_version"] is None and self._horizon is not None
        if now != last and not put_away:
            report.add(Fault.ACCOUNT, subject, _stand(*last), _stand(*now))
        kind = (row["kind"], row["unit"])
        flow = self._flows.setdefault(kind, Flow(*kind))
        flow.accounts += 1
        flow.balance += row["balance"]
        flow.held += row["held"]
        if put_away:
            flow.opening += row["balance"] + row["held"]
        return Seen(row["kind"], row["unit"], row["version"])

    def _tell(self, stage: str, done: int, total: int) -> None:
        if self._progress is not None:
            self._progress(Progress(stage, done, max(done, total)))


def _stand(version: int, balance: int, held: int) -> str:
    return f"version {version}, balance {balance}, held {held}"
