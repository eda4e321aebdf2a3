"""A payment provider's own events."""

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import json_answer
from holdfast.api.contract.problems import problems
from holdfast.api.contract.uploads import file_body, upload
from holdfast.api.hooks.events import EVENT, EVENT_REFUSALS, EventAnswer, headers_of
from holdfast.api.shell.dependencies import body, exchange
from holdfast.api.shell.state import ServerState, state_of
from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.payments.events import take_event

__all__ = ["router"]

router = APIRouter(prefix="/hooks", tags=["hooks"])


@router.post(
    "/{provider}",
    operation_id="postProviderEvent",
    summary="Say that something became of a payment, or of a dispute",
    response_model=EventAnswer,
    openapi_extra=file_body("*/*"),
    responses=problems(ProviderAway, *EVENT_REFUSALS),
)
@upload(EVENT)
async def post_event(request: Request, provider: str) -> Response:
    """For the provider itself, at most 64 kB, signed as it does. It is answered at once, and the
    payment is then asked for at the provider, whatever the event says of it. An event that comes
    again counts once."""
    state = state_of(request)
    parts = state.shop_parts or state.treasury
    assert parts is not None, "this process takes payments"
    taken = await take_event(
        parts,
        provider,
        headers_of(request),
        body(request),
        request=exchange(request).id,
        disputes=state.shop_parts is not None,
        alone=state.shop_parts is not None and state.treasury is not None,
    )
    if taken == "unknown" and state.treasury is None:  # of a wallet, which is another service's
        return Response(headers=ServerState.ELSEWHERE)
    return json_answer({"status": taken})
