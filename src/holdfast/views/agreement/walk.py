"""The way through the checks: page by page, each page one short statement that sees one moment, so
that a shop that sells meanwhile raises no false alarm."""

import time
from collections.abc import Callable
from typing import Final

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
from holdfast.views.agreement.checks import Check
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
_TABLES: Final = """
SELECT array_agg(name) FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL
"""
_LAYOUT: Final = "SELECT array_agg(n) FROM ledger_layout, generate_series(1, partitions) AS n"


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
            await _agree(source, report, progress)
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
    source: Source, report: AuditReport, progress: Callable[[Progress], None] | None
) -> None:
    wanted = sorted({need.lstrip("!") for check in CHECKS for need in check.needs})
    tables = set(await source.fetchval(_TABLES, wanted) or ())
    partitions = await source.fetchval(_LAYOUT) or [1]
    for check in CHECKS:
        if all((need.lstrip("!") in tables) != need.startswith("!") for need in check.needs):
            await _run(source, report, check, partitions, progress)
    if {"orders", "payments"} <= tables:
        report.checked["answers"] = await check_answers(source, report, partitions)


async def _run(
    source: Source,
    report: AuditReport,
    check: Check,
    partitions: list[int],
    progress: Callable[[Progress], None] | None,
) -> None:
    horizon = await archived_before(source)
    firsts = [check.first]
    if check.by_partition:
        firsts = [f"{number:03}:{check.first}" for number in partitions]
    done = 0
    for after in firsts:
        count = check.page
        while count == check.page:
            count = 0
            asked = (after, check.page, partitions, horizon)
            empty = await source.fetchval(check.statement.empty, *asked)
            rows = () if empty else await source.fetch(check.statement.found, *asked)
            for fault, subject, expected, found in rows:
                if fault is None:
                    after, count = subject, int(expected)
                else:
                    report.add(fault, subject, expected, found)
            done += count
            if progress is not None:
                progress(Progress(check.stage, done, done))
    report.checked[check.stage] = done
