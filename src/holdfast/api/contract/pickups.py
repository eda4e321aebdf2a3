"""What of an order its buyer alone says: who they are, who picks it up, by which code, and how it
is packed."""

from typing import Annotated, Any

from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.fulfilment import pickup_code
from holdfast.kit.phones import MOST_PHONE
from holdfast.orders import MAX_BUYER_NOTE, Collector, Order

__all__ = [
    "CollectorAsked",
    "CollectorShown",
    "OrderCollectorAsked",
    "OrderNoteAsked",
    "collector_body",
    "own_pickup",
    "said_by_buyer",
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


class OrderNoteAsked(Ask):
    """Null or empty: nothing any more."""

    note: Annotated[str, Field(max_length=MAX_BUYER_NOTE)] | None


class CollectorShown(Answer):
    """Who picks an order up in place of its buyer."""

    name: str
    phone: str = Field(description="In international form, or empty")


def collector_body(order: Order) -> dict[str, Any] | None:
    """As JSON values."""
    found = order.collector
    return None if found is None else {"name": found.name, "phone": found.phone}


def said_by_buyer(order: Order) -> dict[str, Any]:
    """What its buyer said with it, which they and staff see."""
    return {
        "contactName": order.contact_name,
        "contactPhone": order.contact_phone,
        "collector": collector_body(order),
        "buyerNote": order.buyer_note,
    }


def own_pickup(secret: bytes, order: Order, page: dict[str, Any]) -> dict[str, Any]:
    """What of an order its buyer sees, beside what anybody may who has a link: what they said, and
    the codes of parcels that are ready."""
    told = said_by_buyer(order)
    parcels = page.get("parcels")
    if parcels is None:
        return told
    return told | {
        "parcels": [
            one | {"pickupCode": pickup_code(secret, one["id"])}
            if one["pickup"] and one["status"] == "shipped"
            else one
            for one in parcels
        ]
    }
