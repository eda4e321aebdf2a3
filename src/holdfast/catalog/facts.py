"""What is told of products, categories and stock."""

from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import field

from holdfast.db.events import Fact


class ProductChanged(Fact, frozen=True):
    """A product was made, or what is said of it, its variants or their prices changed; also when
    a discount begins or ends by itself (``price``)."""

    TYPE = "product.changed"
    SUBJECT = "product id"
    by: str


CategoryChange: TypeAlias = Literal["made", "changed", "moved", "removed"]


class CategoryChanged(Fact, frozen=True):
    """A category was made, renamed, moved or taken away, and with it what stands below it."""

    TYPE = "category.changed"
    SUBJECT = "category id"
    change: CategoryChange


class AttributeChanged(Fact, frozen=True):
    """What products are described by was made, changed or taken away."""

    TYPE = "attribute.changed"
    SUBJECT = "attribute code"
    change: Literal["changed", "removed"]


class StockChanged(Fact, frozen=True):
    """Staff or an import changed how many there are."""

    TYPE = "stock.changed"
    SUBJECT = "variant id"
    operation: Literal["deposit", "withdraw", "set"]
    quantity: int
    reason: str = ""


class ThresholdChanged(Fact, frozen=True):
    """Staff changed from which count on a variant is low (None: never)."""

    TYPE = "stock.threshold"
    SUBJECT = "variant id"
    threshold: int | None


class StockLow(Fact, frozen=True):
    """What the shop still has of a variant (free and held) fell to its threshold; once a
    crossing."""

    TYPE = "stock.low"
    SUBJECT = "variant id"
    product_id: UUID
    on_hand: int
    threshold: int
    product: str = ""
    sku: str = ""
    options: dict[str, str] = field(default_factory=dict)
