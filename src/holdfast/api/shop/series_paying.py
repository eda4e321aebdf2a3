"""Paying a series: by what one has with us, in the order one chose, and by a provider."""

from typing import Final
from uuid import UUID

from fastapi import APIRouter, Request, Response
from msgspec import to_builtins

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import TELLS_AGAIN, problems
from holdfast.api.contract.series import SeriesLeftAnswer, SeriesPayAnswer, SeriesPayAsked
from holdfast.api.contract.sources import SourcesAnswer, sources_shown
from holdfast.api.shell.dependencies import caller, exchange, principal, shop_parts, way_back
from holdfast.api.shell.languages import IN_A_LANGUAGE, reader_of
from holdfast.api.shop.mixed_payments import sources_named
from holdfast.api.shop.series import series_shown
from holdfast.booking.series import SeriesNotFound
from holdfast.flows.booking.series.leaving import leave_series
from holdfast.flows.booking.series.offering import ways_of_series
from holdfast.flows.booking.series.paying import pay_series
from holdfast.flows.commit.refusals import (
    PaymentUnderWay,
    ProviderAway,
    ProviderUnknown,
    ReservationExpired,
    ReservationNotFound,
    ScenarioUnknown,
)
from holdfast.flows.payments.due import TooManyParts
from holdfast.flows.payments.providers import AmountTooFine
from holdfast.flows.payments.selling import NotSelling
from holdfast.flows.payments.sources import MixElsewhere, SourceRefused
from holdfast.flows.settlement.mixing import RestNotCovered
from holdfast.packages import CodeUnknown, GrantNotFound, TooManyCodes

__all__ = ["router"]

router = APIRouter(prefix="/api/series", tags=["booking"])

_REFUSED: Final = (
    NotSelling, GrantNotFound, CodeUnknown, TooManyCodes, SourceRefused, MixElsewhere,
    RestNotCovered, TooManyParts, ReservationNotFound,
)  # fmt: skip


@router.get(
    "/{series_id}/sources",
    operation_id="listSeriesSources",
    summary="What of one's own could pay for a series, and how much of it",
    response_model=SourcesAnswer,
    responses=problems(SeriesNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def get_series_sources(request: Request, series_id: UUID) -> Response:
    found = await ways_of_series(shop_parts(request), principal(request), series_id)
    shown = await sources_shown(shop_parts(request).database, found.ways, reader_of(request))
    return json_answer({"due": found.due, "currency": found.currency, "sources": shown})


@router.post(
    "/{series_id}/pay",
    operation_id="paySeries",
    summary="Pay for all of a series that waits for its money",
    response_model=SeriesPayAnswer,
    responses=problems(
        *_REFUSED,
        PaymentUnderWay,
        ProviderAway,
        AmountTooFine,
        ProviderUnknown,
        ReservationExpired,
        ScenarioUnknown,
        SeriesNotFound,
        *TELLS_AGAIN,
    ),
)
async def post_pay_series(request: Request, series_id: UUID, asked: SeriesPayAsked) -> Response:
    """`sources` pay in their order, the first booking first; `provider` what is left. Bookings that
    the sources pay whole are paid together, the others one after another."""
    by = caller(request, f"pay-series/{series_id}")
    done = await pay_series(
        shop_parts(request),
        by,
        series_id,
        asked.provider,
        await sources_named(request, by.principal, asked.sources),
        method=asked.method,
        back=way_back(request) or f"{exchange(request).origin}/series/{series_id}",
        most=asked.expected_rest,
    )
    begun = done.begun
    action = None if begun is None or begun.next_action is None else to_builtins(begun.next_action)
    return json_answer(
        {
            "success": not done.left,
            "paid": done.paid,
            "left": done.left,
            "orderId": done.order_id,
            "paymentId": None if begun is None else begun.payment_id,
            "nextAction": action,
            "series": await series_shown(request, series_id),
        }
    )


@router.post(
    "/{series_id}/leave-payment",
    operation_id="leaveSeriesPayment",
    summary="Call off what was to be paid on a provider's page; the times stay held",
    response_model=SeriesLeftAnswer,
    responses=problems(SeriesNotFound, ProviderAway, *TELLS_AGAIN),
)
async def leave_series_payment(request: Request, series_id: UUID) -> Response:
    """A page of the provider's that is open somewhere else takes no money any more. What was paid
    by then counts."""
    by = caller(request, "leave-payment")
    left = await leave_series(shop_parts(request), by, series_id)
    return json_answer({"status": left.status, "series": await series_shown(request, series_id)})
