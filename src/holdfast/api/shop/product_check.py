"""Whether a choice of a product is available."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shop.products import reads
from holdfast.catalog import (
    AmbiguousOptions,
    OptionUnknown,
    ProductNotFound,
    Selection,
    VariantNotFound,
)
from holdfast.flows.checkout.bounds import may_hold
from holdfast.kit.errors import Problem

__all__ = ["router"]

router = APIRouter(prefix="/api/products", tags=["products"], route_class=DirectRoute)

Text = Annotated[str, Field(max_length=255)]


class Choice(Ask):
    """A variant by id, or by options in any of the shop's languages."""

    color: Text | None = None
    memory: Text | None = None
    options: dict[Text, Text | None] | None = Field(default=None, max_length=10)
    variant_id: UUID | None = None
    quantity: int = Field(default=1, ge=1, le=1_000_000, strict=True)


class CheckBody(Answer):
    available: bool = Field(description="Whether `quantity` of it is free now")
    stock: int
    variant_id: UUID
    may_hold: int | None = Field(
        description="How many of it this buyer may hold at once, what is held already included;"
        " null: as many as there are"
    )
    may_hold_with_account: int | None = Field(description="The same of who is logged in")


@router.post(
    "/{product}/check",
    responses=problems(ProductNotFound, VariantNotFound, OptionUnknown, AmbiguousOptions),
)
async def check_product(request: Request, product: str, choice: Choice) -> CheckBody:
    """Whether so many of one variant could be reserved now. Promises nothing: reserving does."""
    selection = Selection(choice.variant_id, choice.color, choice.memory, choice.options)
    product_id = await reads(request).find(product)
    if product_id is None:
        raise ProductNotFound("There is no such product on sale.")
    found = await reads(request).check(product_id, selection)
    if isinstance(found, Problem):
        raise found
    variant, stock = found
    here = shop_parts(request)
    offered = await here.shelf.get(product_id)
    assert offered is not None  # one of its variants was just found
    most = await may_hold(here, exchange(request).principal, offered, stock)
    this_buyer, with_account = most or (None, None)
    return CheckBody(
        available=stock >= choice.quantity,
        stock=stock,
        variant_id=variant.id,
        may_hold=this_buyer,
        may_hold_with_account=with_account,
    )
