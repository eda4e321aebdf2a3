"""Who picks an order up, and the code that they say at the desk: for its buyer alone."""

from typing import Annotated, Any

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.fulfilment import pickup_code
from holdfast.kit.phones import MOST_PHONE
from holdfast.orders import Collector, Order

__all__ = [
    "CollectorAsked",
    "CollectorShown",
    "OrderCollectorAsked",
    "collector_body",
    "own_pickup",
]


class CollectorAsked(Ask):
    name: Annotated[str, Field(min_length=1, max_length=100)]
    phone: Annotated[
        str,
        Field(max_length=MOST_PHONE, description="With the country's code, or as it is dialled"),
    ] = ""

    def collector(self) -> Collector:
        """As it is kept, once it is checked."""
        return Collector(self.name, self.phone)


class OrderCollectorAsked(Ask):
    """Null: the buyer picks it up."""

    collector: CollectorAsked | None


class CollectorShown(Answer):
    """Who picks an order up in place of its buyer."""

    name: str
    phone: str = Field(description="In international form, or empty")


def collector_body(order: Order) -> dict[str, Any] | None:
    """As JSON values."""
    found = order.collector
    return None if found is None else {"name": found.name, "phone": found.phone}


def own_pickup(secret: bytes, order: Order, page: dict[str, Any]) -> dict[str, Any]:
    """What of an order its buyer sees, beside what anybody may who has a link: who picks it up,
    and the codes of parcels that are ready."""
    parcels = page.get("parcels")
    if parcels is None:
        return {"collector": collector_body(order)}
    return {
        "collector": collector_body(order),
        "parcels": [
            one | {"pickupCode": pickup_code(secret, one["id"])}
            if one["pickup"] and one["status"] == "shipped"
            else one
            for one in parcels
        ],
    }
