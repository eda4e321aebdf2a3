"""Paying a reservation with any mix: prepaid hours, certificates, points, the wallet, and the rest
by a provider."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask, json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, LoginRequired, problems
from holdfast.api.shell.dependencies import caller, exchange, member, principal, shop_parts
from holdfast.api.shell.state import state_of
from holdfast.api.shop.payments import PayAnswer, pay_answer
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
from holdfast.flows.packages.paying import Way, named_source, way_by_code, ways_of
from holdfast.flows.payments.due import TooManyParts
from holdfast.flows.payments.receipts import ReceiptContactMissing, ReceiptTooLong
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.payments.sources import MixElsewhere, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered, pay_mixed
from holdfast.fraud import OrderToBeLookedAt
from holdfast.packages import CodeUnknown, GrantNotFound, TooManyCodes
from holdfast.payments import MANUAL, CardsNotKept

__all__ = ["router"]

router = APIRouter(prefix="/api/payments", tags=["payments"])

Kind = Literal["hours", "certificate", "sessions", "points", "wallet"]
_Word = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class SourceForm(Ask):
    """What pays: hours or a certificate (of an amount, or as `sessions` of a service) of one's own
    by `grantId`, the points or the money one has. As much as it can of what is due, or `amount` of
    it."""

    kind: Kind
    grant_id: UUID | None = None
    code: Annotated[str, StringConstraints(min_length=1, max_length=60)] | None = Field(
        default=None, description="Of a certificate, in place of its id: anybody's"
    )
    amount: Annotated[int, Field(ge=1, le=10**15, strict=True)] | None = Field(
        default=None, description="Minor units of the order's currency"
    )


class MixAsked(Ask):
    """`sources` pay in their order, `provider` what is left of it."""

    reservation_id: UUID
    sources: Annotated[list[SourceForm], Field(min_length=1, max_length=6)]
    provider: _Word | None = None
    scenario: _Word | None = None
    save_card: Annotated[bool, Field(strict=True, description="As of a payment")] = False


class SourceOffered(Answer):
    """What one could pay with: `amount` of what is due, by some of what is `left` of it, in
    `unit`s (`minute`, `PTS` or the currency)."""

    kind: Kind
    grant_id: UUID | None
    name: str
    amount: int
    left: int
    unit: str
    session_minutes: int | None = Field(description="Of `sessions`: so many minutes are one")
    session_due: int | None = Field(
        description="If it pays for the session alone: how much all that do pay together at most"
    )


class CodeTyped(Ask):
    """A certificate's code, however it was typed."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=60)]


class SourcesAnswer(Answer):
    due: int
    currency: str
    sources: list[SourceOffered]


@router.get(
    "/sources/{reservation_id}",
    operation_id="listPaymentSources",
    response_model=SourcesAnswer,
    responses=problems(ReservationNotFound, ReservationExpired, OrderCancelledAlready, AlreadyPaid),
)
async def get_sources(request: Request, reservation_id: UUID) -> Response:
    """What of one's own could pay for a reservation, and how much of it."""
    order, due, ways = await ways_of(shop_parts(request), principal(request), reservation_id)
    shown = [_shown(one) for one in ways]
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
)
async def post_source_by_code(request: Request, reservation_id: UUID, asked: CodeTyped) -> Response:
    """What the certificate with this code could pay of a reservation. Attempts are limited."""
    await state_of(request).codes.attempt(exchange(request).address)
    way = await way_by_code(shop_parts(request), principal(request), reservation_id, asked.code)
    answer = json_answer(_shown(way))
    answer.headers["cache-control"] = "no-store"
    return answer


def _shown(one: Way) -> dict[str, object]:
    grant = one.source.grant
    return {
        "kind": one.source.kind,
        "grantId": None if grant is None else grant.id,
        "name": "" if grant is None else grant.name,
        "amount": one.amount,
        "left": one.left,
        "unit": one.unit,
        "sessionMinutes": None if grant is None else grant.session_minutes,
        "sessionDue": one.session_due,
    }


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
        ProviderUnknown,
        ScenarioUnknown,
        CardsNotKept,
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
    if asked.save_card:
        member(request)
    for _ in [one for one in asked.sources if one.code is not None]:
        await state_of(request).codes.attempt(exchange(request).address)
    sources = [
        await named_source(parts, by.principal, one.kind, one.grant_id, one.amount, one.code)
        for one in asked.sources
    ]
    begun = await pay_mixed(
        parts,
        by,
        asked.reservation_id,
        sources,
        asked.provider,
        method=asked.scenario,
        origin=exchange(request).origin,
        save_card=asked.save_card,
    )
    if asked.provider == MANUAL and begun.status == "pending":
        await goods_bought(parts, asked.reservation_id)
    return pay_answer(begun)
