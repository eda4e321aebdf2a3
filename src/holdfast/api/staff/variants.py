"""Staff: variants with their stock, changing it, and when it counts as low."""

from typing import Annotated, Final, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.shell.state import state_of
from holdfast.catalog import DeliveredAs, VariantNotFound, stock_key
from holdfast.flows.commit.refusals import IdempotencyKeyReused, InsufficientStock
from holdfast.flows.inventory.by_codes import (
    UNLIMITED,
    FileMissing,
    GoodsAreFiles,
    NotByFile,
    StockIsCodes,
)
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.stock import (
    BelowHeld,
    MadeOfOthers,
    StockChange,
    TooMuch,
    change_stock,
    change_threshold,
)
from holdfast.flows.inventory.transfer import InstantTransfer, SameLocation, transfer
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.locations import FIRST_LOCATION, LocationNotFound
from holdfast.views.staff_variants import VariantQuery, variant_page

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/variants", tags=["staff"])

MAX_THRESHOLD: Final = 1_000_000_000
Quantity = Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)]


class StaffVariant(Answer):
    variant_id: UUID
    product_id: UUID
    product_name: str
    category: str
    sku: str
    options: dict[str, str]
    price: int
    currency: str
    on_sale: bool
    delivered_as: DeliveredAs
    made_of_others: bool = Field(description="It has no stock of its own: `.../parts` says of what")
    on_hand: int = Field(description="Free and held together")
    stock: int = Field(description="Free to buy now")
    held: int = Field(description="Being paid for by buyers")
    reserved: int = Field(description="The same as `held`")
    full: int = Field(description="What a full supply is, as the shop draws it")
    version: int
    low_stock_threshold: int | None = Field(description="Its own; null: the shop's counts")
    low_at: int | None = Field(description="From how many on hand it is low; null: it never is")
    low: bool


class StaffVariants(Answer):
    variants: list[StaffVariant]
    next_cursor: str | None


class StockOrder(Ask):
    """Exactly one of `deposit`, `withdraw`, `set` and `unlimited`, with the reason for the log."""

    deposit: Quantity | None = Field(default=None, description="So many came in")
    withdraw: Quantity | None = Field(default=None, description="So many are gone")
    set: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] | None = Field(
        default=None, description="A count: free and held together are so many"
    )
    unlimited: Literal[True] | None = Field(
        default=None, description="Of a file: as many as anybody wants"
    )
    reason: Reason
    location_id: UUID = Field(
        default=FIRST_LOCATION, description="Where; left out: the first location"
    )

    @model_validator(mode="after")
    def one_of_three(self) -> "StockOrder":
        ways = (self.deposit, self.withdraw, self.set, self.unlimited)
        if sum(value is not None for value in ways) != 1:
            raise ValueError(say("Give exactly one of deposit, withdraw, set and unlimited."))
        return self


class StockNow(Answer):
    """All there are of it, wherever they lie."""

    variant_id: UUID
    stock: int
    held: int
    reserved: int = Field(description="The same as `held`")
    on_hand: int
    version: int
    moved: int | None = Field(
        description="By how many this change moved what lies in its location; null of a count that"
        " was made too long ago"
    )


class StockAt(Answer):
    """What lies in one location; `stock` is free, `on_hand` with what buyers hold."""

    location_id: UUID
    location: str
    first: bool
    active: bool
    stock: int
    held: int
    on_hand: int
    version: int


class StockByLocation(Answer):
    variant_id: UUID
    locations: list[StockAt] = Field(description="By priority")


class StockTransferAsked(Ask):
    from_location_id: UUID
    to_location_id: UUID
    quantity: Quantity
    reason: Reason


class Threshold(Ask):
    threshold: Annotated[int, Field(ge=0, le=MAX_THRESHOLD, strict=True)] | None = Field(
        description="Low at so many on hand or fewer; null: as the shop's settings say"
    )


class ThresholdNow(Answer):
    variant_id: UUID
    threshold: int | None


