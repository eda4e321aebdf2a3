"""Staff: one change of many products, or of the stock of many variants."""

from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Request
from msgspec import UNSET, to_builtins
from pydantic import AwareDatetime, Field, model_validator

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.moments import in_utc
from holdfast.api.contract.problems import COMMITS, FieldErrorBody, problems
from holdfast.api.contract.texts import Reason
from holdfast.api.shell.dependencies import caller, database, shop_parts
from holdfast.api.staff.product_words import Value
from holdfast.catalog import MAX_PRICE, Discount, Status, VariantNotFound
from holdfast.catalog.writing import BulkChange, PercentOff, PriceChange
from holdfast.flows.inventory.bulk_changes import (
    MOST_AT_ONCE,
    BulkProduct,
    BulkRow,
    change_many,
)
from holdfast.flows.inventory.bulk_stock import (
    MOST_VARIANTS,
    StockOfManyRefused,
    change_stock_of_many,
)
from holdfast.flows.inventory.by_codes import (
    UNLIMITED,
    FileMissing,
    GoodsAreFiles,
    NotByFile,
    StockIsCodes,
)
from holdfast.flows.inventory.catalogue_editing import BadProduct
from holdfast.flows.inventory.first_there import LocationClosed
from holdfast.flows.inventory.stock import MadeOfOthers, TooMuch
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.locations import FIRST_LOCATION, LocationNotFound

__all__ = [
    "BulkAnswer",
    "BulkAsked",
    "BulkStockAnswer",
    "BulkStockAsked",
    "bulk",
    "router",
    "stock_of_many",
]

router = APIRouter(prefix="/api/staff", tags=["staff"])

Tags = Annotated[list[Value], Field(max_length=50)]


class BulkProductAsked(Ask):
    id: UUID
    revision: Annotated[int, Field(ge=1, strict=True)] | None = Field(
        default=None, description="As it was looked at; saved since, it is refused"
    )


class PriceAsked(Ask):
    """By whole percent (-99 to 1000), by an amount, or to an amount."""

    by: Literal["percent", "amount", "set"]
    value: Annotated[int, Field(ge=-MAX_PRICE, le=MAX_PRICE, strict=True)]

    @model_validator(mode="after")
    def in_bounds(self) -> "PriceAsked":
        if self.by == "percent" and not -99 <= self.value <= 1000:
            raise ValueError(say("Use {least} to {most} percent.", least=-99, most=1000))
        return self


class DiscountOfAllAsked(Ask):
    percent: Annotated[int, Field(ge=1, le=99, strict=True)]
    begins: AwareDatetime | None = None
    ends: AwareDatetime | None = None


class BulkAsked(Ask):
    """What is left out stays; `categoryId` or `discount` of null is taken away."""

    products: Annotated[list[BulkProductAsked], Field(min_length=1, max_length=MOST_AT_ONCE)]
    preview: bool = Field(default=False, description="Only tell what would change")
    status: Status | None = None
    add_tags: Tags = Field(default_factory=list)
    remove_tags: Tags = Field(default_factory=list)
    category_id: UUID | None = None
    price: PriceAsked | None = None
    discount: DiscountOfAllAsked | None = None

    def change(self) -> BulkChange:
        off = self.discount
        discount: Any = UNSET
        if "discount" in self.model_fields_set:
            discount = off and PercentOff(
                off.percent,
                Discount(
                    0,
                    in_utc(off.begins, "discount.begins"),
                    in_utc(off.ends, "discount.ends"),
                ),
            )
        return BulkChange(
            status=self.status,
            add_tags=tuple(self.add_tags),
            remove_tags=tuple(self.remove_tags),
            category_id=self.category_id if "category_id" in self.model_fields_set else UNSET,
            price=PriceChange(self.price.by, self.price.value) if self.price else None,
            discount=discount,
        )


class BulkRowBody(Answer):
    id: UUID
    name: str
    revision: int = Field(description="Before the change")
    before: dict[str, Any] = Field(description="What differs; variants by their ids")
    after: dict[str, Any]
    refused: FieldErrorBody | None = Field(description="Why this one stays as it is")


class BulkAnswer(Answer):
    preview: bool
    products: list[BulkRowBody]
    changed: int
    refused: int


