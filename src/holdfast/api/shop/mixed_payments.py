"""Paying a reservation with any mix: prepaid hours, certificates, points, the wallet, and the rest
by a provider."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Ask, json_answer, unkept
from holdfast.api.contract.problems import TELLS_AGAIN, LoginRequired, problems
from holdfast.api.contract.sources import (
    MOST_SOURCES,
    SourceForm,
    SourceOffered,
    SourcesAnswer,
    sources_shown,
)
from holdfast.api.shell.dependencies import (
    caller,
    exchange,
    member,
    principal,
    shop_parts,
    way_back,
)
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shell.state import state_of
from holdfast.api.shop.payments import CardId, PayAnswer, pay_answer
from holdfast.flows.carting.bought import goods_bought
from holdfast.flows.commit.refusals import (
    AddressNeeded,
    AlreadyPaid,
    OrderCancelledAlready,
    PaymentUnderWay,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
)
from holdfast.flows.packages.paying import named_source, way_by_code, ways_of
from holdfast.flows.payments.due import TooManyParts
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.receipts import ReceiptContactMissing, ReceiptTooLong
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.payments.sources import MixElsewhere, Source, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered, pay_mixed
from holdfast.fraud import OrderToBeLookedAt
from holdfast.packages import CodeUnknown, GrantNotFound, TooManyCodes
from holdfast.payments import MANUAL, CardNotFound, CardsNotKept, NotChargedLater
from holdfast.people import Principal

__all__ = ["router", "sources_named"]

router = APIRouter(prefix="/api/payments", tags=["payments"])

_Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class MixAsked(Ask):
    """`sources` pay in their order, `provider` what is left of it."""

    reservation_id: UUID
    sources: Annotated[list[SourceForm], Field(min_length=1, max_length=MOST_SOURCES)]
    provider: _Word | None = None
    scenario: _Word | None = None
    save_card: Annotated[bool, Field(strict=True, description="As of a payment")] = False
    charge_later: Annotated[bool, Field(strict=True, description="As of a payment")] = False
    card_id: CardId | None = None


class CodeTyped(Ask):
    """A certificate's code, however it was typed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=60)]


@router.get(
    "/sources/{reservation_id}",
    operation_id="listPaymentSources",
    response_model=SourcesAnswer,
    responses=problems(ReservationNotFound, ReservationExpired, OrderCancelledAlready, AlreadyPaid),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_sources(request: Request, reservation_id: UUID) -> Response:
    """What of one's own could pay for a reservation, and how much of it."""
    order, due, ways = await ways_of(shop_parts(request), principal(request), reservation_id)
    shown = await sources_shown(shop_parts(request).database, ways, reader_of(request))
    return json_answer({"due": due, "currency": order.currency, "sources": shown})


@router.post(
    "/sources/{reservation_id}/by-code",
    operation_id="findSourceByCode",
    response_model=SourceOffered,
    responses=problems(
        ReservationNotFound,
        ReservationExpired,
        OrderCancelledAlready,
        AlreadyPaid,
        AddressNeeded,
        CodeUnknown,
        TooManyCodes,
        SourceRefused,
    ),
    openapi_extra=IN_A_LANGUAGE,
)
async def post_source_by_code(request: Request, reservation_id: UUID, asked: CodeTyped) -> Response:
    """What the certificate with this code could pay of a reservation. Attempts are limited."""
    await state_of(request).codes.attempt(exchange(request).address)
    way = await way_by_code(shop_parts(request), principal(request), reservation_id, asked.code)
    (shown,) = await sources_shown(shop_parts(request).database, [way], reader_of(request))
    return unkept(json_answer(shown))


@router.post(
    "/mix",
    operation_id="payMixed",
    summary="Pay for a reservation with several things at once",
    response_model=PayAnswer,
    responses=problems(
        ReservationNotFound,
        ReservationExpired,
        NotSelling,
        OrderCancelledAlready,
        AlreadyPaid,
        AddressNeeded,
        GrantNotFound,
        CodeUnknown,
        TooManyCodes,
        SourceRefused,
        MixElsewhere,
        RestNotCovered,
        TooManyParts,
        PaymentUnderWay,
        OrderToBeLookedAt,
        AmountTooFine,
        ProviderUnknown,
        ScenarioUnknown,
        CardsNotKept,
        CardNotFound,
        NotChargedLater,
        ReceiptContactMissing,
        ReceiptTooLong,
        LoginRequired,
        ProviderAway,
        *TELLS_AGAIN,
    ),
)
async def post_mix(request: Request, asked: MixAsked) -> Response:
    """All that is one's own is taken together, or none of it; what the provider does not take goes
    back."""
    parts, by = shop_parts(request), caller(request, "mix")
    if asked.save_card or asked.charge_later or asked.card_id is not None:
        member(request)
    sources = await sources_named(request, by.principal, asked.sources)
    begun = await pay_mixed(
        parts,
        by,
        asked.reservation_id,
        sources,
        asked.provider,
        method=asked.scenario,
        origin=exchange(request).origin,
        back=way_back(request),
        save_card=asked.save_card,
        charge_later=asked.charge_later,
        card_id=asked.card_id,
    )
    if asked.provider == MANUAL and begun.status == "pending":
        await goods_bought(parts, asked.reservation_id)
    return pay_answer(begun)


async def sources_named(
    request: Request, who: Principal, forms: Sequence[SourceForm]
) -> list[Source]:
    """What they are. Each code that is typed is an attempt, and attempts are limited."""
    for _ in [one for one in forms if one.code is not None]:
        await state_of(request).codes.attempt(exchange(request).address)
    parts = shop_parts(request)
    return [
        await named_source(parts, who, one.kind, one.grant_id, one.amount, one.code)
        for one in forms
    ]
