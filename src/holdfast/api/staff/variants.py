"""Staff: variants with their stock, changing it, and when it counts as low."""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import Field, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shell.state import state_of
from holdfast.catalog import VariantNotFound
from holdfast.flows.commit.refusals import IdempotencyKeyReused, InsufficientStock
from holdfast.flows.inventory.stock import (
    BelowHeld,
    StockChange,
    TooMuch,
    change_stock,
    change_threshold,
)
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
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
    on_hand: int = Field(description="Free and held together")
    stock: int = Field(description="Free to buy now")
    held: int = Field(description="Being paid for by buyers")
    reserved: int = Field(description="The same as `held`")
    full: int = Field(description="What a full supply is, as the shop draws it")
    version: int
    low_stock_threshold: int | None
    low: bool


class StaffVariants(Answer):
    variants: list[StaffVariant]
    next_cursor: str | None


class StockOrder(Ask):
    """Exactly one of `deposit`, `withdraw` and `set`, with the reason for the log."""

    deposit: Quantity | None = Field(default=None, description="So many came in")
    withdraw: Quantity | None = Field(default=None, description="So many are gone")
    set: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] | None = Field(
        default=None, description="A count: free and held together are so many"
    )
    reason: Reason

    @model_validator(mode="after")
    def one_of_three(self) -> "StockOrder":
        if sum(value is not None for value in (self.deposit, self.withdraw, self.set)) != 1:
            raise ValueError(say("Give exactly one of deposit, withdraw and set."))
        return self


class StockNow(Answer):
    variant_id: UUID
    stock: int
    held: int
    reserved: int = Field(description="The same as `held`")
    on_hand: int
    version: int


class Threshold(Ask):
    threshold: Annotated[int, Field(ge=0, le=MAX_THRESHOLD, strict=True)] | None = Field(
        description="Low at so many on hand or fewer; null: never"
    )


class ThresholdNow(Answer):
    variant_id: UUID
    threshold: int | None


@router.get(
    "",
    responses=problems(BadCursor),
    openapi_extra={"parameters": [LOCALE_PARAMETER]},
)
async def list_variants(
    request: Request,
    q: Annotated[str | None, Query(max_length=200)] = None,
    category: Annotated[str | None, Query(max_length=255)] = None,
    product_id: Annotated[UUID | None, Query(alias="productId")] = None,
    low: Annotated[bool, Query(description="Only what runs low")] = False,
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
        VariantNotFound, InsufficientStock, BelowHeld, TooMuch, IdempotencyKeyReused
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
        )
        if value is not None
    ]  # fmt: skip
    change = StockChange(
        variant_id=variant_id,
        kind=kind,  # type: ignore[arg-type]
        quantity=quantity,
        reason=order.reason,
    )
    by = caller(request, f"stock/{variant_id}")
    account = await change_stock(here, by, change, GoodsLine(here))
    return StockNow(
        variant_id=variant_id,
        stock=account.balance,
        held=account.held,
        reserved=account.held,
        on_hand=account.on_hand,
        version=account.version,
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
