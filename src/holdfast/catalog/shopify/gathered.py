"""The rows of one product, to what they say of it."""

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final, TypeVar

from msgspec import UNSET, Struct, UnsetType

from holdfast.catalog.html import clean_html
from holdfast.catalog.measures import Measure
from holdfast.catalog.options import fold
from holdfast.catalog.products import (
    MAX_HEAD_TEXT,
    MAX_HEAD_TITLE,
    MAX_IMAGES,
    MAX_TAGS,
    MAX_VARIANTS,
    AttributeValue,
    Discount,
    HeadWords,
    Image,
    ProductDraft,
    Status,
    VariantDraft,
)
from holdfast.catalog.shopify.categories import category_of
from holdfast.catalog.shopify.cells import (
    COMPARE_AT,
    PRICE,
    BadCell,
    read_barcode,
    read_discount,
    read_image_url,
    read_measure,
    read_price,
    read_quantity,
    read_weight,
)
from holdfast.catalog.shopify.columns import ATTRIBUTE, Columns
from holdfast.catalog.shopify.faults import RowFault, fault_at
from holdfast.catalog.shopify.option_cells import OptionCells
from holdfast.kit.money import is_currency
from holdfast.kit.sentences import Sentence, say

_Read = TypeVar("_Read")
MAX_NAME: Final = 255
FAULTS_AT_ONCE: Final = 1000
GIFT_CARD: Final = say(
    "a gift card is no goods here: its amount is sold as a certificate, on the page Packages"
)
SOLD_ON: Final = say("it is sold no further than its stock, though the file says so")
NOT_COUNTED: Final = say(
    "its stock is not counted in the file: it opens with 0, so say how many there are"
)
_OF_PRODUCT: Final = (
    "body", "vendor", "type", "category", "tags", "published", "status", "seo_title",
    "seo_description",
)  # fmt: skip
_MEASURE: Final = ("measure", "measure_unit", "measure_per", "measure_per_unit")
_STATUS: Final[dict[str, Status]] = {
    "active": "active", "draft": "draft", "archived": "archived", "unlisted": "draft",
}  # fmt: skip


class ParsedProduct(Struct, frozen=True):
    """One handle's rows: the draft (no name when no row had a title), and what was wrong.

    ``last_line`` is how far into the file this reaches; a draft of None is faults alone.
    ``not_taken``: titles of columns whose cells say something of it that is not read.
    """

    draft: ProductDraft | None
    faults: tuple[RowFault, ...]
    last_line: int
    not_taken: tuple[str, ...] = ()


def _left_out(error: BadCell) -> Sentence:
    return say("{fault}; the image is left out", fault=error.why)


def _tags(cell: str) -> tuple[str, ...]:
    tags = (tag.strip()[:MAX_NAME] for tag in cell.split(","))
    return tuple(islice(dict.fromkeys(filter(None, tags)), MAX_TAGS))


