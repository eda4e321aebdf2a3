"""A payment provider's own events."""

from typing import Literal

from fastapi import APIRouter, Request, Response

from holdfast.api.contract.answers import Answer, json_answer
from holdfast.api.contract.problems import BodyTooLarge, RateLimited, problems
from holdfast.api.contract.uploads import Upload, file_body, upload
from holdfast.api.shell.dependencies import body, exchange
from holdfast.api.shell.state import ServerState, state_of
from holdfast.flows.commit.refusals import OutcomeUnknown, ProviderAway, TooBusy
from holdfast.flows.payments.events import (
    EventTooOld,
    EventUnreadable,
    EventUnsigned,
    HookNotFound,
    take_event,
)

__all__ = ["router"]

router = APIRouter(prefix="/hooks", tags=["hooks"])

_EVENT = Upload(64 * 1024, ("",), seconds=20.0)  # of whatever media type its sender likes


class EventAnswer(Answer):
    """`unknown`: it is about no payment of this shop's."""

    status: Literal["taken", "repeated", "unknown"]


@router.post(
    "/{provider}",
    operation_id="postProviderEvent",
    summary="Say that something became of a payment, or of a dispute",
    response_model=EventAnswer,
    openapi_extra=file_body("*/*"),
    responses=problems(
        HookNotFound,
        EventUnsigned,
        EventUnreadable,
        EventTooOld,
        BodyTooLarge,
        RateLimited,
        ProviderAway,
        TooBusy,
        OutcomeUnknown,
    ),
)
@upload(_EVENT)
async def post_event(request: Request, provider: str) -> Response:
    """For the provider itself, at most 64 kB, signed as it does. It is answered at once, and the
    payment is then asked for at the provider, whatever the event says of it. An event that comes
    again counts once."""
    state = state_of(request)
    came = exchange(request)
    headers = {
        name.decode("latin-1"): value.decode("latin-1") for name, value in came.headers.items()
    }
    parts = state.shop_parts or state.treasury
    assert parts is not None, "this process takes payments"
    taken = await take_event(
        parts,
        provider,
        headers,
        body(request),
        request=came.id,
        disputes=state.shop_parts is not None,
    )
    if taken == "unknown" and state.treasury is None:  # of a wallet, which is another service's
        return Response(headers=ServerState.ELSEWHERE)
    return json_answer({"status": taken})
