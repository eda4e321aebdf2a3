"""Staff: payments whose buyers' banks ask for the money back."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request
from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.api.contract.paging import Cursor, Limit
from holdfast.api.contract.problems import problems
from holdfast.api.shell.dependencies import shop_parts
from holdfast.api.staff.order_rows import BuyerShown
from holdfast.kit.paging import BadCursor
from holdfast.payments import DisputeStatus
from holdfast.views.disputes import dispute_rows, open_disputes

__all__ = ["router"]

router = APIRouter(prefix="/api/staff/disputes", tags=["staff"])


class DisputeShown(Answer):
    """`inquiry`: the bank only asks, and a refund is an answer. `open`: it has the money and waits
    for proof until `dueAt`; `answered`: it decides. `won`: the money stays; `lost`: it is gone."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    provider: str
    reference: str = Field(description="The provider's own id")
    url: str = Field(description="Its page at the provider, where proof is given")
    amount: int
    currency: str
    status: DisputeStatus
    reason: str = Field(description="In the provider's words")
    frozen: int = Field(description="Of the payment, which cannot be refunded now")
    lost: int = Field(description="What was booked as gone")
    due_at: Instant | None
    opened_at: Instant
    payment_id: UUID
    order_id: UUID | None = Field(description="Null of a payment into a wallet")
    order_number: str | None
    buyer: BuyerShown | None


class DisputesAnswer(Answer):
    disputes: list[DisputeShown]
    open: int = Field(description="Not decided, of all pages")
    next_cursor: str | None


@router.get("", responses=problems(BadCursor))
async def list_disputes(
    request: Request,
    status: Annotated[
        Literal["undecided", "all"], Query(description="undecided: those that may still be lost")
    ] = "all",
    cursor: Cursor = None,
    limit: Limit = 50,
) -> DisputesAnswer:
    """Disputes and chargebacks, those opened last first. Proof is given at the provider."""
    here = shop_parts(request)
    async with here.database.read() as connection:
        found, after = await dispute_rows(
            connection,
            here.reader.partitions,
            cursor or None,
            limit,
            only_open=status == "undecided",
        )
        count = await open_disputes(connection)
    shown = [DisputeShown.model_validate(one) for one in found]
    return DisputesAnswer(disputes=shown, open=count, next_cursor=after)
