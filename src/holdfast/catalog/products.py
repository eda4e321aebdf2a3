"""Products as values: what is sold, in which variants, at what price, in which languages."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import force_setattr

from holdfast.catalog.categories import CategoryDraft
from holdfast.catalog.measures import Measure
from holdfast.catalog.options import fold
from holdfast.catalog.picture_sizes import address
from holdfast.catalog.stock import stock_key

MAX_VARIANTS: Final = 2048  # of one product, as Shopify has it
MAX_IMAGES: Final = 250
MAX_TAGS: Final = 250
MAX_PRICE: Final = 10**14
MAX_HEAD_TITLE: Final = 255
MAX_HEAD_TEXT: Final = 500

Status = Literal["active", "draft", "archived"]
AttributeValue: TypeAlias = str | int | float | bool
DeliveredAs: TypeAlias = Literal["parcel", "codes", "file"]
"""As what a unit reaches its buyer: it is sent or handed over, or is a code of a list."""


class Image(Struct, frozen=True, omit_defaults=True, gc=False):
    """A picture; ``source`` is where a fetched copy came from. One of ours has a name, the
    ``widths`` it is there in and a blurred stand-in, none of which ever changes; ``alts`` are its
    texts in other languages."""

    url: str
    alt: str = ""
    width: int | None = None
    height: int | None = None
    source: str | None = None
    picture: str | None = None
    widths: tuple[int, ...] = ()
    stand_in: str = ""
    alts: dict[str, str] = field(default_factory=dict)

    @property
    def small(self) -> str:
        """The address of its smallest size."""
        return address(self.picture, self.widths[0]) if self.picture and self.widths else self.url

    def alt_in(self, locale: str | None) -> str:
        return self.alts.get(locale or "") or self.alt


class Option(Struct, frozen=True, omit_defaults=True, gc=False):
    """One choice to make. ``swatches`` gives colours of values for drawing (``#1d1d1f``)."""

    code: str
    name: str
    values: tuple[str, ...]
    swatches: dict[str, str] = field(default_factory=dict)


class OptionTranslation(Struct, frozen=True, omit_defaults=True, gc=False):
    name: str | None = None
    values: dict[str, str] = field(default_factory=dict)


class Translation(Struct, frozen=True, omit_defaults=True, gc=False):
    """What differs in another language; what is missing stays as it is."""

    name: str | None = None
    description: str | None = None
    options: dict[str, OptionTranslation] = field(default_factory=dict)


class HeadWords(Struct, frozen=True, omit_defaults=True, gc=False):
    """What search engines show of it in place of its name and the first words of its description;
    what is empty is those."""

    title: str = ""
    description: str = ""


class Discount(Struct, frozen=True, gc=False):
    """A price in place of the usual one: from ``begins`` (None: since ever) until just before
    ``ends`` (None: for ever)."""

    price: int
    begins: datetime | None = None
    ends: datetime | None = None

    def holds(self, now: datetime) -> bool:
        begun = self.begins is None or self.begins <= now
        return begun and (self.ends is None or now < self.ends)


Cost: TypeAlias = tuple[int, Discount | None]
"""A price and the discount on it."""


def price_at(cost: Cost, now: datetime) -> int:
    """What one costs then."""
    price, off = cost
    return min(off.price, price) if off is not None and off.holds(now) else price


def least_cost(costs: Iterable[Cost], now: datetime) -> tuple[int, datetime | None]:
    """The least that one of these costs then, and when a price next changes by itself."""
    costs = tuple(costs)
    edges = (edge for _, off in costs if off for edge in (off.begins, off.ends) if edge)
    least = min((price_at(one, now) for one in costs), default=0)
    return least, min((edge for edge in edges if edge > now), default=None)


class PastCost(Struct, frozen=True, gc=False):
    """A cost that was in force until then."""

    until: datetime
    price: int
    discount: Discount | None = None


class Variant(Struct, frozen=True, gc=False):
    """One thing with a stock of its own; ``options`` by option code, canonical values.

    A ``discount`` is charged in place of ``price`` within its window, if it is less. One that has
    ``parts`` is made of so many units of other variants, and has no stock of its own. ``past`` is
    what it cost before, the oldest first. ``measure``: how much one holds.
    """

    id: UUID
    sku: str
    options: dict[str, str]
    price: int
    compare_at_price: int | None
    image_url: str | None
    position: int
    active: bool
    discount: Discount | None = None
    weight_grams: int | None = None
    barcode: str = ""
    parts: dict[UUID, int] = field(default_factory=dict)
    delivered_as: DeliveredAs = "parcel"
    offered_since: datetime | None = None
    past: tuple[PastCost, ...] = ()
    measure: Measure | None = None

    @property
    def goods(self) -> dict[str, int]:
        """What one takes: units by account, of itself or of what it is made of."""
        if not self.parts:
            return {stock_key(self.id): 1}
        return {stock_key(part): units for part, units in self.parts.items()}

    @property
    def cost(self) -> Cost:
        return self.price, self.discount

    def price_at(self, now: datetime) -> int:
        """What one costs then."""
        return price_at(self.cost, now)

    def is_reduced(self, now: datetime) -> bool:
        """Whether it costs less then than it did, or than usual."""
        return self.price_at(now) < max(self.price, self.compare_at_price or 0)


class Product(Struct, frozen=True, gc=False):
    """A product with all its variants as of ``revision``.

    ``spellings`` maps an option's code and a folded spelling of a value, in any language, to the
    value itself: what a buyer's client may send. ``hold_units``: of a variant, that one buyer may
    hold at once, if it is not as many as the shop's settings say. ``publish_at``: when a draft goes
    on sale by itself. ``heads`` are by language, the shop's own words under none.
    """

    id: UUID
    handle: str
    name: str
    description: str
    currency: str
    status: Status
    vendor: str
    tags: tuple[str, ...]
    translations: dict[str, Translation]
    options: tuple[Option, ...]
    images: tuple[Image, ...]
    created_at: datetime
    updated_at: datetime
    revision: int
    variants: tuple[Variant, ...]
    hold_units: int | None = None
    category_id: UUID | None = None
    seller_id: UUID | None = None
    attributes: dict[str, AttributeValue] = field(default_factory=dict)
    publish_at: datetime | None = None
    heads: dict[str, HeadWords] = field(default_factory=dict)
    spellings: dict[str, dict[str, str]] = field(default_factory=dict)
    on_sale: tuple[Variant, ...] = ()

    def __post_init__(self) -> None:
        force_setattr(self, "spellings", {o.code: self._spellings(o) for o in self.options})
        force_setattr(self, "on_sale", tuple(v for v in self.variants if v.active))

    def _spellings(self, option: Option) -> dict[str, str]:
        found: dict[str, str] = {}
        for value in option.values:
            found.setdefault(fold(value), value)
        for translation in self.translations.values():
            translated = translation.options.get(option.code)
            for value, word in translated.values.items() if translated else ():
                found.setdefault(fold(word), value)
        return found

    def picture_of(self, variant_id: UUID) -> str | None:
        """The address of the variant's own picture, else of the product's first, in its smallest
        size."""
        own = next((one.image_url for one in self.variants if one.id == variant_id), None)
        if own is None:
            return next((image.small for image in self.images), None)
        return next((image.small for image in self.images if image.url == own), own)

    @property
    def active(self) -> bool:
        return self.status == "active"

    def name_in(self, locale: str | None) -> str:
        translation = self.translations.get(locale or "")
        return (translation.name if translation else None) or self.name

    def head_in(self, locale: str | None) -> HeadWords:
        """What search engines show of it in that language."""
        own, other = self.heads.get("") or HeadWords(), self.heads.get(locale or "") or HeadWords()
        told = self.translations.get(locale or "") or Translation()
        return HeadWords(
            other.title or ("" if told.name else own.title),
            other.description or ("" if told.description else own.description),
        )

    def in_order(self, options: Mapping[str, str]) -> dict[str, str]:
        """Values by option code as the product lists its options; what it has no longer is last.
        The database keeps them in an order of its own."""
        if len(options) < 2:
            return dict(options)
        places = {option.code: place for place, option in enumerate(self.options)}
        codes = sorted(options, key=lambda code: places.get(code, len(places)))
        return {code: options[code] for code in codes}

    def options_in(self, options: Mapping[str, str], locale: str | None) -> dict[str, str]:
        """A variant's options in the product's order, with their values in that language."""
        options = self.in_order(options)
        translation = self.translations.get(locale or "")
        if translation is None:
            return dict(options)
        words = translation.options
        return {
            code: words[code].values.get(value, value) if code in words else value
            for code, value in options.items()
        }


class VariantDraft(Struct, frozen=True):
    """A variant as it should be; ``stock`` is None, and others are unset, when the source says
    nothing of it."""

    options: dict[str, str] | UnsetType
    price: int
    sku: str | UnsetType = UNSET
    compare_at_price: int | UnsetType | None = UNSET
    image_url: str | None = None
    stock: int | None = None
    low_stock_threshold: int | None = None
    line: int | None = None
    discount: Discount | UnsetType | None = UNSET
    weight_grams: int | UnsetType | None = UNSET
    barcode: str | UnsetType = UNSET
    measure: Measure | UnsetType | None = UNSET


class ProductDraft(Struct, frozen=True):
    """A product as it should be, from an import or the demo shop; of what is unset, or a name that
    is empty, the source says nothing. ``category`` is named from the root on; an attribute that is
    None is taken away. ``currency``: of its prices, where the source names one. ``tells_alts``:
    the texts of its pictures are the source's, else those that are there stay."""

    handle: str
    name: str
    variants: tuple[VariantDraft, ...]
    description: str | UnsetType = UNSET
    category: tuple[CategoryDraft, ...] | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    vendor: str | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    attributes: dict[str, AttributeValue | None] = field(default_factory=dict)
    options: tuple[Option, ...] = ()
    images: tuple[Image, ...] = ()
    translations: dict[str, Translation] = field(default_factory=dict)
    line: int | None = None
    currency: str | None = None
    tells_alts: bool = True
    head: HeadWords | UnsetType = UNSET
