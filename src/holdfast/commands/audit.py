"""`holdfast audit`."""

import asyncio
from pathlib import Path

import msgspec

from holdfast.commands.progress import progress_bar
from holdfast.commands.where import CommandRefused, Where
from holdfast.ledger.audit import (
    AuditReport,
    Heads,
    Opened,
    Progress,
    compare_heads,
    read_heads,
    signed_heads,
)
from holdfast.server.database import database_at
from holdfast.views.agreement import audit_shop

__all__ = ["audit_ledger"]


def audit_ledger(where: Where, export: Path | None, against: Path | None, key: Path | None) -> int:
    """Print the findings; 0 if ledger and shop are clean, else 1. ``export`` is written the chains'
    heads into, ``against`` are heads that were exported before; both are signed with what ``key``
    holds, or the data directory's secret."""
    kept = None if against is None else _read(against)
    secret = _key(where.data, key) if export is not None or against is not None else None
    with database_at(where.data, where.database_url, where.tell, make=False) as url:
        report, heads = asyncio.run(_audit(url, kept, secret, export=export is not None))
    if export is not None and heads is not None:
        _write(export, heads)
        signed = "signed" if heads.signature else "without a signature: there is no key"
        where.tell(f"Heads of {len(heads.chains)} chains written to {export}, {signed}")
    print(msgspec.json.encode(report).decode() if where.as_json else report.text())
    return 0 if report.clean else 1


async def _audit(
    url: str, kept: Heads | None, key: bytes | None, *, export: bool
) -> tuple[AuditReport, Heads | None]:
    with progress_bar() as show:

        def told(progress: Progress) -> None:
            show(progress.stage, progress.done, progress.total)

        async with Opened(url) as source:
            report = await audit_shop(source, told)
            if kept is not None:
                await compare_heads(source, report, kept, key)
            return report, await signed_heads(source, key) if export else None


def _read(path: Path) -> Heads:
    try:
        return read_heads(path.read_bytes())
    except (OSError, ValueError) as error:
        raise CommandRefused(f"{path}: {error}") from None


def _write(path: Path, heads: Heads) -> None:
    try:
        path.write_bytes(msgspec.json.encode(heads) + b"\n")
    except OSError as error:
        raise CommandRefused(f"{path}: {error.strerror}") from None


def _key(data: Path, path: Path | None) -> bytes | None:
    """What heads are signed with; None if nothing was named and there is no secret."""
    named = path or data / "secret"
    try:
        found = named.read_bytes().strip()
    except FileNotFoundError:
        if path is None:
            return None
        raise CommandRefused(f"{path}: no such file") from None
    except OSError as error:
        raise CommandRefused(f"{named}: {error.strerror}") from None
    if not found:
        raise CommandRefused(f"{named}: empty")
    return found
