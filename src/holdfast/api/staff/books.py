"""Staff: the books of a span, as a file for an accountant's program."""

from collections.abc import AsyncIterator, Callable
from datetime import date, timedelta
from typing import Annotated, Any, Final, Literal, TypeAlias

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from holdfast.api.contract.moments import WRITTEN
from holdfast.api.contract.problems import InvalidRequest, problems
from holdfast.api.shell.dependencies import caller, database, late, shop_parts
from holdfast.db.engine import Database
from holdfast.flows.insights.shop_clock import clock_of
from holdfast.kit.clock import shop_now
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say
from holdfast.shop import ShopSettings
from holdfast.views.books import (
    MAX_DOCUMENTS,
    commerceml,
    count_documents,
    journal_csv,
    quickbooks_csv,
)
from holdfast.views.shop_days import ShopDays
from holdfast.views.statistics import MAX_DAYS

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/books", tags=["staff"])

BookForm: TypeAlias = Literal["journal", "quickbooks", "1c"]
_Writer: TypeAlias = Callable[[Database, ShopSettings, ShopDays], AsyncIterator[str]]
_WRITERS: Final[dict[BookForm, _Writer]] = {
    "journal": journal_csv,
    "quickbooks": quickbooks_csv,
    "1c": commerceml,
}
_CSV: Final = "text/csv"
_XML: Final = "application/xml"
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {kind: {"schema": {"type": "string"}} for kind in (_CSV, _XML)}}
}


class DayNotOver(Problem):
    """What is asked for is not over, so its books would change."""

    status = 422
    code = "day-not-over"
    title = "The day is not over"


class NothingInBooks(Problem):
    """No money moved in that time."""

    status = 409
    code = "nothing-in-books"
    title = "Nothing to export"


class BooksTooLarge(Problem):
    """More than one file has."""

    status = 409
    code = "books-too-large"
    title = "Too much for one file"


@router.get(
    "",
    response_class=StreamingResponse,
    responses={**_FILE, **problems(BooksTooLarge, DayNotOver, NothingInBooks)},
)
async def get_books(
    request: Request,
    first: Annotated[
        date, WRITTEN, Query(alias="from", description="The first day, by the shop's clock")
    ],
    last: Annotated[date, WRITTEN, Query(alias="to", description="The last day, counted too")],
    form: Annotated[
        BookForm,
        Query(
            alias="format",
            description="journal: a CSV row for each debit and credit; quickbooks: the CSV of "
            "journal entries that QuickBooks Online imports, one for each day, kind and currency, "
            "of days that are over; 1c: CommerceML 2.10 with sales, payments and refunds",
        ),
    ] = "journal",
) -> StreamingResponse:
    """The books: what money moved in these days, a year at most, as balanced double entries. Every
    document has the same number in each export. Who exported what is kept in the audit log."""
    here = shop_parts(request)
    shop = await here.shop.now()
    clock = clock_of(shop.dispatch.zone)
    days = _asked(ShopDays(first, last, clock), form)
    count = await count_documents(here.database, days)
    if not count:
        raise NothingInBooks(say("No money moved in these days."))
    if count > MAX_DOCUMENTS:
        said = say("One file has at most {limit} documents. Ask for fewer days.",
                   limit=MAX_DOCUMENTS)  # fmt: skip
        raise BooksTooLarge(said, field="to", extra={"limit": MAX_DOCUMENTS})
    named = f"books-{first}-{last}-{form}.{'xml' if form == '1c' else 'csv'}"
    about = {"from": str(first), "to": str(last), "format": form}
    async with database(request).transaction() as connection:
        await caller(request).note(connection, "books.exported", form, about)
    return StreamingResponse(
        _WRITERS[form](late(request).choose(), shop, days),
        media_type=_XML if form == "1c" else _CSV,
        headers={"content-disposition": f'attachment; filename="{named}"'},
    )


def _asked(days: ShopDays, form: BookForm) -> ShopDays:
    """The same. Raises :class:`InvalidRequest`, :class:`DayNotOver`."""
    if not 1 <= days.length <= MAX_DAYS:
        raise InvalidRequest(say("Ask for 1 to {limit} days.", limit=MAX_DAYS), field="from")
    today = shop_now().astimezone(days.clock).date()
    if days.last > today:
        raise DayNotOver(say("Ask for days up to today."), field="to")
    if form == "quickbooks" and days.last == today:
        yesterday = today - timedelta(days=1)
        raise DayNotOver(
            say("QuickBooks gets one entry for a whole day. Ask for days up to {day}.",
                day=str(yesterday)),
            field="to",
        )  # fmt: skip
    return days
