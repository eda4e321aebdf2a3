"""Payments: begin to pay for a reservation."""

from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints, model_validator

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.orders import NextActionShown
from holdfast.api.contract.problems import TELLS_AGAIN, LoginRequired, problems
from holdfast.api.shell.dependencies import caller, member, way_back
from holdfast.api.shell.dependencies import exchange as exchange_of
from holdfast.api.shell.dependencies import shop_parts as shop_parts_of
from holdfast.api.shell.dependencies import treasury as treasury_of
from holdfast.api.shell.direct import DirectRoute
from holdfast.api.shell.state import ServerState, state_of
from holdfast.flows.carting.bought import goods_bought
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    AlreadyPaid,
    BalanceTooLarge,
    CannotBuy,
    OrderCancelledAlready,
    PaymentUnderWay,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
)
from holdfast.flows.payments.begin import PaymentBegun
from holdfast.flows.payments.due import AmountAboveDue, TooManyParts
from holdfast.flows.payments.pay_from_wallet import pay_from_wallet
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.receipts import (
    ReceiptContactMissing,
    ReceiptTooLong,
    receipt_of_top_up,
)
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.settlement.pay import begin_payment
from holdfast.flows.wallets.top_ups import begin_top_up
from holdfast.fraud import OrderToBeLookedAt
from holdfast.kit.sentences import say
from holdfast.payments import MANUAL, WALLET, CardNotFound, CardsNotKept, NotChargedLater
from holdfast.wallets import WalletNotFound

__all__ = ["CardId", "PayAnswer", "pay_answer", "router"]

router = APIRouter(prefix="/api/payments", tags=["payments"], route_class=DirectRoute)

_Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
CardId = Annotated[
    str,
    Field(
        min_length=1,
        max_length=200,
        description="One of one's own kept cards (`GET /api/cards`) pays, without the provider's"
        " page; logged in, and where `cardsHere` of `GET /api/config` says so",
    ),
]


class PayAsked(Ask):
    """For a reservation (all that is due, or an amount of it), or an amount into a wallet of one's
    own. The provider ``wallet`` pays for a reservation from one's own wallet. ``scenario`` is the
    provider's method of paying: the demo's say how it shall go."""

    reservation_id: UUID | None = None
    wallet_id: UUID | None = None
    amount: Annotated[int, Field(ge=1, strict=True, description="Minor units")] | None = None
    provider: _Name
    scenario: _Name | None = None
    save_card: Annotated[
        bool,
        Field(
            strict=True,
            description="The buyer asks the provider to keep the card; logged in, and where"
            " `keepsCards` of `GET /api/config` says so",
        ),
    ] = False
    charge_later: Annotated[
        bool,
        Field(
            strict=True,
            description="The buyer agrees that the card is charged on each day of the repeat order"
            " that this order is of; logged in, and where `chargesLater` of `GET /api/config` says"
            " so. The card is kept for that",
        ),
    ] = False

    card_id: CardId | None = None

    @model_validator(mode="after")
    def for_one_thing(self) -> "PayAsked":
        if self.charge_later and self.reservation_id is None:
            raise ValueError(say("Send chargeLater together with reservationId."))
        if self.card_id is not None and (self.reservation_id is None or self.save_card):
            raise ValueError(say("Send cardId together with reservationId, and without saveCard."))
        if (self.reservation_id is None) == (self.wallet_id is None):
            raise ValueError(say("Send either reservationId, or walletId and amount."))
        if self.wallet_id is not None and self.amount is None:
            raise ValueError(say("Send amount together with walletId."))
        return self


class PayAnswer(Answer):
    """The payment, and what the provider says of it so far; `authorized`: the money is set aside,
    and taken with the order."""

    payment_id: UUID
    status: Literal["pending", "authorized", "succeeded", "failed"]
    next_action: NextActionShown | None = None


@router.post(
    "",
    operation_id="beginPayment",
    summary="Begin to pay for a reservation, or into a wallet",
    response_model=PayAnswer,
    responses=problems(
        LoginRequired,
        ReservationNotFound,
        WalletNotFound,
        BalanceTooLarge,
        ReservationExpired,
        NotSelling,
        OrderCancelledAlready,
        AlreadyPaid,
        AddressNeeded,
        AmountAboveDue,
        TooManyParts,
        PaymentUnderWay,
        CannotBuy,
        OrderToBeLookedAt,
        AmountTooFine,
        ProviderUnknown,
        ScenarioUnknown,
        CardsNotKept,
        CardNotFound,
        NotChargedLater,
        ReceiptContactMissing,
        ReceiptTooLong,
        ProviderAway,
        *TELLS_AGAIN,
    ),
)
async def begin(request: Request, asked: PayAsked) -> Response:
    if asked.wallet_id is not None:
        assert asked.amount is not None, "validated"
        if state_of(request).treasury is None:
            return Response(headers=ServerState.ELSEWHERE)
        return await _into_a_wallet(request, asked.wallet_id, asked.amount, asked)
    assert asked.reservation_id is not None
    if state_of(request).shop_parts is None:
        raise ReservationNotFound("You have no such reservation.")
    if asked.provider == WALLET:
        return await _from_a_wallet(request, asked.reservation_id, asked.amount)
    if asked.save_card or asked.charge_later or asked.card_id is not None:
        member(request)
    begun = await begin_payment(
        shop_parts_of(request),
        caller(request, "pay"),
        asked.reservation_id,
        asked.provider,
        amount=asked.amount,
        method=asked.scenario,
        origin=exchange_of(request).origin,
        back=way_back(request),
        save_card=asked.save_card,
        charge_later=asked.charge_later,
        card_id=asked.card_id,
    )
    if asked.provider == MANUAL and begun.status == "pending":
        await goods_bought(shop_parts_of(request), asked.reservation_id)
    return pay_answer(begun)


async def _from_a_wallet(request: Request, reservation_id: UUID, amount: int | None) -> Response:
    """A reservation paid from a wallet of one's own, in its currency."""
    member(request)
    begun = await pay_from_wallet(
        shop_parts_of(request), caller(request, "pay"), reservation_id, amount
    )
    return pay_answer(begun)


async def _into_a_wallet(
    request: Request, wallet_id: UUID, amount: int, asked: PayAsked
) -> Response:
    member(request)
    parts = state_of(request).shop_parts
    begun = await begin_top_up(
        treasury_of(request),
        caller(request, "pay-in"),
        wallet_id,
        amount,
        asked.provider,
        method=asked.scenario,
        origin=exchange_of(request).origin,
        receipts=None if parts is None else partial(receipt_of_top_up, parts),
    )
    return pay_answer(begun)


def pay_answer(begun: PaymentBegun) -> Response:
    told: dict[str, object] = {"paymentId": begun.payment_id, "status": begun.status}
    if begun.next_action is not None:
        told["nextAction"] = begun.next_action
    return json_answer(told)