class BulkStockAsked(Ask):
    """Exactly one of `deposit`, `withdraw`, `set` and `unlimited`, for each of the variants."""

    variant_ids: Annotated[list[UUID], Field(min_length=1, max_length=MOST_VARIANTS)]
    preview: bool = False
    deposit: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)] | None = None
    withdraw: Annotated[int, Field(ge=1, le=MAX_BALANCE, strict=True)] | None = None
    set: Annotated[int, Field(ge=0, le=MAX_BALANCE, strict=True)] | None = None
    unlimited: Literal[True] | None = Field(
        default=None, description="As many as anybody wants: of what is delivered as a file"
    )
    reason: Reason
    location_id: UUID = Field(
        default=FIRST_LOCATION, description="Where; left out: the first location"
    )

    @model_validator(mode="after")
    def one_of_these(self) -> "BulkStockAsked":
        ways = (self.deposit, self.withdraw, self.set, self.unlimited)
        if sum(value is not None for value in ways) != 1:
            raise ValueError(say("Give exactly one of deposit, withdraw, set and unlimited."))
        return self


class StockRowBody(Answer):
    variant_id: UUID
    before: int = Field(description="On hand: free and held together")
    after: int
    held: int
    possible: bool = Field(description="Not below what buyers hold, and not beyond what is counted")


class BulkStockAnswer(Answer):
    preview: bool
    variants: list[StockRowBody]


@router.post("/products/bulk", responses=problems(BadProduct))
async def post_bulk(request: Request, asked: BulkAsked) -> BulkAnswer:
    """One change of many products. Those that cannot be changed are named and stay; `preview`
    tells what would come of it. Repeated with the revisions that were looked at, it changes
    nothing twice."""
    return await bulk(request, asked)


@router.post(
    "/variants/stock",
    responses=problems(
        VariantNotFound,
        LocationNotFound,
        LocationClosed,
        StockOfManyRefused,
        MadeOfOthers,
        StockIsCodes,
        GoodsAreFiles,
        NotByFile,
        FileMissing,
        TooMuch,
        *COMMITS,
    ),
)
async def post_bulk_stock(request: Request, asked: BulkStockAsked) -> BulkStockAnswer:
    """One change of the stock of many variants, of all or of none."""
    return await stock_of_many(request, asked)


async def bulk(request: Request, asked: BulkAsked, seller_id: UUID | None = None) -> BulkAnswer:
    rows = await change_many(
        database(request),
        caller(request),
        [BulkProduct(one.id, one.revision) for one in asked.products],
        asked.change(),
        preview=asked.preview,
        seller_id=seller_id,
    )
    return BulkAnswer(
        preview=asked.preview,
        products=[_body(row) for row in rows],
        changed=sum(bool(row.before or row.after) for row in rows),
        refused=sum(row.refused is not None for row in rows),
    )


async def stock_of_many(
    request: Request, asked: BulkStockAsked, seller_id: UUID | None = None
) -> BulkStockAnswer:
    kind: Literal["deposit", "withdraw", "set"] = "set"
    quantity = UNLIMITED if asked.unlimited else asked.set or 0
    if asked.deposit is not None:
        kind, quantity = "deposit", asked.deposit
    elif asked.withdraw is not None:
        kind, quantity = "withdraw", asked.withdraw
    rows = await change_stock_of_many(
        shop_parts(request),
        caller(request, "bulk-stock"),
        asked.variant_ids,
        kind,
        quantity,
        asked.reason,
        preview=asked.preview,
        seller_id=seller_id,
        location=asked.location_id,
        unlimited=asked.unlimited is True,
    )
    bodies = [
        StockRowBody(**to_builtins(row, builtin_types=(UUID,)), possible=row.possible)
        for row in rows
    ]
    return BulkStockAnswer(preview=asked.preview, variants=bodies)


def _body(row: BulkRow) -> BulkRowBody:
    why = row.refused
    return BulkRowBody(
        id=row.id,
        name=row.name,
        revision=row.revision,
        before=row.before,
        after=row.after,
        refused=why and FieldErrorBody(field=why.field, code=why.code, detail=why.detail),
    )