class ProductRows:
    """The rows of one product, gathered until the handle changes."""

    def __init__(self, handle: str, columns: Columns, currency: str) -> None:
        self.handle = handle
        self._columns = columns
        self._currency = currency
        self._product: dict[str, str] = {}
        self._attributes: dict[str, AttributeValue | None] = {}
        self._options = OptionCells(columns)
        self._variants: dict[tuple[str, ...], tuple[int, VariantDraft]] = {}
        self._images: list[tuple[int, Image]] = []
        self._faults: list[RowFault] = []
        self._left_out = False
        self._gift_card = False
        self._not_taken: set[str] = set()
        self._said: set[Sentence] = set()
        self._first_line = self._last_line = 0

    def add(self, line: int, row: list[str]) -> None:
        self._first_line = self._first_line or line
        self._last_line = line
        if self._gift_card:
            return
        if self._cell(row, "gift_card").casefold() == "true":
            self._gift_card = True
            self._fault(line, GIFT_CARD)
            return
        self._not_taken.update(self._columns.not_taken(row))
        title = self._cell(row, "title")
        self._learn_currency(line, row)
        if title and not self._product:
            self._attributes = {
                code: self._cell(row, f"{ATTRIBUTE}{code}")[:MAX_NAME] or None
                for code in self._columns.attributes
            }
            if len(title) > MAX_NAME:
                why = say("the title is longer than {most} characters", most=MAX_NAME)
                self._fault(line, why, left_out=False)
            self._product = {column: self._cell(row, column) for column in _OF_PRODUCT} | {
                "title": title[:MAX_NAME],
                "line": str(line),
            }
        self._options.learn(row)
        has_image = self._add_image(line, row)
        try:
            is_variant = self._is_variant(row)
            if is_variant:
                self._add_variant(line, row)
            elif title and not self._variants:
                raise BadCell(say("the {column} is missing", column=PRICE))
            elif not has_image:
                raise BadCell(say("the row has neither a variant nor an image"))
        except BadCell as error:
            self._fault(line, error.why)

    def finished(self) -> ParsedProduct:
        """The draft; without any variant there is nothing to sell, and that is said."""
        draft = None
        if self._gift_card:
            pass
        elif self._variants or (self._images and not self._product):
            draft = self._draft()
        elif not self._left_out:
            self._fault(self._first_line, say("the product has no variant"))
        not_taken = tuple(sorted(self._not_taken)) if draft else ()
        return ParsedProduct(draft, tuple(self._faults), self._last_line, not_taken)

    def many_faults(self) -> Sequence[RowFault]:
        """Those so far, taken away, once they are many: a file may have nothing else."""
        many = self._faults if len(self._faults) >= FAULTS_AT_ONCE else []
        self._faults = self._faults[len(many) :]
        return many

    # --- one row ------------------------------------------------------------------------

    def _cell(self, row: list[str], column: str) -> str:
        return self._columns.get(row, column)

    def _fault(self, line: int, why: Sentence, *, left_out: bool = True) -> None:
        self._left_out = self._left_out or left_out
        self._faults.append(fault_at(line, why, self.handle, left_out=left_out))

    def _tell_once(self, line: int, why: Sentence) -> None:
        """What is so of each of its variants is told at the first."""
        if why not in self._said:
            self._said.add(why)
            self._fault(line, why, left_out=False)

    def _is_variant(self, row: list[str]) -> bool:
        said = (self._cell(row, "price"), self._cell(row, "sku"), *self._options.values(row))
        return any(said)

    def _add_image(self, line: int, row: list[str]) -> bool:
        address = self._cell(row, "image")
        if not address:
            return False
        if len(self._images) >= MAX_IMAGES:
            why = say("the product has more than {most} images", most=MAX_IMAGES)
            self._fault(line, why, left_out=False)
            return True
        try:
            url = read_image_url(address)
        except BadCell as error:
            self._fault(line, _left_out(error), left_out=False)
            return True
        place = self._cell(row, "image_position")
        said = place.isascii() and place.isdigit() and len(place) < 20
        position = int(place) if said else len(self._images) + 1
        if all(url != image.url for _, image in self._images):
            image = Image(url, self._cell(row, "image_alt")[:512])
            self._images.append((min(position, 10**6), image))
        return True

    def _add_variant(self, line: int, row: list[str]) -> None:
        options = self._options.of(row)
        sku = self._cell(row, "sku").lstrip("'")
        same = self._known_by(options, sku)
        if len(self._variants) >= MAX_VARIANTS:
            raise BadCell(say("the product has more than {most} variants", most=MAX_VARIANTS))
        if len(sku) > MAX_NAME:
            raise BadCell(say("the SKU is longer than {most} characters", most=MAX_NAME))
        quantity = read_quantity(self._cell(row, "quantity"))
        price = read_price(self._cell(row, "price"), self._currency)
        draft = VariantDraft(
            options=options,
            price=price,
            sku=sku if self._columns.has("sku") else UNSET,
            compare_at_price=self._compare_at(row),
            image_url=self._variant_image(line, row),
            stock=quantity if quantity is None else max(0, quantity),
            line=line,
            discount=self._discount(line, row, price),
            weight_grams=self._read(row, "weight", read_weight),
            barcode=self._read(row, "barcode", read_barcode),
            measure=self._measure(line, row),
        )
        if quantity is not None and quantity < 0:
            why = say("the inventory {quantity} is taken as 0", quantity=quantity)
            self._fault(line, why, left_out=False)
        self._variants[same] = (line, draft)
        if self._cell(row, "policy").casefold() in ("continue", "true"):
            self._tell_once(line, SOLD_ON)
        if self._columns.has("tracker") and not self._cell(row, "tracker") and not quantity:
            self._tell_once(line, NOT_COUNTED)

    def _read(self, row: list[str], column: str, read: Callable[[str], _Read]) -> _Read | UnsetType:
        return read(self._cell(row, column)) if self._columns.has(column) else UNSET

    def _known_by(self, options: dict[str, str] | UnsetType, sku: str) -> tuple[str, ...]:
        """What no other variant of the product may have: its options, else its SKU."""
        if options is UNSET:
            same: tuple[str, ...] = ("", sku)
        else:
            same = tuple(f"{code}={fold(value)}" for code, value in sorted(options.items()))
        if same not in self._variants:
            return same
        before = self._variants[same][0]
        if options is UNSET and sku:
            raise BadCell(say("the same SKU as in line {line}", line=before))
        raise BadCell(say("the same options as in line {line}", line=before))

    def _compare_at(self, row: list[str]) -> int | UnsetType | None:
        if not self._columns.has("compare_at"):
            return UNSET
        text = self._cell(row, "compare_at")
        return (read_price(text, self._currency, COMPARE_AT) or None) if text else None

    def _discount(self, line: int, row: list[str], price: int) -> Discount | UnsetType | None:
        columns = ("discount_price", "discount_from", "discount_until")
        if not self._columns.has(columns[0]):
            return UNSET
        text, begins, ends = (self._cell(row, column) for column in columns)
        off = read_discount(text, begins, ends, self._currency)
        if off is None or off.price < price:
            return off
        why = say(
            "the discount price {text} is not below the price; it is left out", text=repr(text[:40])
        )
        self._fault(line, why, left_out=False)
        return None

    def _measure(self, line: int, row: list[str]) -> Measure | UnsetType | None:
        if not self._columns.has("measure"):
            return UNSET
        try:
            return read_measure(*(self._cell(row, column) for column in _MEASURE))
        except BadCell as error:
            why = say("{fault}; no price by measure is shown", fault=error.why)
            self._fault(line, why, left_out=False)
            return None

    def _learn_currency(self, line: int, row: list[str]) -> None:
        """The product's own, where the file names one."""
        code = self._cell(row, "currency").upper()
        if code and is_currency(code):
            self._currency = code
        elif code:
            why = say("{currency} is not a currency code", currency=repr(code[:10]))
            self._fault(line, why, left_out=False)

    def _variant_image(self, line: int, row: list[str]) -> str | None:
        address = self._cell(row, "variant_image")
        if not address:
            return None
        try:
            return read_image_url(address)
        except BadCell as error:
            self._fault(line, _left_out(error), left_out=False)
            return None

    # --- the whole ------------------------------------------------------------------------

    def _draft(self) -> ProductDraft:
        cells = self._product
        variants = tuple(draft for _, draft in self._variants.values())
        body, vendor, tags = (self._told(column) for column in ("body", "vendor", "tags"))
        return ProductDraft(
            handle=self.handle,
            name=cells.get("title", ""),
            description=UNSET if body is UNSET else clean_html(body),
            category=category_of(self._columns, cells) if cells else UNSET,
            status=self._status(cells),
            vendor=UNSET if vendor is UNSET else vendor[:MAX_NAME],
            tags=UNSET if tags is UNSET else _tags(tags),
            options=self._options.chosen(variants),
            images=tuple(image for _, image in sorted(self._images, key=lambda pair: pair[0])),
            variants=variants,
            line=self._first_line,
            currency=self._currency,
            attributes=self._attributes,
            tells_alts=self._columns.has("image_alt"),
            head=self._head(),
        )

    def _head(self) -> HeadWords | UnsetType:
        title, description = self._told("seo_title"), self._told("seo_description")
        if title is UNSET and description is UNSET:
            return UNSET
        return HeadWords((title or "")[:MAX_HEAD_TITLE], (description or "")[:MAX_HEAD_TEXT])

    def _told(self, column: str) -> str | UnsetType:
        """A cell of the row with the title; unset if there is no such row or no such column."""
        there = self._product and self._columns.has(column)
        return self._product[column] if there else UNSET

    def _status(self, cells: dict[str, str]) -> Status | UnsetType:
        if not cells or not self._columns.has("status", "published"):
            return UNSET
        word = cells.get("status", "").casefold()
        if word == "unlisted":
            why = say("an unlisted product is kept as a draft")
            self._fault(int(cells["line"]), why, left_out=False)
        status = _STATUS.get(word, "active")
        if word and word not in _STATUS:
            why = say(
                "the status {status} is unknown; the product is kept as a draft",
                status=repr(word[:40]),
            )
            self._fault(int(cells["line"]), why, left_out=False)
            return "draft"
        unpublished = cells.get("published", "").casefold() in ("false", "no", "0")
        return "draft" if status == "active" and unpublished else status
