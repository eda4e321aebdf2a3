"""Staff: promotions, automatic or by a code; what one would do to carts, before it is made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask, Instant, json_answer
from holdfast.api.contract.campaigns import DiscountBody, discount_body
from holdfast.api.contract.carts import CART_REFUSED, Items, cart_of
from holdfast.api.contract.moments import Moment
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.prices import PartShown, part_bodies
from holdfast.api.contract.problems import COMMITS, TELLS_AGAIN, problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.api.staff.discounts import DiscountAsked, EndAsked
from holdfast.catalog import Selection
from holdfast.flows.checkout.basket import BasketLine, CartLine
from holdfast.flows.checkout.quoting import Previewed, Quoted, previewed
from holdfast.flows.promotions.promotions import (
    BadPromotion,
    PromotionNotFound,
    PromotionOver,
    TooManyPromotions,
    end_promotion,
    make_promotion,
    must_be_sound,
)
from holdfast.flows.shop_parts import ShopParts
from holdfast.kit import iso, page_by_id, shop_now
from holdfast.kit.paging import BadCursor, decode_id
from holdfast.pricing import Reason as WhyNot
from holdfast.promotions import (
    MAX_CODE,
    MAX_PER_CUSTOMER,
    MAX_QUANTITY,
    MOST_OF_PROMOTION,
    Phase,
    Promotion,
    PromotionTerms,
    code_of,
    promotion_key,
)
from holdfast.views.example_carts import example_carts

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/promotions", tags=["staff"])

MAX_EXAMPLES: Final = 10


class PromotionAsked(DiscountAsked):
    """The terms of a promotion. They never change once it is made."""

    code: Annotated[str, Field(max_length=MAX_CODE), AfterValidator(code_of)] | None = Field(
        default=None, description="What buyers type, in any case; left out: it is automatic"
    )
    quantity: Annotated[int, Field(ge=1, le=MAX_QUANTITY, strict=True)] | None = Field(
        default=None, description="Uses in all; left out: without bound"
    )
    per_customer: Annotated[int, Field(ge=1, le=MAX_PER_CUSTOMER, strict=True)] | None = Field(
        default=None, description="Uses of one customer, who then needs an account"
    )
    first_order: Annotated[bool, Field(strict=True)] = Field(
        default=False, description="Only for who has paid for nothing here yet, and once"
    )
    groups: Annotated[list[UUID], Field(min_length=1, max_length=MOST_OF_PROMOTION)] | None = Field(
        default=None, description="Only for customers in one of these groups"
    )
    opens_at: Moment | None = Field(default=None, description="Left out: at once")
    closes_at: Moment | None = Field(default=None, description="Left out: when staff end it")

    def terms(self, now: datetime) -> PromotionTerms:
        return PromotionTerms(
            **self.discount(),
            code=self.code,
            quantity=self.quantity,
            per_customer=self.per_customer,
            first_order=self.first_order,
            groups=None if self.groups is None else frozenset(self.groups),
            opens_at=self.opens_at or now,
            closes_at=self.closes_at,
        )


class PreviewAsked(Ask):
    """A promotion that might be made, and carts to try it on; left out: some of the shop's
    goods."""

    terms: PromotionAsked
    carts: Annotated[list[Items], Field(min_length=1, max_length=MAX_EXAMPLES)] | None = None


class PromotionBody(DiscountBody):
    """A promotion."""

    code: str | None = Field(description="null: automatic")
    quantity: int | None = Field(description="Uses in all; null: without bound")
    remaining: int | None = Field(description="Uses that are left, those held aside")
    per_customer: int | None
    first_order: bool
    groups: list[UUID] | None = Field(
        description="Only for customers in one of these groups; null: for everybody"
    )
    opens_at: Instant
    closes_at: Instant | None
    ended_at: Instant | None = Field(description="When staff ended it early")
    created_at: Instant
    phase: Phase


class PromotionAnswer(Answer):
    promotion: PromotionBody
    server_time: Instant


class PromotionsAnswer(Answer):
    """A page of promotions, newest first."""

    promotions: list[PromotionBody]
    next_cursor: str | None
    server_time: Instant


class ExampleLine(Answer):
    product_id: UUID
    variant_id: UUID
    name: str
    options: dict[str, str]
    quantity: int
    price: int


class ExamplePrice(Answer):
    total: int
    parts: list[PartShown]


class ExampleCart(Answer):
    """A cart as it is priced, and as it would be; `reason`: why it would not change."""

    currency: str
    lines: list[ExampleLine]
    before: ExamplePrice
    after: ExamplePrice
    saving: int
    reason: WhyNot | None
    missing: int = Field(description="What the goods lack of the minimum")


class PreviewAnswer(Answer):
    carts: list[ExampleCart]
    server_time: Instant


@router.get("", response_model=PromotionsAnswer, responses=problems(BadCursor))
async def list_promotions(
    request: Request,
    limit: Limit = 20,
    cursor: Cursor = None,
    group: Annotated[UUID | None, Query(description="Only those for this customer group")] = None,
) -> Response:
    """Every promotion, newest first: to come, in force and over."""
    here = shop_parts(request)
    before = decode_id(cursor)
    found = await here.promotions.page(before, limit + 1, group)
    page, more = page_by_id(found, limit)
    return json_answer(
        {
            "promotions": await _bodies(here, page),
            "nextCursor": more,
            "serverTime": iso(shop_now()),
        }
    )


@router.post(
    "",
    status_code=201,
    response_model=PromotionAnswer,
    responses=problems(BadPromotion, TooManyPromotions, *TELLS_AGAIN),
)
async def post_promotion(request: Request, asked: PromotionAsked) -> Response:
    """Make a promotion. Its terms never change; it may be ended early."""
    here = shop_parts(request)
    terms = asked.terms(await here.coupons.now())
    return await _answer(here, await make_promotion(here, caller(request, "promotion"), terms), 201)


@router.post(
    "/preview",
    operation_id="previewPromotion",
    response_model=PreviewAnswer,
    openapi_extra=IN_A_LANGUAGE,
    responses=problems(BadPromotion, *CART_REFUSED),
)
async def post_preview(request: Request, asked: PreviewAsked) -> Response:
    """What a promotion would do to carts, were it in force. Nothing is made."""
    here, locale = shop_parts(request), locale_of(request)
    terms = asked.terms.terms(await here.coupons.now())
    await must_be_sound(here, terms)
    if asked.carts is not None:
        carts = [cart_of(items) for items in asked.carts]
    else:
        named = sorted(terms.scope or ())
        found = await example_carts(here.database.pool, named, together=terms.is_set)
        carts = [
            [CartLine(product, Selection(variant), many) for product, variant, many in cart]
            for cart in found
        ]
    tried = [await previewed(here, terms, cart) for cart in carts]
    return json_answer(
        {"carts": [_example(one, locale) for one in tried], "serverTime": iso(shop_now())}
    )


@router.post(
    "/{promotion_id}/end",
    operation_id="endPromotion",
    response_model=PromotionAnswer,
    responses=problems(PromotionNotFound, PromotionOver, *COMMITS),
)
async def post_end(request: Request, promotion_id: UUID, asked: EndAsked) -> Response:
    """End a promotion early. Who holds an order at its price pays that price."""
    here = shop_parts(request)
    by = caller(request, f"end-promotion/{promotion_id}")
    return await _answer(here, await end_promotion(here, by, promotion_id, asked.reason))


async def _answer(here: ShopParts, promotion: Promotion, status: int = 200) -> Response:
    (body,) = await _bodies(here, [promotion])
    return json_answer({"promotion": body, "serverTime": iso(shop_now())}, status)


async def _bodies(here: ShopParts, found: Sequence[Promotion]) -> list[dict[str, Any]]:
    now, bodies = shop_now(), []
    for one in found:
        left = None
        if one.quantity is not None:
            left = (await here.reader.account(promotion_key(one.id))).balance
        bodies.append(
            {
                "id": one.id,
                **discount_body(one),
                "code": one.code,
                "quantity": one.quantity,
                "remaining": left,
                "perCustomer": one.per_customer,
                "firstOrder": one.first_order,
                "groups": None if one.groups is None else sorted(one.groups),
                "opensAt": iso(one.opens_at),
                "closesAt": iso(one.closes_at),
                "endedAt": iso(one.ended_at),
                "createdAt": iso(one.created_at),
                "phase": one.phase(now),
            }
        )
    return bodies


def _example(tried: Previewed, locale: str) -> dict[str, Any]:
    trouble = tried.trouble
    return {
        "currency": tried.before.prices.currency,
        "lines": [_line(line, locale) for line in tried.lines],
        "before": _price(tried.before, locale),
        "after": _price(tried.after, locale),
        "saving": tried.before.quote.total - tried.after.quote.total,
        "reason": None if trouble is None else trouble.reason,
        "missing": 0 if trouble is None else trouble.missing,
    }


def _line(line: BasketLine, locale: str) -> dict[str, Any]:
    product, variant = line.product, line.variant
    return {
        "productId": product.id,
        "variantId": variant.id,
        "name": product.name_in(locale),
        "options": product.options_in(variant.options, locale),
        "quantity": line.quantity,
        "price": line.price,
    }


def _price(quoted: Quoted, locale: str) -> dict[str, Any]:
    return {"total": quoted.quote.total, "parts": part_bodies(quoted.parts, locale)}
