"""What one check of the audit is: a page of rows by key, and the rules that each row must meet."""

from collections.abc import Container, Sequence
from typing import Final

from msgspec import Struct

__all__ = ["FIRST_ID", "Check", "Paged", "account", "jobs_waiting", "page_of", "rules"]

FIRST_ID: Final = "00000000-0000-0000-0000-000000000000"


class Paged(Struct, frozen=True):
    """``found`` gives what is wrong on one page, in one snapshot: rows ``(fault, subject, expected,
    found)``; and last one row ``(null, key, count, null)``, where the next page begins. ``page``
    selects its rows alone. Both take $1 the key before the page, $2 the most rows, $3 the ledger's
    partitions, $4 the moment from which on the journal is whole."""

    found: str
    page: str


class Check(Struct, frozen=True):
    """``statement`` looks at one page of ``stage``. ``needs`` are tables that must be there (``!``
    before one: must not be): where the shop runs as services, each database has its own service's
    only. One ``by_partition`` goes through each partition of the ledger by itself: its keys begin
    with the number, ``001:``."""

    stage: str
    needs: tuple[str, ...]
    statement: Paged
    first: str = FIRST_ID
    page: int = 500
    by_partition: bool = False

    def firsts(self, partitions: Sequence[int], used: Container[str]) -> list[str]:
        """The keys that it begins after; of accounts only where there are some: ``used`` are the
        beginnings of their keys (``001:stock/``)."""
        if not self.by_partition:
            return [self.first]
        each = [f"{number:03}:{self.first}" for number in partitions]
        return each if self.first == FIRST_ID else [one for one in each if one in used]


def rules(*rows: tuple[str, str, str, str]) -> str:
    """``(fault, when it is wrong, what is expected, what is found)``, the last three as SQL, as a
    lateral list whose rows stand for what is wrong."""
    said = ",\n".join(
        f"('{fault}', CASE WHEN {wrong} THEN ARRAY[({expected})::text, ({found})::text] END)"
        for fault, wrong, expected, found in rows
    )
    return f"LATERAL (VALUES {said}) AS rule (fault, said)"


def account(key: str) -> str:
    """Joins ``a``, the account of this key if it was ever used, and ``e``, the entry that opened
    it."""
    return f"""
LEFT JOIN LATERAL (SELECT * FROM ledger_accounts g WHERE g.partition = ANY ($3::smallint[])
                     AND g.key = {key} AND g.version > 0) a ON true
LEFT JOIN LATERAL (SELECT g.change, g.counterparty, g.actor FROM ledger_entries g
                   WHERE g.partition = a.partition AND g.key = a.key AND g.version = 1
                   LIMIT 1) e ON true
"""


def jobs_waiting(*queues: str) -> str:
    """``waiting``: the payments that a job of these queues, or a dead one, is about."""
    named = ", ".join(f"'{queue}'" for queue in queues)
    return f"""
waiting AS MATERIALIZED (
    SELECT j.queue, substring(encode(j.payload, 'escape')
                              FROM '"paymentId":"([0-9a-f-]{{36}})"') AS payment
    FROM (SELECT queue, payload FROM jobs UNION ALL SELECT queue, payload FROM dead_jobs) j
    WHERE j.queue IN ({named})),
"""


def page_of(
    page: str, seen: str, subject: str, found: str, key: str = "id", also: str = ""
) -> Paged:
    """``page`` selects the rows, ``seen`` (its rows named ``o``) what each is compared with,
    ``found`` are the rules, which may use the tables of ``also``."""
    whole = f"""
WITH page AS MATERIALIZED ({page}),
{also}seen AS MATERIALIZED ({seen})
SELECT rule.fault, {subject} AS subject, coalesce(rule.said[1], 'nothing') AS expected,
       coalesce(rule.said[2], 'nothing') AS found
FROM seen o CROSS JOIN {found} WHERE rule.said IS NOT NULL
UNION ALL
SELECT NULL, max(page.{key}::text COLLATE "C"), count(*)::text,
       CASE WHEN $3::smallint[] IS NULL OR $4::timestamptz IS NULL THEN NULL END
FROM page
"""
    return Paged(whole, page)
