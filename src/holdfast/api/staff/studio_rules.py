"""Staff: what holds for every service that says nothing of its own."""

from typing import Annotated

import msgspec
from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.etags import IF_MATCH, VersionMissing, etag, version_of
from holdfast.api.contract.problems import problems
from holdfast.api.contract.services import (
    CancellingForm,
    SharesForm,
    cancelling_shown,
    shares_shown,
)
from holdfast.api.shell.dependencies import caller, database
from holdfast.api.shell.state import state_of
from holdfast.booking.bookings import MOST_OPEN, AskingRules, Policy, Shares
from holdfast.booking.services import StudioRules, load_rules
from holdfast.flows.booking.studio_rules import BadRules, RulesChangedMeanwhile, save_rules

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/studio-rules", tags=["staff"])


Open = Annotated[int, Field(ge=1, le=MOST_OPEN, strict=True)]


class RequestRulesForm(Ask):
    """Of bookings on request."""

    confirmed: bool = Field(
        default=False, description="Only who has shown that mail reaches them may ask"
    )
    client: Open | None = Field(
        default=None, description="Open at once of one contact; null: what the shop lets any"
    )
    calendar: Open | None = Field(
        default=None, description="Open at once of one calendar; null: what the shop lets any"
    )


class StudioRulesAsked(Ask):
    policy: CancellingForm = Field(description="Of services that say nothing else")
    shares: SharesForm = SharesForm()
    requests: RequestRulesForm = RequestRulesForm()


class StudioRulesShown(Answer):
    policy: CancellingForm
    shares: SharesForm
    requests: RequestRulesForm
    revision: int = Field(description="Goes into `If-Match`; 0 while nobody decided anything")


@router.get("")
async def get_studio_rules(request: Request, response: Response) -> StudioRulesShown:
    """What cancelling and moving cost, and whose what is kept is, where a service says nothing; and
    what asking for a booking takes."""
    return _shown(response, await load_rules(database(request).pool))


@router.put(
    "",
    responses=problems(BadRules, RulesChangedMeanwhile, VersionMissing),
    openapi_extra={"parameters": [IF_MATCH]},
)
async def put_studio_rules(
    request: Request, response: Response, asked: StudioRulesAsked
) -> StudioRulesShown:
    """Decide it for what is booked from now on. What is booked stays as it was agreed."""
    policy = msgspec.convert(asked.policy.model_dump(), Policy)
    shares = Shares(**asked.shares.model_dump())
    requests = AskingRules(**asked.requests.model_dump())
    revision = version_of(request)
    saved = await save_rules(database(request), caller(request), policy, shares, requests, revision)
    state_of(request).slots.forget()
    return _shown(response, saved)


def _shown(response: Response, rules: StudioRules) -> StudioRulesShown:
    response.headers["etag"] = etag(rules.revision)
    return StudioRulesShown(
        policy=cancelling_shown(rules.policy),
        shares=shares_shown(rules.shares),
        requests=RequestRulesForm(**msgspec.to_builtins(rules.requests)),
        revision=rules.revision,
    )
