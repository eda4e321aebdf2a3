"""Staff: the stock log, alerts, and reservations open now."""

from datetime import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.csv_answers import CSV, CSV_FORM, csv_answer
from holdfast.api.contract.moments import WRITTEN, in_utc
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import late, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.people import names_of
from holdfast.views.names_now import describe_rows
from holdfast.views.reservations import open_reservations
from holdfast.views.staff_variants import alerts
from holdfast.views.stock_log import LogQuery, log_csv, log_page

__all__ = ["router"]

router = APIRouter(prefix="/api/staff", tags=["staff"])


Operation = Literal["deposit", "withdraw", "set", "hold", "capture", "release", "expire"]
Cursor = Annotated[str | None, Query(max_length=600)]
Limit = Annotated[int, Query(ge=1, le=MAX_PAGE)]


class LogEntry(Answer):
    at: Instant
    location_id: UUID | None
    location: str | None = Field(
        description="Where it lies; `balance` and `held` are of there; null: of what is announced"
    )
    variant_id: UUID | None
    product_id: UUID | None
    product_name: str | None
    sku: str | None
    options: dict[str, str] | None
    operation: Operation
    change: int = Field(description="Of what is free")
    held_change: int
    balance: int = Field(description="Free after it")
    held: int = Field(description="Held after it")
    version: int
    order_id: UUID | None
    order_number: str | None
    hold_id: UUID | None
    actor: str
    actor_name: str | None = Field(description="Of an account: whose it is")
    request: str
    note: str | None


class StockLog(Answer):
    entries: list[LogEntry]
    next_cursor: str | None


class LowVariant(Answer):
    variant_id: UUID
    product_id: UUID
    product_name: str
    sku: str
    options: dict[str, str]
    on_hand: int
    stock: int
    held: int
    reserved: int = Field(description="The same as `held`")
    threshold: int
    since: Instant


class LowThere(Answer):
    name: str
    on_hand: int
    threshold: int


class PastAlert(Answer):
    at: Instant
    variant_id: UUID
    product_id: UUID
    product_name: str
    sku: str
    options: dict[str, str]
    on_hand: int
    threshold: int | None = Field(description="Of all there is; null: that is never low")
    whole: bool = Field(description="False: not all there is became low, but what lies somewhere")
    locations: list[LowThere] = Field(description="Where it was low then, if there are several")


class Alerts(Answer):
    low: list[LowVariant] = Field(description="Low now, latest first")
    recent: list[PastAlert] = Field(description="Alerts of the last 30 days")


class ReservedItem(Answer):
    product_id: UUID
    variant_id: UUID
    product_name: str
    options: dict[str, str]
    quantity: int
    price: int


class OpenReservation(Answer):
    reservation_id: UUID
    order_id: UUID
    number: str
    owner: str
    buyer: BuyerShown
    items: list[ReservedItem]
    description: str | None = Field(description="What is bought, if it is no goods")
    total: int
    currency: str
    created_at: Instant
    expires_at: Instant


class OpenReservations(Answer):
    reservations: list[OpenReservation]
    next_cursor: str | None


_AT_ONCE: Final = 2000  # entries of a CSV that are in memory together


@router.get(
    "/stock-log",
    response_model=StockLog,
    responses={**CSV, **problems(BadCursor)},
    openapi_extra=IN_A_LANGUAGE,
)
async def get_stock_log(
    request: Request,
    variant_id: Annotated[UUID | None, Query(alias="variantId")] = None,
    product_id: Annotated[UUID | None, Query(alias="productId")] = None,
    location_id: Annotated[UUID | None, Query(alias="locationId")] = None,
    operation: Operation | None = None,
    actor: Annotated[str | None, Query(max_length=255)] = None,
    since: Annotated[datetime | None, WRITTEN, Query(alias="from")] = None,
    until: Annotated[datetime | None, WRITTEN, Query(alias="to")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
    form: Annotated[
        Literal["json", "csv"], Query(alias="format", description=CSV_FORM.format("entries"))
    ] = "json",
) -> StockLog | Response:
    """Every change of stock, newest first: what, how much, for which order, by whom, and why."""
    here = shop_parts(request)
    query = LogQuery(
        locale=locale_of(request),
        variant_id=variant_id,
        product_id=product_id,
        location_id=location_id,
        operation=operation,
        actor=actor or None,
        since=in_utc(since, "from"),
        until=in_utc(until, "to"),
        cursor=cursor or None,
        limit=_AT_ONCE if form == "csv" else limit,
    )
    if form == "csv":
        return csv_answer(
            "stock-log.csv", log_csv(late(request).choose(), query, here.reader.partitions)
        )
    async with here.database.read() as connection:
        found, next_cursor = await log_page(connection, query, here.reader.partitions)
    names = await names_of(here.database.pool, sorted({row["actor"] for row in found}))
    entries = [row | {"actor_name": names.get(row["actor"])} for row in found]
    return StockLog.model_validate({"entries": entries, "next_cursor": next_cursor})


@router.get("/alerts", openapi_extra=IN_A_LANGUAGE)
async def get_alerts(request: Request) -> Alerts:
    """Which variants run low now, and when alerts were raised."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        found = await alerts(connection, locale_of(request), here.reader.partitions)
    return Alerts.model_validate(found)


@router.get(
    "/reservations",
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_open_reservations(
    request: Request, cursor: Cursor = None, limit: Limit = 50
) -> OpenReservations:
    """Reservations open now, those that end first first."""
    here, locale = shop_parts(request), locale_of(request)
    async with here.database.read() as connection:
        found, next_cursor = await open_reservations(
            connection, cursor or None, limit, here.reader.partitions, locale
        )
    await describe_rows(here.database, found, locale, "order_id")
    return OpenReservations.model_validate({"reservations": found, "next_cursor": next_cursor})
