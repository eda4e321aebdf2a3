"""What whoever pays agrees to, kept with the order."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.agreements import AgreedAnswer, AgreedAsked, agreement_body
from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import caller, shop_parts
from holdfast.api.shell.languages import IN_A_LANGUAGE, locale_of
from holdfast.flows.commit.refusals import OrderNotFound
from holdfast.flows.settlement.agreeing import agree, agree_by_link
from holdfast.orders import PayLinkNotFound, PayLinkRevoked

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["orders"])


@router.put(
    "/orders/{order_id}/agreement",
    operation_id="agreeToOrder",
    summary="Say which texts of the shop's its buyer agreed to",
    response_model=AgreedAnswer,
    responses=problems(OrderNotFound),
    openapi_extra=IN_A_LANGUAGE,
)
async def put_agreement(request: Request, order_id: UUID, asked: AgreedAsked) -> Response:
    """Said when the button that pays is pressed. The order keeps when that was, and by when each
    text was changed last, in the reader's language; once it is paid, that stays."""
    by, locale = caller(request, "agree"), locale_of(request)
    kept = await agree(shop_parts(request), by, order_id, asked.texts, locale)
    return json_answer({"agreement": agreement_body(kept)})


@router.put(
    "/pay/{token}/agreement",
    operation_id="agreeByPayLink",
    summary="The same by the order's secret address",
    response_model=AgreedAnswer,
    responses=problems(PayLinkNotFound, PayLinkRevoked),
    openapi_extra=IN_A_LANGUAGE,
)
async def put_agreement_by_link(request: Request, token: str, asked: AgreedAsked) -> Response:
    kept = await agree_by_link(shop_parts(request), token, asked.texts, locale_of(request))
    return json_answer({"agreement": agreement_body(kept)})
