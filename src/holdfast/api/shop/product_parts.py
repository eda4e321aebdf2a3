"""What is in a product that is made of others."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.made_of import PartInside, part_bodies
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import LOCALE_PARAMETER, locale_of
from holdfast.api.shop.products import PRODUCT_PARAMETER, reads
from holdfast.catalog import ProductNotFound
from holdfast.views.made_of import parts_named

__all__ = ["router"]

router: Final = APIRouter(prefix="/api/products", tags=["products"], route_class=DirectRoute)


class PartsOfProduct(Answer):
    parts: dict[UUID, list[PartInside]] = Field(
        description="Variant id to what is in one of it; of one with a stock of its own, nothing"
    )


@router.get(
    "/{product}/parts",
    operation_id="listPartsOfProduct",
    response_model=None,
    responses={200: {"model": PartsOfProduct}, **problems(ProductNotFound)},
    openapi_extra={"parameters": [PRODUCT_PARAMETER, LOCALE_PARAMETER]},
)
async def list_parts(request: Request) -> Response:
    """What is in a set, by variant: `madeOfOthers` says which are made of other goods."""
    product_id = await reads(request).find(request.scope["path_params"]["product"])
    found = await shop_parts(request).shelf.get(product_id) if product_id else None
    if found is None or found.status != "active":
        raise ProductNotFound("There is no such product on sale.")
    made = [one for one in found.on_sale if one.parts]
    async with shop_parts(request).database.read() as connection:
        named = await parts_named(connection, [one.parts for one in made], locale_of(request))
    parts = {str(one.id): part_bodies(its) for one, its in zip(made, named, strict=True)}
    return json_answer({"parts": parts})
