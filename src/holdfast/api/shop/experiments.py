"""What a visitor's page has shown of a running experiment."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Ask
from holdfast.api.contract.problems import RateLimited, problems
from holdfast.api.shell.dependencies import exchange, shop_parts
from holdfast.api.shell.pacing import pace
from holdfast.api.shell.state import state_of
from holdfast.experiments import MOST_VARIANTS, ExperimentNotFound
from holdfast.flows.experimenting.seeing import see

__all__ = ["router"]

router = APIRouter(prefix="/api/experiments", tags=["shop"])


class SeenAsked(Ask):
    """Which variant, in which browser."""

    visitor: UUID = Field(description="A number that the browser made up and keeps")
    variant: Annotated[int, Field(ge=0, lt=MOST_VARIANTS, strict=True)]


@router.put(
    "/{experiment_id}/seen",
    status_code=204,
    responses=problems(ExperimentNotFound, RateLimited),
)
async def put_seen(request: Request, experiment_id: UUID, asked: SeenAsked) -> Response:
    """Tell what was shown: once it was, and again when whoever looks has become somebody else. A
    browser is counted once, with what it saw first. No cookie comes of it; staff and robots are not
    counted."""
    here = exchange(request)
    await pace(state_of(request).seeing, here.address)
    await see(
        shop_parts(request).database.pool,
        experiment_id,
        asked.visitor,
        asked.variant,
        here.principal,
        here.headers.get(b"user-agent", b""),
    )
    return Response(status_code=204)
