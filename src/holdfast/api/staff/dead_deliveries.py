"""Staff: orders and other subjects whose messages to a platform were given up, and sending them
again."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import Member, exchange, platform
from holdfast.flows.stuck.dead_deliveries import (
    DeadDeliveryNotFound,
    retry_dead_deliveries,
    retry_dead_delivery,
)
from holdfast.kit.paging import MAX_PAGE, BadCursor
from holdfast.views.deliveries import count_dead_deliveries, dead_delivery_page

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/deliveries/dead", tags=["staff"])

SinkName = Annotated[
    str, Query(pattern="^([a-z0-9][a-z0-9-]{0,39})?$", description="Only those of this sink")
]


class DeadDelivery(Answer):
    """An order, or another subject, that a sink is not told of any more, until somebody says so."""

    id: int
    sink: str
    subject: str = Field(description="Of its messages: an order, a variant, a queue or a job")
    order_id: UUID | None = Field(description="If it is an order")
    number: str | None = Field(description="The order's number as people read it")
    messages: list[str] = Field(description="Types of all its messages that wait, in their order")
    since: Instant | None = Field(description="When what the first of them tells happened")
    tries: int
    error: str = Field(description="What the last try ended with")
    failed_at: Instant


class DeadDeliveries(Answer):
    deliveries: list[DeadDelivery]
    count: int = Field(description="Of all pages; 10,000 at most")
    next_cursor: str | None


class RetriedDelivery(Answer):
    success: Literal[True]
    sink: str


class RetriedDeliveries(Answer):
    success: Literal[True]
    count: int = Field(description="Orders, counted for each sink")


@router.get("", responses=problems(BadCursor))
async def list_dead_deliveries(
    request: Request,
    sink: SinkName = "",
    cursor: Annotated[str | None, Query(max_length=600)] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> DeadDeliveries:
    """Subjects whose messages were tried for a day in vain, those in trouble last first."""
    async with platform(request).database.read() as connection:
        found, next_cursor = await dead_delivery_page(
            connection, cursor or None, limit, sink or None
        )
        count = await count_dead_deliveries(connection, sink or None)
    return DeadDeliveries.model_validate(
        {"deliveries": found, "count": count, "next_cursor": next_cursor}
    )


@router.post("/retry")
async def post_retry_all(request: Request, who: Member, sink: SinkName = "") -> RetriedDeliveries:
    """Send all of them again, each order's in order, with all their tries. Every message may
    arrive twice; it has the same id then."""
    count = await retry_dead_deliveries(
        platform(request).database, who.id, exchange(request).id, sink=sink or None
    )
    return RetriedDeliveries(success=True, count=count)


@router.post("/{delivery_id}/retry", responses=problems(DeadDeliveryNotFound))
async def post_retry_one(
    request: Request,
    delivery_id: Annotated[int, Path(ge=1, le=2**63 - 1)],
    who: Member,
) -> RetriedDelivery:
    """Send one subject's messages to one sink again, all that wait, in order, with all their
    tries."""
    sink = await retry_dead_delivery(
        platform(request).database, delivery_id, who.id, exchange(request).id
    )
    return RetriedDelivery(success=True, sink=sink)
