"""What is told of products, categories and stock."""

from typing import Literal, TypeAlias
from uuid import UUID

from msgspec import Struct, field

from holdfast.db.events import Fact


class ProductChanged(Fact, frozen=True):
    """A product was made, or what is said of it, its variants or their prices changed; also when
    a discount begins or ends by itself (``price``), or a draft goes on sale (``clock``)."""

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


class StockMoved(Fact, frozen=True):
    """Staff moved units from one location to another at once; there are as many as before."""

    TYPE = "stock.moved"
    SUBJECT = "variant id"
    source: UUID
    target: UUID
    quantity: int
    reason: str = ""


class ThresholdChanged(Fact, frozen=True):
    """Staff changed from which count on a variant is low (None: never)."""

    TYPE = "stock.threshold"
    SUBJECT = "variant id"
    threshold: int | None


class LowThere(Struct, frozen=True, rename="camel"):
    """A location at which so many or fewer are low."""

    name: str
    on_hand: int
    threshold: int


class StockLow(Fact, frozen=True):
    """What the shop still has of a variant (free and held), all of it (`whole`) or what lies at a
    location, fell to its threshold; once a crossing. `onHand` and `threshold` are of all of it
    (null: that is never low), `locations` those at which it is low now, if that is told apart."""

    TYPE = "stock.low"
    SUBJECT = "variant id"
    product_id: UUID
    on_hand: int
    threshold: int | None
    product: str = ""
    sku: str = ""
    options: dict[str, str] = field(default_factory=dict)
    whole: bool = True
    locations: tuple[LowThere, ...] = ()
