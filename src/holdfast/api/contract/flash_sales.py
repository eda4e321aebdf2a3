"""Flash sales as the API shows them, to customers and to staff."""

from typing import Any
from uuid import UUID

from pydantic import Field

from holdfast.api.contract.answers import Answer, Instant
from holdfast.flash_sales import SalePhase
from holdfast.kit import iso
from holdfast.views.flash_sales import FlashSaleNow

__all__ = [
    "FlashSaleAnswer", "FlashSaleBody", "FlashSalesAnswer", "SaleRoomAnswer", "SaleRoomBody",
    "StaffSaleAnswer", "StaffSaleBody", "StaffSalesAnswer", "flash_sale_body",
]  # fmt: skip


class FlashSaleBody(Answer):
    """A flash sale. Amounts are minor units of `currency`."""

    id: UUID
    product_id: UUID
    variant_id: UUID
    name: str = Field(description="Of what it sells")
    handle: str | None = Field(description="Of the product's page; null: it is gone")
    options: dict[str, str]
    image_url: str | None
    quantity: int = Field(description="Units that were set aside for it")
    price: int
    usual_price: int | None = Field(description="What a unit costs beside it")
    currency: str
    per_customer: int
    per_second: int | None = Field(description="Buyers let in a second; null: all at once")
    start_time: Instant
    end_time: Instant
    ended_at: Instant | None = Field(description="When staff ended it, or its end was seen")
    phase: SalePhase
    remaining: int = Field(description="Free to buy, at this moment")
    held: int = Field(description="Waiting for payment: these may come free")
    sold: int
    returned: int = Field(description="Back in the stock after its end")
    version: int = Field(description="Of `remaining`: the higher one is the newer")


class FlashSaleAnswer(Answer):
    flash_sale: FlashSaleBody
    server_time: Instant


class FlashSalesAnswer(Answer):
    """A page of flash sales, newest first."""

    flash_sales: list[FlashSaleBody]
    next_cursor: str | None
    server_time: Instant


class StaffSaleBody(FlashSaleBody):
    locations: list[str] = Field(
        description="Whence its units came, where the shop has several: what is left goes back"
    )


class StaffSaleAnswer(Answer):
    flash_sale: StaffSaleBody
    server_time: Instant


class StaffSalesAnswer(Answer):
    """A page of flash sales, newest first."""

    flash_sales: list[StaffSaleBody]
    next_cursor: str | None
    server_time: Instant


class SaleRoomBody(Answer):
    """What goes on in a flash sale at this moment."""

    sale_id: UUID
    waiting: int = Field(description="For their turn")
    away: int = Field(description="Unheard for a minute: passed over, and their turn is kept")
    let_in: int = Field(description="So far")
    bought_lately: int = Field(description="Purchases within the last minute")
    refused: dict[str, int] = Field(description="Purchases, by the refusal's code")
    version: int = Field(description="The higher one is the newer")


class SaleRoomAnswer(Answer):
    room: SaleRoomBody
    server_time: Instant


def flash_sale_body(now: FlashSaleNow, locale: str | None) -> dict[str, Any]:
    """A flash sale as JSON."""
    sale, product = now.sale, now.product
    variant = None
    if product is not None:
        variant = next((one for one in product.variants if one.id == sale.variant_id), None)
    named = product is not None and variant is not None
    return {
        "id": sale.id,
        "productId": sale.product_id,
        "variantId": sale.variant_id,
        "name": "" if product is None else product.name_in(locale),
        "handle": None if product is None or not product.active else product.handle,
        "options": product.options_in(variant.options, locale)
        if product is not None and variant is not None
        else {},
        "imageUrl": product.picture_of(sale.variant_id) if product is not None and named else None,
        "quantity": sale.quantity,
        "price": sale.price,
        "usualPrice": None if variant is None else variant.price_at(now.at),
        "currency": sale.currency,
        "perCustomer": sale.per_customer,
        "perSecond": sale.per_second,
        "startTime": iso(sale.starts_at),
        "endTime": iso(sale.ends_at),
        "endedAt": iso(sale.ended_at),
        "phase": now.phase,
        "remaining": now.account.balance,
        "held": now.account.held,
        "sold": now.sold,
        "returned": sale.returned,
        "version": now.account.version,
    }
