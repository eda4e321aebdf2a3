"""The simulator's own auditor: recomputes everything from the journal, and holds the ledger to
what it told its customers. It shares no code with the ledger nor with the ledger's audit."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import asyncpg

__all__ = ["Told", "check_journal", "check_promises"]


@dataclass
class Told:
    """What customers heard of one command: how often it was accepted or refused, and whether
    somebody never heard (killed or in doubt)."""

    entries: frozenset[int]  # how many journal entries it makes, once
    accepted: int = 0
    repeated: int = 0
    refused: int = 0
    unheard: int = 0
    keyed: bool = False
    sent: int = field(default=0)


async def check_journal(url: str, capacities: Mapping[str, int]) -> list[str]:
    """Every balance recomputed from the journal; what is wrong, in words."""
    connection = await asyncpg.connect(url)
    async with connection.transaction(isolation="repeatable_read", readonly=True):
        accounts = await connection.fetch("SELECT * FROM ledger_accounts")
        entries = await connection.fetch("SELECT * FROM ledger_entries ORDER BY key, version")
        holds = await connection.fetch(
            "SELECT id, state, line ->> 0 AS key, (line ->> 1)::bigint AS quantity, "
            "line ->> 2 AS capacity FROM ledger_holds, jsonb_array_elements(lines) AS line"
        )
    await connection.close()
    wrong: list[str] = []
    kept = _replayed(entries, capacities, wrong)
    _compared(accounts, kept, holds, wrong)
    return wrong


@dataclass
class _Kept:
    """What the journal adds up to for each key."""

    balance: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    outside: Counter[str] = field(default_factory=Counter)  # what came in less what went out


def _replayed(entries: list[Any], capacities: Mapping[str, int], wrong: list[str]) -> _Kept:
    kept = _Kept()
    for entry in entries:
        key = entry["key"]
        kept.balance[key] += entry["change"]
        kept.held[key] += entry["held_change"]
        kept.versions[key] += 1
        if entry["hold"] is None:
            kept.outside[key] += entry["change"]
        balance, held, version = kept.balance[key], kept.held[key], kept.versions[key]
        there = (entry["version"], entry["balance"], entry["held"])
        if there != (version, balance, held):
            wrong.append(f"{key}: entry {there}, recomputed {version, balance, held}")
        if balance < 0 or held < 0:
            wrong.append(f"{key}: below nothing at version {version}")
        if key in capacities and balance + held > capacities[key]:
            wrong.append(f"{key}: more than {capacities[key]} at version {version}")
    return kept


def _compared(accounts: list[Any], kept: _Kept, holds: list[Any], wrong: list[str]) -> None:
    promised: Counter[str] = Counter()
    sold: Counter[str] = Counter()
    for row in holds:
        if row["state"] == "held":
            promised[row["key"]] += row["quantity"]
        elif row["state"] == "captured" and row["capacity"] is None:
            sold[row["key"]] += row["quantity"]
    for account in accounts:
        key, balance, held = account["key"], account["balance"], account["held"]
        there = (balance, held, account["version"])
        recomputed = (kept.balance[key], kept.held[key], kept.versions[key])
        if there != recomputed:
            wrong.append(f"{key}: {there}, recomputed {recomputed}")
        if held != promised[key]:
            wrong.append(f"{key}: held {held}, promised to holds {promised[key]}")
        if account["kind"] == "store" and kept.outside[key] != balance + held + sold[key]:
            wrong.append(f"{key}: {kept.outside[key]} came in, {there} there, {sold[key]} sold")
    missing = set(kept.versions) - {account["key"] for account in accounts}
    if missing:
        wrong.append(f"journal without accounts: {missing}")


async def check_promises(url: str, told: Mapping[str, Told]) -> list[str]:
    """Each command's entries are there exactly as often as its customers were told."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT request, count(*) FROM ledger_entries GROUP BY request")
    await connection.close()
    found: dict[str, int] = {row[0]: row[1] for row in rows}
    wrong = [f"{name}: entries nobody asked for" for name in found.keys() - told.keys()]
    for name, heard in told.items():
        most = 1 if heard.keyed else heard.sent
        least = max(heard.accepted, 1 if heard.repeated else 0)
        if heard.keyed and heard.accepted > 1:
            wrong.append(f"{name}: accepted {heard.accepted} times with one key")
        if not heard.unheard:
            most = min(most, least)
        allowed = _sums(heard.entries, least, most)
        if found.get(name, 0) not in allowed:
            wrong.append(
                f"{name}: {found.get(name, 0)} entries, allowed {sorted(allowed)}: {heard}"
            )
    return wrong


def _sums(entries: Iterable[int], least: int, most: int) -> set[int]:
    """What so many times, each one of ``entries``, can add up to."""
    sums, reached = {0}, set()
    for times in range(most + 1):
        if times >= least:
            reached |= sums
        sums = {total + once for total in sums for once in entries}
    return reached
