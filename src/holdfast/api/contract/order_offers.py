"""Which of the shop's offers an order is of, as it is shown."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.views.order_offers import OfferKind, OrderOffer

__all__ = ["OfferShown", "offer_bodies"]


class OfferShown(Answer):
    """A flash sale, from which all its units come; the package that was bought; a campaign of
    coupons or a promotion that took something off."""

    kind: OfferKind
    id: UUID
    name: str = Field(description="A flash sale has none")


def offer_bodies(found: Iterable[OrderOffer], description: str | None) -> list[dict[str, Any]]:
    """``description``: what a package is called for the reader."""
    return [
        {
            "kind": one.kind,
            "id": one.id,
            "name": (description or one.name) if one.kind == "package" else one.name,
        }
        for one in found
    ]
