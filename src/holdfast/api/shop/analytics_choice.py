"""Whether one agrees that analytics services are told what one does in the shop."""

from typing import Annotated

from fastapi import APIRouter, Request
from pydantic import Field

from holdfast.analytics import Choice
from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import database, exchange, principal
from holdfast.api.shell.state import state_of
from holdfast.flows.platforms.choosing import choice_of, choose
from holdfast.kit.errors import Problem

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["session"])


class NoAnalytics(Problem):
    """Nobody is told anything, so there is nothing to agree to."""

    status = 409
    code = "no-analytics"
    title = "The shop uses no analytics service"


class AnalyticsChoiceShown(Answer):
    services: list[str] = Field(
        description="Who is told what those do who agree; empty: nobody, and nobody is asked"
    )
    agreed: bool | None = Field(description="null: not chosen yet, which is no")


class AnalyticsChoiceAsked(Ask):
    agreed: Annotated[bool, Field(strict=True)]


@router.get("/analytics-choice")
async def get_analytics_choice(request: Request) -> AnalyticsChoiceShown:
    """What one has chosen: of one's account, or as a guest in this browser."""
    who = exchange(request).principal
    found = await choice_of(database(request), None if who is None else who.id)
    return _shown(request, found)


@router.put("/analytics-choice", responses=problems(NoAnalytics))
async def put_analytics_choice(
    request: Request, asked: AnalyticsChoiceAsked
) -> AnalyticsChoiceShown:
    """Agree, or not, or no longer. Of who does not, nothing more is told from then on, what waits
    to be told included. A guest's choice is that of the account they log in to, unless it has
    one."""
    analytics, who = state_of(request).analytics, principal(request)
    if not analytics.services and asked.agreed:
        raise NoAnalytics("The shop tells nobody what you do.", field="agreed")
    found = await choose(database(request), analytics, who.id, agreed=asked.agreed)
    return _shown(request, found)


def _shown(request: Request, choice: Choice | None) -> AnalyticsChoiceShown:
    return AnalyticsChoiceShown(
        services=list(state_of(request).analytics.services),
        agreed=None if choice is None else choice.agreed,
    )
