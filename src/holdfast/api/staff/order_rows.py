"""Orders and their buyers as lines of staff's lists."""

from uuid import UUID

from pydantic import ConfigDict, Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.fulfilment import Fulfilment
from holdfast.orders import Reason, Status
from holdfast.views.buyers import Kind
from holdfast.views.order_list import PaidState

__all__ = ["BuyerShown", "StaffOrderRow"]


class BuyerShown(Answer):
    """Who bought: ``owner`` is what the order is kept under. A guest has the name and mail that the
    order says, if it does; of a typed id (``--demo``) the name is the id."""

    model_config = ConfigDict(from_attributes=True)

    owner: str
    kind: Kind
    user_id: UUID | None
    name: str | None
    email: str | None


class BoughtShown(Answer):
    """One line of an order; ``sku`` as it is now, null if the variant is gone."""

    product_name: str
    options: dict[str, str]
    sku: str | None
    quantity: int


class StaffOrderRow(Answer):
    """An order of the list. ``payment`` is how far the money is, ``provider`` who it came or is to
    come through. ``tags`` are staff's. ``fulfilment`` is how far its goods have come, null where
    none are sent."""

    id: UUID
    number: str
    owner: str
    buyer: BuyerShown
    status: Status
    reason: Reason | None
    fulfilment: Fulfilment | None = None
    pickup: str | None = Field(default=None, description="Where its buyer picks it up, if so")
    payment: PaidState
    provider: str | None
    items: list[BoughtShown]
    description: str | None
    tags: list[str]
    buyer_note: str | None = Field(
        default=None, description="What its buyer asks of whoever packs it"
    )
    total: int
    refunded: int = Field(default=0, description="What of it went back, or is on its way")
    discount: int
    tax: int
    shipping: int
    currency: str
    created_at: Instant
    paid_at: Instant | None
    cancelled_at: Instant | None
    completed_at: Instant | None
    changed_at: Instant = Field(description="When something last happened to it or its parcels")
