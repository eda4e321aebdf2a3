"""Statements of a span of days, of a seller or of who is booked: as JSON, CSV and PDF."""

import asyncio
from datetime import date
from typing import Annotated, Any, Final, Literal, TypeAlias
from uuid import UUID

from fastapi import Depends, Query, Response
from msgspec import Struct
from msgspec.structs import asdict
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.csv_answers import csv_answer
from holdfast.api.contract.moments import WRITTEN
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.papers import PaperLanguage, pdf_answer
from holdfast.api.contract.problems import InvalidRequest
from holdfast.api.contract.seller_money import CurrencyOf, SellerMovementBody
from holdfast.flows.insights.shop_clock import clock_of
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, shop_now
from holdfast.kit.paging import BadCursor
from holdfast.kit.sentences import say
from holdfast.sellers import PaperRow, StatementPaper, statement_pdf
from holdfast.views.holders import holder_names
from holdfast.views.seller_statement import SellerKind
from holdfast.views.shop_days import ShopDays
from holdfast.views.span_statement import (
    MAX_SPAN_ROWS,
    SpanStatement,
    last_month,
    open_span,
    span_csv,
    span_movements,
    span_page,
)
from holdfast.views.statistics import MAX_DAYS

__all__ = [
    "SPAN_FILES", "SPAN_PROBLEMS", "SpanAsked", "SpanStatementBody", "StatementTooLong",
    "span_statement",
]  # fmt: skip

MAX_PAPER_ROWS: Final = 1_000
_First: TypeAlias = Annotated[
    date | None,
    WRITTEN,
    Query(
        alias="from",
        description="The first day, by the shop's clock; with neither, the month before this one",
    ),
]
_Last: TypeAlias = Annotated[
    date | None, WRITTEN, Query(alias="to", description="The last day, counted too")
]
_Form: TypeAlias = Literal["json", "csv", "pdf"]
_FormOf: TypeAlias = Annotated[
    _Form,
    Query(
        alias="format",
        description=f"csv, of up to {MAX_SPAN_ROWS:,} movements, and pdf, of up to"
        f" {MAX_PAPER_ROWS:,}, are of all of them, whatever `limit` says",
    ),
]
_MOST: Final[dict[str, int]] = {"csv": MAX_SPAN_ROWS, "pdf": MAX_PAPER_ROWS}
SPAN_FILES: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "content": {
            "text/csv": {"schema": {"type": "string"}},
            "application/pdf": {"schema": {"type": "string", "format": "binary"}},
        }
    }
}


class StatementTooLong(Problem):
    """More movements than one file of that kind has; ``limit`` says how many it may."""

    status = 409
    code = "statement-too-long"
    title = "Too much for one file"


SPAN_PROBLEMS: Final = (BadCursor, StatementTooLong)


class SpanSumBody(Answer):
    kind: SellerKind
    change: int
    count: int = Field(description="Of how many movements")


class SpanStatementBody(Answer):
    """A page of the statement of some days, the oldest first. `opening`, what they had before the
    first day, and the `sums` come to `closing`, in minor units; below zero is what they owed."""

    currency: str
    first: date
    last: date
    zone: str = Field(description="By whose clock days begin")
    begins_at: Instant
    ends_at: Instant = Field(description="When the day after the last begins")
    opening: int
    closing: int
    sums: list[SpanSumBody]
    movements: list[SellerMovementBody]
    next_cursor: str | None


class SpanQuery(Struct, frozen=True):
    """What of a statement is asked for, and as what."""

    currency: str
    first: date | None
    last: date | None
    form: _Form
    language: str
    limit: int
    cursor: str | None


def _span_query(
    currency: CurrencyOf,
    first: _First = None,
    last: _Last = None,
    form: _FormOf = "json",
    language: PaperLanguage = "en",
    limit: Limit = 50,
    cursor: Cursor = None,
) -> SpanQuery:
    return SpanQuery(currency, first, last, form, language, limit, cursor)


SpanAsked: TypeAlias = Annotated[SpanQuery, Depends(_span_query)]


async def span_statement(
    settler: Settler, holder_id: UUID, asked: SpanQuery
) -> Response | SpanStatementBody:
    """A page of it, or all of it as a file. Raises InvalidRequest, :class:`StatementTooLong` and
    BadCursor."""
    clock = clock_of((await settler.shop.now()).dispatch.zone)
    days = _days(asked, last_month(shop_now().astimezone(clock).date(), clock))
    database, partitions = settler.database, settler.reader.partitions
    found = await open_span(database, holder_id, asked.currency, partitions, days)
    if asked.form == "json":
        page, more = await span_page(database, found, partitions, asked.limit, asked.cursor)
        body = {
            **asdict(found),
            "first": days.first,
            "last": days.last,
            "zone": clock.key,
            "begins_at": days.begin,
            "ends_at": days.until,
            "sums": [asdict(one) for one in found.sums],
            "movements": [asdict(one) for one in page],
            "next_cursor": more,
        }
        return SpanStatementBody.model_validate(body)
    if found.rows > (most := _MOST[asked.form]):
        said = say("One file has at most {limit} movements. Ask for fewer days.", limit=most)
        raise StatementTooLong(said, field="from", extra={"limit": most})
    named = f"statement-{asked.currency}-{days.first}-{days.last}"
    if asked.form == "csv":
        return csv_answer(f"{named}.csv", span_csv(database, found, partitions))
    told = await _paper(settler, found, asked.language)
    return pdf_answer(await asyncio.to_thread(statement_pdf, told), named, to_keep=True)


def _days(asked: SpanQuery, usual: ShopDays) -> ShopDays:
    """Of one day that is named the other is the same. Raises InvalidRequest."""
    first, last = asked.first or asked.last, asked.last or asked.first
    if first is None or last is None:
        return usual
    days = ShopDays(first, last, usual.clock)
    if not 1 <= days.length <= MAX_DAYS or not 1970 <= first.year <= last.year <= 9000:
        raise InvalidRequest(say("Ask for 1 to {limit} days.", limit=MAX_DAYS), field="from")
    return days


async def _paper(settler: Settler, found: SpanStatement, language: str) -> StatementPaper:
    names = await holder_names(settler.database.pool, [found.holder_id])
    days = found.days
    rows = [
        PaperRow(
            one.at.astimezone(days.clock).date().isoformat(),
            one.kind,
            one.order_number or "",
            one.change,
            one.balance,
        )
        async for some in span_movements(settler.database, found, settler.reader.partitions)
        for one in some
    ]
    return StatementPaper(
        language=language,
        issuer=(await settler.shop.now()).name,
        holder=names.get(found.holder_id, ""),
        first=days.first.isoformat(),
        last=days.last.isoformat(),
        zone=days.clock.key or "UTC",
        currency=found.currency,
        opening=found.opening,
        closing=found.closing,
        sums=[(one.kind, one.change) for one in found.sums],
        rows=rows,
    )
