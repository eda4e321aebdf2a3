"""Staff: goods that were ordered from suppliers, and what comes of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.contract.texts import Reason, one_line
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.catalog import VariantNotFound
from holdfast.flows.inventory.by_codes import GoodsAreFiles, StockIsCodes
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.purchases import (
    PurchaseEnded,
    cancel_purchase,
    change_expected,
    known_purchase,
    order_goods,
)
from holdfast.flows.inventory.receiving import MoreThanOrdered, NotInPurchase, receive_goods
from holdfast.flows.inventory.stock import MadeOfOthers
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit import new_id, page_by_id
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.ledger import MAX_BALANCE
from holdfast.locations import FIRST_LOCATION, LocationNotFound
from holdfast.purchasing import (
    MOST_LINES,
    MOST_UNITS,
    BadPurchase,
    Purchase,
    PurchaseLine,
    PurchaseNotFound,
    PurchaseStatus,
    list_purchases,
)
from holdfast.views.purchases import OrderedVariant, ordered_variants

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/purchases", tags=["staff"])

Units = Annotated[int, Field(ge=1, le=MOST_UNITS, strict=True)]


class PurchaseLineAsked(Ask):
    variant_id: UUID
    quantity: Units
    unit_cost: Annotated[int, Field(ge=0, le=MAX_BALANCE // MOST_UNITS // 100, strict=True)] = (
        Field(description="What one costs, in minor units of the order's currency")
    )


class PurchaseOrderAsked(Ask):
    """Goods that were ordered from a supplier."""

    supplier: Annotated[str, Field(max_length=100), AfterValidator(one_line)]
    location_id: UUID = Field(
        default=FIRST_LOCATION, description="Where they are to come; left out: the first location"
    )
    currency: Annotated[str, Field(max_length=3)] = Field(description="By ISO 4217, such as `EUR`")
    expected_on: date | None = Field(default=None, description="The day on which they are to come")
    note: Annotated[str, Field(max_length=500)] = ""
    lines: Annotated[list[PurchaseLineAsked], Field(min_length=1, max_length=MOST_LINES)]

    def purchase(self) -> Purchase:
        return Purchase(
            id=new_id(),
            number=0,
            supplier=self.supplier,
            location_id=self.location_id,
            currency=self.currency,
            expected_on=self.expected_on,
            note=self.note.strip(),
            lines=tuple(
                PurchaseLine(one.variant_id, one.quantity, one.unit_cost) for one in self.lines
            ),
        )


class PurchaseCameAsked(Ask):
    variant_id: UUID
    quantity: Units


class PurchaseReceiptAsked(Ask):
    """What came now."""

    lines: Annotated[list[PurchaseCameAsked], Field(min_length=1, max_length=MOST_LINES)]
    more: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Take also what came beyond what was ordered"
    )


class PurchaseDayAsked(Ask):
    expected_on: date | None = Field(description="null: nobody knows")


class PurchaseCancelAsked(Ask):
    reason: Reason


class PurchaseLineBody(Answer):
    variant_id: UUID
    product_id: UUID | None = Field(description="null: it was deleted since")
    product_name: str
    sku: str
    options: dict[str, str]
    quantity: int = Field(description="Ordered")
    unit_cost: int = Field(description="Minor units")
    came: int
    to_come: int = Field(description="Of what was ordered")


class PurchaseBody(Answer):
    id: UUID
    number: int
    supplier: str
    location_id: UUID
    location: str
    currency: str
    total: int = Field(description="What was ordered costs, in minor units")
    expected_on: date | None
    note: str
    status: PurchaseStatus = Field(
        description="`cancelled`: the rest does not come; something may have"
    )
    ordered_at: Instant
    ended_at: Instant | None
    lines: list[PurchaseLineBody]


class PurchasesBody(Answer):
    purchases: list[PurchaseBody] = Field(description="Newest first")
    next_cursor: str | None


@router.get("", responses=problems(BadCursor), openapi_extra=IN_A_LANGUAGE)
async def list_all_purchases(
    request: Request,
    is_open: Annotated[
        bool | None,
        Query(alias="open", description="Only those of which something may come; false: others"),
    ] = None,
    variant_id: Annotated[
        UUID | None, Query(alias="variantId", description="Only those of this variant")
    ] = None,
    limit: Limit = 20,
    cursor: Cursor = None,
) -> PurchasesBody:
    """Every purchase order, newest first."""
    before = decode_id(cursor)
    pool = shop_parts(request).database.pool
    found = await list_purchases(pool, before, limit + 1, is_open=is_open, variant_id=variant_id)
    page, more = page_by_id(found, limit)
    return PurchasesBody(
        purchases=await _bodies(request, page),
        next_cursor=more,
    )


@router.get(
    "/{purchase_id}",
    responses=problems(PurchaseNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_purchase(request: Request, purchase_id: UUID) -> PurchaseBody:
    """One purchase order."""
    return await _body(request, await known_purchase(shop_parts(request), purchase_id))


@router.post(
    "",
    status_code=201,
    responses=problems(
        BadPurchase,
        VariantNotFound,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        LocationNotFound,
        LocationClosed,
        *TELLS_AGAIN,
    ),
)
async def post_purchase(request: Request, asked: PurchaseOrderAsked) -> PurchaseBody:
    """Order goods. Buyers of what is sold out see when it arrives."""
    here, by = shop_parts(request), caller(request, "purchase")
    return await _body(request, await order_goods(here, by, asked.purchase()))


@router.post(
    "/{purchase_id}/receive",
    responses=problems(
        PurchaseNotFound,
        PurchaseEnded,
        MoreThanOrdered,
        NotInPurchase,
        VariantNotFound,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        LocationClosed,
        *COMMITS,
    ),
)
async def post_receipt(
    request: Request, purchase_id: UUID, asked: PurchaseReceiptAsked
) -> PurchaseBody:
    """Take in what came, all of it or a part, in one command. Never more than was ordered unless
    the request says so. Who waits for it is served first."""
    here, by = shop_parts(request), caller(request, f"receive/{purchase_id}")
    came: dict[UUID, int] = {}
    for one in asked.lines:
        came[one.variant_id] = came.get(one.variant_id, 0) + one.quantity
    line = GoodsLine(here)
    found = await receive_goods(here, by, purchase_id, came, line, more=asked.more)
    return await _body(request, found)


@router.put("/{purchase_id}/expected", responses=problems(PurchaseNotFound, PurchaseEnded))
async def put_expected(
    request: Request, purchase_id: UUID, asked: PurchaseDayAsked
) -> PurchaseBody:
    """Say on which day the rest is to come."""
    here, by = shop_parts(request), caller(request)
    return await _body(request, await change_expected(here, by, purchase_id, asked.expected_on))


@router.post(
    "/{purchase_id}/cancel",
    operation_id="cancelPurchase",
    responses=problems(PurchaseNotFound, PurchaseEnded, *COMMITS),
)
async def post_cancel(
    request: Request, purchase_id: UUID, asked: PurchaseCancelAsked
) -> PurchaseBody:
    """Give up what has not come."""
    here, by = shop_parts(request), caller(request, f"cancel-purchase/{purchase_id}")
    return await _body(request, await cancel_purchase(here, by, purchase_id, asked.reason))


async def _body(request: Request, found: Purchase) -> PurchaseBody:
    (body,) = await _bodies(request, [found])
    return body


async def _bodies(request: Request, found: Sequence[Purchase]) -> list[PurchaseBody]:
    here = shop_parts(request)
    async with here.database.read() as connection:
        known = await ordered_variants(connection, found, locale_of(request))
    places = {one.id: one.name for one in await here.stocks.locations.now()}
    return [_shown(one, known, places.get(one.location_id, "")) for one in found]


def _shown(found: Purchase, known: Mapping[UUID, OrderedVariant], location: str) -> PurchaseBody:
    assert found.ordered_at is not None, "it is stored"
    return PurchaseBody(
        id=found.id,
        number=found.number,
        supplier=found.supplier,
        location_id=found.location_id,
        location=location,
        currency=found.currency,
        total=found.total,
        expected_on=found.expected_on,
        note=found.note,
        status=found.status,
        ordered_at=found.ordered_at,
        ended_at=found.ended_at,
        lines=[_line(one, known.get(one.variant_id), found) for one in found.lines],
    )


def _line(one: PurchaseLine, known: OrderedVariant | None, found: Purchase) -> PurchaseLineBody:
    return PurchaseLineBody(
        variant_id=one.variant_id,
        product_id=known.product_id if known else None,
        product_name=known.product_name if known else "",
        sku=known.sku if known else "",
        options=known.options if known else {},
        quantity=one.quantity,
        unit_cost=one.unit_cost,
        came=one.came,
        to_come=max(one.quantity - one.came, 0) if found.is_open else 0,
    )
