"""What a service that is not saved yet would come to: its prices, and the next times of it."""

from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.api.contract.slot_reasons import Hindrance
from holdfast.api.contract.slots import ResourceShown, TimeBody
from holdfast.booking.services import Price, Service, deposit_of, price_of
from holdfast.kit.clock import shop_now

__all__ = ["ServicePreview", "prices_shown"]


class PriceShown(Answer):
    minutes: int
    level: str | None = Field(description="Of the photographer; null: any other")
    price: int = Field(description="For one person, before uplifts")
    due_now: int = Field(description="What of it is paid to book")


class ServicePreview(Answer):
    """Amounts are in minor units of `currency`."""

    currency: str
    prices: list[PriceShown]
    times: list[TimeBody] = Field(description="The next ones that would be offered")
    resources: dict[str, ResourceShown] = Field(description="By id, those that `times` name")
    reasons: list[Hindrance] = Field(description="Where there is no time: why, of tomorrow")


def prices_shown(service: Service) -> Sequence[dict[str, Any]]:
    """Of each length and level."""
    plain: Price = replace(service.price, uplifts=())
    bare = replace(service, price=plain)
    shown = []
    for minutes in service.lengths.allowed():
        for level in (None, *sorted(plain.levels)):
            price = price_of(bare, shop_now(), minutes, 1, level)
            due = deposit_of(service.deposit, price).amount
            shown.append({"minutes": minutes, "level": level, "price": price.amount, "dueNow": due})
    return shown
