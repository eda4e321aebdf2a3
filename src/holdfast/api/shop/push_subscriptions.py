"""Browsers of one's own that show what one is told."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, database, exchange
from holdfast.api.shell.state import state_of
from holdfast.flows.mailing.pushing import (
    Asked,
    BrowserNotFound,
    PushNeedsSession,
    PushOff,
    SubscriptionInvalid,
    forget_browser,
    keep_subscription,
    subscriptions,
)
from holdfast.kit.clock import iso
from holdfast.mail import MOST_BROWSERS, MOST_ENDPOINT, Browser

__all__ = ["router"]

router = APIRouter(prefix="/api", tags=["session"])


class PushSubscriptionAsked(Ask):
    """What `PushManager.subscribe` gave."""

    endpoint: Annotated[str, Field(min_length=1, max_length=MOST_ENDPOINT)]
    p256dh: Annotated[
        str, Field(alias="p256dh", min_length=1, max_length=100, description="Of its keys")
    ]
    auth: Annotated[str, Field(min_length=1, max_length=40, description="Of its keys")]


class PushSubscriptionShown(Answer):
    id: UUID
    endpoint: str
    service: str = Field(description="Whose push service it is: a host")
    created_at: Instant


class PushSubscriptionsAnswer(Answer):
    subscriptions: list[PushSubscriptionShown]


@router.get("/push-subscriptions")
async def list_push_subscriptions(request: Request, who: Member) -> PushSubscriptionsAnswer:
    """One's own."""
    found = await subscriptions(database(request), who.id)
    return PushSubscriptionsAnswer(subscriptions=[_shown(one) for one in found])


@router.post(
    "/push-subscriptions",
    status_code=201,
    responses=problems(PushNeedsSession, PushOff, SubscriptionInvalid),
    description=f"Show in this browser, too, what one is told; it ends with the session. Sent again"
    f" it changes nothing; whoever had the browser before is told there no more. Of more than"
    f" {MOST_BROWSERS} the first makes room.",
)
async def post_push_subscription(
    request: Request, asked: PushSubscriptionAsked, who: Member
) -> PushSubscriptionShown:
    given = Asked(asked.endpoint, asked.p256dh, asked.auth)
    mailing, session = state_of(request).mailing, exchange(request).session
    return _shown(await keep_subscription(database(request), mailing, who.id, given, session))


@router.delete(
    "/push-subscriptions/{subscription_id}", status_code=204, responses=problems(BrowserNotFound)
)
async def delete_push_subscription(
    request: Request, subscription_id: UUID, who: Member
) -> Response:
    """Tell this browser no more."""
    await forget_browser(database(request), who.id, subscription_id)
    return Response(status_code=204)


def _shown(one: Browser) -> PushSubscriptionShown:
    return PushSubscriptionShown(
        id=one.id,
        endpoint=one.endpoint,
        service=urlsplit(one.endpoint).hostname or "",
        created_at=iso(one.created_at),
    )
