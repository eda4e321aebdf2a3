"""The way through the checks: page by page, each page one short statement that sees one moment, so
that a shop that sells meanwhile raises no false alarm."""

import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final, TypeAlias

from holdfast.ledger.audit import (
    AuditReport,
    Opened,
    Progress,
    Source,
    archived_before,
    audit,
    check_chain,
)
from holdfast.views.agreement.accounts import ACCOUNT_CHECKS
from holdfast.views.agreement.bookings import BOOKING_CHECKS
from holdfast.views.agreement.checks import FIRST_ID, Check
from holdfast.views.agreement.codes import CODE_CHECKS
from holdfast.views.agreement.coupons import COUPON_CHECKS
from holdfast.views.agreement.edits import EDIT_CHECKS
from holdfast.views.agreement.flash_sales import FLASH_SALE_CHECKS
from holdfast.views.agreement.lines import LINE_CHECKS
from holdfast.views.agreement.orders import ORDER_CHECKS
from holdfast.views.agreement.parcels import PARCEL_CHECKS
from holdfast.views.agreement.payments import PAYMENT_CHECKS
from holdfast.views.agreement.preorders import PREORDER_CHECKS
from holdfast.views.agreement.purchases import PURCHASE_CHECKS
from holdfast.views.agreement.records import check_answers
from holdfast.views.agreement.referrals import REFERRAL_CHECKS
from holdfast.views.agreement.refund_taxes import REFUND_TAX_CHECKS
from holdfast.views.agreement.returns import RETURN_CHECKS
from holdfast.views.agreement.reviews import REVIEW_CHECKS
from holdfast.views.agreement.sellers import SELLER_CHECKS
from holdfast.views.agreement.transfers import TRANSFER_CHECKS
from holdfast.views.agreement.wallets import WALLET_CHECKS

__all__ = ["audit_shop"]

CHECKS: Final = (
    *ORDER_CHECKS, *PAYMENT_CHECKS, *WALLET_CHECKS, *ACCOUNT_CHECKS, *COUPON_CHECKS, *REVIEW_CHECKS,
    *BOOKING_CHECKS, *SELLER_CHECKS, *FLASH_SALE_CHECKS, *PURCHASE_CHECKS, *PARCEL_CHECKS,
    *RETURN_CHECKS, *EDIT_CHECKS, *TRANSFER_CHECKS, *LINE_CHECKS, *CODE_CHECKS, *PREORDER_CHECKS,
    *REFERRAL_CHECKS,
    *REFUND_TAX_CHECKS,
)  # fmt: skip
_Asked: TypeAlias = tuple[list[int], datetime | None]
"""The ledger's partitions, and from when on its journal is whole."""
_TABLES: Final = """
SELECT array_agg(name) FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL
"""
_LAYOUT: Final = "SELECT array_agg(n) FROM ledger_layout, generate_series(1, partitions) AS n"
# Found by skipping from one to the next through the primary key.
_BEGINNINGS: Final = """
WITH RECURSIVE found AS (
    SELECT n AS partition, key FROM unnest($1::smallint[]) n CROSS JOIN LATERAL (
        SELECT a.key FROM ledger_accounts a WHERE a.partition = n ORDER BY a.key LIMIT 1) first
    UNION ALL
    SELECT f.partition, next.key FROM found f CROSS JOIN LATERAL (
        SELECT a.key FROM ledger_accounts a
        WHERE a.partition = f.partition AND a.key >= CASE position('/' IN f.key)
            WHEN 0 THEN f.key || ' ' ELSE split_part(f.key, '/', 1) || '0' END
        ORDER BY a.key LIMIT 1) next
)
SELECT array_agg(to_char(partition, 'FM000:') || split_part(key, '/', 1) || '/') FROM found
"""


async def audit_shop(
    database: str | Source, progress: Callable[[Progress], None] | None = None
) -> AuditReport:
    """The ledger's audit, then whether everything else agrees with it; works on a live system.

    ``database`` is a URL, a started asyncpg pool, or a connection.
    """
    began = time.monotonic()
    async with Opened(database) as source:
        while True:
            horizon = await archived_before(source)
            report = await audit(source, progress)
            await _agree(source, report, horizon, progress)
            await check_chain(source, report, _teller(progress), horizon)
            if horizon == await archived_before(source):
                break  # otherwise a month was put away under our eyes: look again
        report.seconds = round(time.monotonic() - began, 3)
        return report


def _teller(progress: Callable[[Progress], None] | None) -> Callable[[str, int, int], None]:
    def tell(stage: str, done: int, total: int) -> None:
        if progress is not None:
            progress(Progress(stage, done, total))

    return tell


async def _agree(
    source: Source,
    report: AuditReport,
    horizon: datetime | None,
    progress: Callable[[Progress], None] | None,
) -> None:
    wanted = sorted({need.lstrip("!") for check in CHECKS for need in check.needs})
    tables = set(await source.fetchval(_TABLES, wanted) or ())
    partitions = await source.fetchval(_LAYOUT) or [1]
    asked = (partitions, horizon)
    used = set(await source.fetchval(_BEGINNINGS, partitions) or ())
    fitting = [
        check
        for check in CHECKS
        if all((need.lstrip("!") in tables) != need.startswith("!") for need in check.needs)
    ]
    nothing = await _nothing_for(source, fitting, asked)
    for check in fitting:
        firsts = () if check.stage in nothing else check.firsts(partitions, used)
        await _run(source, report, check, firsts, asked, progress)
    if {"orders", "payments"} <= tables:
        report.checked["answers"] = await check_answers(source, report, partitions)


async def _nothing_for(source: Source, checks: Sequence[Check], asked: _Asked) -> set[str]:
    """The stages that have nothing to look at, asked at once: PostgreSQL plans that in a tenth of
    the time that their pages take, and most tables of a small shop are empty."""
    by_id = [check for check in checks if not check.by_partition and check.first == FIRST_ID]
    empty = ",\n".join(f"NOT EXISTS ({check.statement.page})" for check in by_id)
    whole = f"SELECT ARRAY[{empty}]::boolean[], $3::smallint[] IS NULL OR $4::timestamptz IS NULL"
    said = await source.fetchval(whole, FIRST_ID, 1, *asked)
    return {check.stage for check, none in zip(by_id, said, strict=True) if none}


async def _run(
    source: Source,
    report: AuditReport,
    check: Check,
    firsts: Sequence[str],
    asked: _Asked,
    progress: Callable[[Progress], None] | None,
) -> None:
    done = 0
    for after in firsts:
        count = check.page
        while count == check.page:
            count = 0
            page = (after, check.page, *asked)
            for fault, subject, expected, found in await source.fetch(check.statement.found, *page):
                if fault is None:
                    after, count = subject, int(expected)
                else:
                    report.add(fault, subject, expected, found)
            done += count
            if progress is not None:
                progress(Progress(check.stage, done, done))
    report.checked[check.stage] = done
