"""Carts by user and product, as specification B names them: for their owner, and for staff, whose
changes the audit log keeps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from holdfast.api.contract.cart import (
    ADD_REFUSED,
    SET_REFUSED,
    CartAnswer,
    CartChangedAnswer,
    UserItemAsked,
    UserQuantityAsked,
)
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE
from holdfast.api.shell.looking import looked
from holdfast.api.shell.state import state_of
from holdfast.api.shop.cart import cart_answer
from holdfast.api.shop.whose import UserInPath, owner_for
from holdfast.cart import NotInCart
from holdfast.catalog import AmbiguousOptions, Selection
from holdfast.flows.carting.changing import (
    VariantNeeded,
    Whose,
    add_to_cart,
    clear_cart,
    of_product,
    remove_from_cart,
    set_in_cart,
    variant_needed,
)
from holdfast.flows.checkout.basket import CartLine
from holdfast.people import UserUnknown

__all__ = ["router"]

router = APIRouter(prefix="/api/cart/{user_id}", tags=["cart"])

_ADD_REFUSED = tuple(one for one in ADD_REFUSED if one is not AmbiguousOptions)


@router.get(
    "",
    operation_id="getCartOfUser",
    summary="A user's cart",
    response_model=CartAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(UserUnknown),
)
async def get_cart_of(request: Request, user_id: UserInPath) -> Response:
    whose = await _whose(request, user_id)
    return await cart_answer(request, whose.owner.id)


@router.post(
    "/items",
    operation_id="addToCartOfUser",
    summary="Add to a user's cart",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(UserUnknown, VariantNeeded, *_ADD_REFUSED),
)
async def add_item_of(request: Request, user_id: UserInPath, asked: UserItemAsked) -> Response:
    whose = await _whose(request, user_id, "cart")
    wanted = CartLine(asked.product_id, Selection(asked.variant_id), asked.quantity)
    try:
        await add_to_cart(shop_parts(request), whose, wanted)
    except AmbiguousOptions as several:
        raise variant_needed(several) from None
    state_of(request).product_views.put(asked.product_id)
    looked(request, "add-to-cart", asked.product_id)
    return await cart_answer(request, whose.owner.id, success=True)


@router.put(
    "/items/{product_id}",
    operation_id="setInCartOfUser",
    summary="Set how many of a product lie in a user's cart",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(UserUnknown, VariantNeeded, *SET_REFUSED),
)
async def set_item_of(
    request: Request, user_id: UserInPath, product_id: UUID, asked: UserQuantityAsked
) -> Response:
    whose, parts = await _whose(request, user_id), shop_parts(request)
    line = await of_product(parts, whose.owner.id, product_id, asked.variant_id)
    await set_in_cart(parts, whose, line, asked.quantity)
    return await cart_answer(request, whose.owner.id, success=True)


@router.delete(
    "/items/{product_id}",
    operation_id="removeFromCartOfUser",
    summary="Take a product from a user's cart; repeating it changes nothing",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(UserUnknown, VariantNeeded),
)
async def remove_item_of(
    request: Request,
    user_id: UserInPath,
    product_id: UUID,
    variant_id: Annotated[UUID | None, Query(alias="variantId")] = None,
) -> Response:
    whose, parts = await _whose(request, user_id), shop_parts(request)
    try:
        line = await of_product(parts, whose.owner.id, product_id, variant_id)
    except NotInCart:
        pass
    else:
        await remove_from_cart(parts, whose, line)
    return await cart_answer(request, whose.owner.id, success=True)


@router.delete(
    "",
    operation_id="clearCartOfUser",
    summary="Empty a user's cart",
    response_model=CartChangedAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(UserUnknown),
)
async def clear_cart_of(request: Request, user_id: UserInPath) -> Response:
    whose = await _whose(request, user_id)
    await clear_cart(shop_parts(request), whose)
    return await cart_answer(request, whose.owner.id, success=True)


async def _whose(request: Request, user_id: str, scope: str = "") -> Whose:
    owner = await owner_for(request, user_id)
    return Whose(caller(request, scope and f"{scope}/{owner.id.partition(':')[2]}"), owner)
