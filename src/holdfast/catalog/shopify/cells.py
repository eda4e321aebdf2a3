"""What a cell says: prices in minor units, whole quantities, addresses of images."""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from holdfast.catalog.measures import (
    MEASURE_UNITS,
    MOST_HELD,
    MOST_PER,
    Measure,
    MeasureUnit,
    comparable,
    usual_unit,
)
from holdfast.catalog.products import MAX_PRICE, Discount
from holdfast.kit.money import exponent
from holdfast.kit.sentences import Sentence, say

PRICE: Final = say("price")
COMPARE_AT: Final = say("compare-at price")
DISCOUNT: Final = say("discount price")

_OWN: Final = re.compile(r"/media/[A-Za-z0-9/._-]{1,200}")
MAX_QUANTITY: Final = 10**9
MAX_BARCODE: Final = 100
_SPACES: Final = re.compile(r"[\s\u00a0\u202f']")
_PLAIN: Final = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")
_GROUPED: Final = re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]+))?")


class BadCell(ValueError):
    """The cell does not say what its column needs."""

    def __init__(self, why: Sentence) -> None:
        super().__init__(why)
        self.why = why


def read_price(text: str, currency: str, column: Sentence = PRICE) -> int:
    """Minor units: ``"1,299.90"`` in RUB is 129990. No guessing where a comma stands for."""
    plain, told = _SPACES.sub("", text), repr(text[:40])
    if not plain:
        raise BadCell(say("the {column} is missing", column=column))
    decimals = exponent(currency)
    match = _PLAIN.fullmatch(plain) if len(plain) < 40 else None
    if match and "," in plain and len(match[2] or "") == 3 and decimals != 3:
        raise BadCell(
            say(
                "the {column} {text} can be read in two ways; write it with a dot",
                column=column,
                text=told,
            )
        )
    match = match or (_GROUPED.fullmatch(plain) if len(plain) < 40 else None)
    if not match:
        raise BadCell(
            say("the {column} {text} is not an amount of money", column=column, text=told)
        )
    fraction = (match[2] or "").rstrip("0")
    if len(fraction) > decimals:
        raise BadCell(
            say(
                "the {column} {text} has more decimals than {currency} has",
                column=column,
                text=told,
                currency=currency,
            )
        )
    amount: int = int(match[1].replace(",", "")) * 10**decimals
    amount += int(fraction.ljust(decimals, "0") or "0")
    if amount > MAX_PRICE:
        raise BadCell(say("the {column} {text} is too large", column=column, text=told))
    return amount


def read_quantity(text: str) -> int | None:
    """Whole pieces, None when the cell is empty. Shopify writes oversold stock as negative."""
    if not text:
        return None
    match = re.fullmatch(r"([+-]?[0-9]{1,12})(?:\.0+)?", _SPACES.sub("", text))
    if not match:
        raise BadCell(
            say("the inventory quantity {text} is not a whole number", text=repr(text[:40]))
        )
    quantity = int(match[1])
    if quantity > MAX_QUANTITY:
        raise BadCell(
            say(
                "the inventory quantity {text} is more than {most}",
                text=repr(text[:40]),
                most=MAX_QUANTITY,
            )
        )
    return quantity


def read_weight(text: str) -> int | None:
    """Grams; Shopify writes them with decimals."""
    if not text:
        return None
    match = re.fullmatch(r"([0-9]{1,9})(?:\.[0-9]+)?", _SPACES.sub("", text))
    if not match:
        raise BadCell(say("the weight {text} is not a number of grams", text=repr(text[:40])))
    return int(match[1])


def read_measure(amount: str, unit: str, per: str, per_unit: str) -> Measure | None:
    """How much one holds; without what its price is said for, that is the usual one."""
    if not amount:
        return None
    match = re.fullmatch(r"([0-9]{1,7})(?:\.([0-9]{1,3})0*)?", _SPACES.sub("", amount))
    held = int(match[1] + (match[2] or "").ljust(3, "0")) if match else 0
    if not 0 < held <= MOST_HELD * 1000:
        raise BadCell(say("the measure {text} is not an amount", text=repr(amount[:40])))
    of = _measure_unit(unit)
    by = _measure_unit(per_unit) if per_unit else usual_unit(of)
    each = re.fullmatch(r"([0-9]{1,4})(?:\.0+)?", per or "1")
    if not comparable(of, by) or each is None or not 0 < int(each[1]) <= MOST_PER:
        raise BadCell(
            say("a price of {unit} is not said for {other}", unit=of, other=f"{per} {by}".strip())
        )
    return Measure(held, of, int(each[1]), by)


def _measure_unit(text: str) -> MeasureUnit:
    found = text.casefold().replace("³", "3").replace("²", "2")
    for unit in MEASURE_UNITS:
        if unit == found:
            return unit
    raise BadCell(say("{text} is no unit that things are measured in", text=repr(text[:40])))


def read_barcode(text: str) -> str:
    """Spreadsheets are kept from making a number of it by an apostrophe."""
    return text.lstrip("'")[:MAX_BARCODE]


def read_moment(text: str) -> datetime | None:
    """ISO 8601; without a zone it is UTC."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        if 1970 <= aware.year <= 9000:
            return aware
    except ValueError:
        pass
    raise BadCell(say("the time {text} is not written as 2026-01-31T12:00Z", text=repr(text[:40])))


def read_discount(price: str, begins: str, ends: str, currency: str) -> Discount | None:
    """A price in place of the usual one, and its window."""
    if not price:
        return None
    off = Discount(read_price(price, currency, DISCOUNT), read_moment(begins), read_moment(ends))
    if off.begins and off.ends and off.begins >= off.ends:
        raise BadCell(say("the discount ends before it begins"))
    return off


def read_image_url(text: str) -> str:
    """An http(s) address, or one of the shop's own; older exports begin with ``//``."""
    if _OWN.fullmatch(text) and ".." not in text:
        return text
    url = f"https:{text}" if text.startswith("//") else text
    try:
        parts = urlsplit(url)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and len(url) <= 2048
    except ValueError:
        usable = False
    if not usable or re.search(r"\s", url):
        raise BadCell(say("the image address {text} is not a web address", text=repr(text[:80])))
    return url
