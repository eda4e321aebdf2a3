"""Buying in one request: `POST /api/orders`. From a wallet it is paid at once; at a provider the
goods are held, and the payment is begun."""

from typing import Annotated, Final

from fastapi import APIRouter, Request, Response
from msgspec.structs import replace
from pydantic import AfterValidator, Field, model_validator

from holdfast.api.contract.carts import ORDER_REFUSED, FromCart, Items, Locale, cart_of
from holdfast.api.contract.preferences import PREFER, prefers_async
from holdfast.api.contract.preorders import TakesPreorder
from holdfast.api.contract.prices import Expected, PriceAsked
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.texts import written
from holdfast.api.shell.dependencies import caller
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.languages import order_locale
from holdfast.api.shop.order_answers import (
    MadeAnswer,
    MadeInWordsAnswer,
    order_answer,
    view_of,
    view_parameter,
)
from holdfast.api.shop.whose import UserNamed, of_oneself
from holdfast.flows.checkout.basket import Amount, CartLine
from holdfast.flows.checkout.decided import decided
from holdfast.flows.checkout.place import place
from holdfast.flows.checkout.price_changed import PriceChanged
from holdfast.flows.checkout.prices import NO_CHOICE, ShippingUnknown
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    CannotBuy,
    CurrencyUnknown,
    PaymentFailedProblem,
    ProviderAway,
    ProviderUnknown,
)
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.selling import ways_to_pay
from holdfast.flows.settlement.confirm import confirm_order
from holdfast.flows.settlement.pay import begin_payment
from holdfast.fraud import OrderToBeLookedAt
from holdfast.kit.plain_text import clean_text
from holdfast.kit.sentences import say
from holdfast.ledger import MAX_BALANCE
from holdfast.orders import Order
from holdfast.payments import WALLET
from holdfast.people import UserUnknown
from holdfast.shipping import AddressInvalid

__all__ = ["router"]

router = APIRouter(prefix="/api/orders", tags=["orders"], route_class=DirectRoute)

MAX_DESCRIPTION: Final = 500
Description = Annotated[
    str,
    Field(min_length=1, max_length=MAX_DESCRIPTION),
    AfterValidator(clean_text),
    written(say("Enter a description.")),
]


class PurchaseAsked(PriceAsked):
    """Goods (`items`, with a coupon or a code if there is one, and a `shippingAddress` where they
    are brought to one), or from a wallet an `amount` in a `currency` for something that is no goods
    of the shop, with a `description`."""

    payment_method: Annotated[
        str,
        Field(
            min_length=1,
            max_length=40,
            description="`wallet`, or a provider of `GET /api/config` by its name",
        ),
    ]
    items: Items | None = None
    expected_total: Expected = None
    amount: Annotated[
        int | None, Field(ge=1, le=MAX_BALANCE, strict=True, description="Minor units")
    ] = None
    currency: Annotated[str, Field(min_length=1, max_length=10)] | None = None
    description: Description | None = None
    locale: Locale | None = None
    from_cart: FromCart = False
    user_id: UserNamed = None
    preorder: TakesPreorder = False

    @model_validator(mode="after")
    def of_one_kind(self) -> "PurchaseAsked":
        sums = (self.amount, self.currency, self.description)
        if self.items is not None:
            if any(one is not None for one in sums):
                raise ValueError(
                    say("Items have prices: leave out amount, currency and description.")
                )
        elif None in sums:
            raise ValueError(say("Give either items, or amount, currency and description."))
        elif self.payment_method != WALLET:
            raise ValueError(say("An amount without goods is paid from a wallet."))
        elif self.shipping_address is not None or self.choice(self.expected_total) != NO_CHOICE:
            raise ValueError(say("A coupon, a code, delivery and an expected total are for items."))
        return self


@router.post(
    "",
    operation_id="buyFromWallet",
    summary="Buy: from a wallet of one's own, paid within a second, or later, or refused; at a"
    " provider, with what is to be done next",
    status_code=201,
    response_model=MadeAnswer | MadeInWordsAnswer,
    openapi_extra=view_parameter(PREFER),
    responses={
        202: {
            "model": MadeAnswer | MadeInWordsAnswer,
            "description": "Not decided within a second, or `Prefer: respond-async` was asked for:"
            " follow the order",
            "headers": {
                "Preference-Applied": {
                    "description": "`respond-async`, if it was asked for",
                    "schema": {"type": "string"},
                }
            },
        },
        **problems(
            CannotBuy,
            CurrencyUnknown,
            *ORDER_REFUSED,
            PriceChanged,
            ShippingUnknown,
            AddressInvalid,
            AddressNeeded,
            OrderToBeLookedAt,
            AmountTooFine,
            ProviderUnknown,
            ProviderAway,
            PaymentFailedProblem,
            UserUnknown,
            *TELLS_AGAIN,
        ),
    },
)
async def buy_from_wallet(request: Request, asked: PurchaseAsked) -> Response:
    of_oneself(request, asked.user_id)
    view = view_of(request)
    shop_parts = shop_parts_of(request)
    if asked.payment_method != WALLET:
        made = await _at_provider(request, asked)
        status = 202 if made.status == "pending" else 201
        return await order_answer(shop_parts, made, status, view=view, summed=True)
    later = prefers_async(exchange_of(request).headers)
    placed = await place(
        shop_parts,
        caller(request, "buy"),
        _wanted(asked),
        wallet=True,
        anew=not later,
        choice=replace(asked.choice(asked.expected_total), preorder=asked.preorder),
        locale=order_locale(request, asked.locale),
        from_cart=asked.from_cart,
    )
    order_id = placed.order_id
    order = (
        await shop_parts.orders.known(order_id) if later else await decided(shop_parts, order_id)
    )
    status = 202 if later or order.status == "pending" else 201
    answer = await order_answer(shop_parts, order, status, view=view, summed=True)
    if later:
        answer.headers["Preference-Applied"] = "respond-async"
    return answer


async def _at_provider(request: Request, asked: PurchaseAsked) -> Order:
    """Held, and its payment begun; paid, where the provider says so at once."""
    shop_parts, name = shop_parts_of(request), asked.payment_method
    ways = (WALLET, *ways_to_pay(shop_parts, await shop_parts.shop.now()))
    if name not in ways:
        said = say(
            "This shop does not take payments by {name}. Send one of: {ways}.",
            name=name,
            ways=", ".join(ways),
        )
        raise ProviderUnknown(said, field="paymentMethod")
    placed = await place(
        shop_parts,
        caller(request, "buy"),
        _wanted(asked),
        choice=replace(asked.choice(asked.expected_total), whole=True, preorder=asked.preorder),
        locale=order_locale(request, asked.locale),
        from_cart=asked.from_cart,
    )
    hold_id, origin = placed.reservation_id, exchange_of(request).origin
    begun = await begin_payment(
        shop_parts, caller(request, "buy-pay"), hold_id, name, origin=origin
    )
    if begun.status == "failed":
        raise PaymentFailedProblem("The payment was declined. You were not charged.")
    if begun.status == "succeeded":
        by = caller(request, "buy-paid")
        await confirm_order(shop_parts, by, hold_id, begun.payment_id)
    return await shop_parts.orders.known(placed.order_id)


def _wanted(asked: PurchaseAsked) -> list[CartLine] | Amount:
    if asked.items is not None:
        return cart_of(asked.items)
    assert asked.amount is not None
    assert asked.currency is not None
    assert asked.description is not None
    return Amount(asked.amount, asked.currency, asked.description)