@router.get(
    "",
    responses=problems(BadCursor),
    openapi_extra=IN_A_LANGUAGE,
)
async def list_variants(
    request: Request,
    q: Annotated[str | None, Query(max_length=200)] = None,
    category: Annotated[str | None, Query(max_length=255)] = None,
    product_id: Annotated[UUID | None, Query(alias="productId")] = None,
    low: Annotated[bool, Query(description="Only what runs low")] = False,
    location_id: Annotated[
        UUID | None, Query(alias="locationId", description="Count what lies there alone")
    ] = None,
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> StaffVariants:
    """Every variant with its stock, by product name."""
    here = shop_parts(request)
    query = VariantQuery(
        locale=locale_of(request),
        q=(q or "").strip() or None,
        category=category or None,
        product_id=product_id,
        low=low,
        location_id=location_id,
        cursor=cursor or None,
        limit=limit,
    )
    tree = (await state_of(request).products.directory.now()).categories
    async with here.database.read() as connection:
        found, next_cursor = await variant_page(connection, query, tree, here.reader.partitions)
    return StaffVariants.model_validate({"variants": found, "next_cursor": next_cursor})


@router.post(
    "/{variant_id}/stock",
    responses=problems(
        VariantNotFound,
        LocationNotFound,
        LocationClosed,
        InsufficientStock,
        BelowHeld,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        NotByFile,
        FileMissing,
        TooMuch,
        IdempotencyKeyReused,
    ),
)
async def post_stock(
    request: Request,
    variant_id: UUID,
    order: StockOrder,
) -> StockNow:
    """Change how many there are. The reason, the actor and the request stand in the stock log."""
    here = shop_parts(request)
    (kind, quantity), *_ = [
        (name, value)
        for name, value in (
            ("deposit", order.deposit), ("withdraw", order.withdraw), ("set", order.set),
            ("set", UNLIMITED if order.unlimited else None),
        )
        if value is not None
    ]  # fmt: skip
    change = StockChange(
        variant_id=variant_id,
        kind=kind,  # type: ignore[arg-type]
        quantity=quantity,
        reason=order.reason,
        location=order.location_id,
        unlimited=order.unlimited is True,
    )
    by = caller(request, f"stock/{variant_id}")
    done = await change_stock(here, by, change, GoodsLine(here))
    account = done.now
    return StockNow(
        variant_id=variant_id,
        stock=account.balance,
        held=account.held,
        reserved=account.held,
        on_hand=account.on_hand,
        version=account.version,
        moved=done.moved,
    )


@router.get("/{variant_id}/locations")
async def get_stock_by_location(request: Request, variant_id: UUID) -> StockByLocation:
    """What lies where, of a variant."""
    return await _by_location(shop_parts(request), variant_id)


@router.post(
    "/{variant_id}/transfers",
    operation_id="transferStock",
    responses=problems(
        LocationNotFound,
        LocationClosed,
        SameLocation,
        InsufficientStock,
        StockIsCodes,
        GoodsAreFiles,
        IdempotencyKeyReused,
    ),
)
async def post_transfer(
    request: Request, variant_id: UUID, asked: StockTransferAsked
) -> StockByLocation:
    """Move free units to another location, out and in at once. What buyers hold stays."""
    here, by = shop_parts(request), caller(request, f"transfer/{variant_id}")
    wanted = InstantTransfer(
        variant_id, asked.from_location_id, asked.to_location_id, asked.quantity, asked.reason
    )
    await transfer(here, by, wanted, GoodsLine(here))
    return await _by_location(here, variant_id)


async def _by_location(here: ShopParts, variant_id: UUID) -> StockByLocation:
    stocks = here.stocks
    known = await stocks.locations.now()
    parts = await stocks.at(known, stock_key(variant_id))
    return StockByLocation(
        variant_id=variant_id,
        locations=[
            StockAt(
                location_id=place.id,
                location=place.name,
                first=place.is_first,
                active=place.active,
                stock=part.balance,
                held=part.held,
                on_hand=part.on_hand,
                version=part.version,
            )
            for place, part in zip(known, parts, strict=True)
        ],
    )


@router.put("/{variant_id}/threshold", responses=problems(VariantNotFound))
async def put_threshold(
    request: Request,
    variant_id: UUID,
    threshold: Threshold,
) -> ThresholdNow:
    """From how many on hand the variant counts as low."""
    await change_threshold(database(request), caller(request), variant_id, threshold.threshold)
    return ThresholdNow(variant_id=variant_id, threshold=threshold.threshold)
