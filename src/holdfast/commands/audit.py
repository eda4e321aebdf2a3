"""`holdfast audit`."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import msgspec

from holdfast.commands.progress import progress_bar
from holdfast.ledger.audit import AuditReport, Progress
from holdfast.server.database import database_at
from holdfast.views.agreement import audit_shop

__all__ = ["audit_ledger"]


def audit_ledger(
    data: Path, database_url: str | None, tell: Callable[[str], None], *, as_json: bool
) -> int:
    """Print the findings; 0 if ledger and shop are clean, else 1."""
    with database_at(data, database_url, tell, make=False) as url:
        report = asyncio.run(_audit(url))
    print(msgspec.json.encode(report).decode() if as_json else report.text())
    return 0 if report.clean else 1


async def _audit(url: str) -> AuditReport:
    with progress_bar() as show:

        def told(progress: Progress) -> None:
            show(progress.stage, progress.done, progress.total)

        return await audit_shop(url, told)
