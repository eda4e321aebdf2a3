"""A package as a value: what is in it, for how much, how long it is good for. Pure; amounts are in
minor units of its currency, hours in minutes."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from holdfast.kit.errors import FieldError
from holdfast.kit.locales import LOCALES
from holdfast.kit.money import POINTS, is_currency
from holdfast.kit.sentences import say

ItemKind: TypeAlias = Literal["hours", "certificate", "sessions"]

MAX_PACKAGES: Final = 500
MAX_ITEMS: Final = 10
MAX_COUNT: Final = 20
MAX_NAMED: Final = 200
MAX_MINUTES: Final = 60 * 10_000
MAX_AMOUNT: Final = 10**12
MAX_DAYS: Final = 3660


class Item(Struct, frozen=True, kw_only=True):
    """``count`` of these, each of so many ``units``: minutes of prepaid time, or a certificate's
    amount. ``price`` is that of one. ``services``: what it pays for; none named: all.

    ``sessions`` are a certificate of one service: of its ``units`` each ``session_minutes`` are a
    session of that length. Without a price it costs what the service costs when it is bought.
    ``taxed_when_used``: it was sold without tax, for services of several rates."""

    kind: ItemKind
    units: int
    price: int | None
    count: int = 1
    services: tuple[UUID, ...] = ()
    session_minutes: int | None = None
    taxed_when_used: bool = False

    @property
    def cost(self) -> int:
        """The price of one, once it is known."""
        assert self.price is not None, "it was priced as its service is"
        return self.price

    @property
    def is_taxed(self) -> bool:
        """Whether it is taxed when it is bought; a certificate of an amount never is."""
        return self.kind != "certificate" and not self.taxed_when_used

    @property
    def many(self) -> int:
        """How many sessions a certificate of a service is for."""
        return self.units // self.session_minutes if self.session_minutes else 0


class PackageText(Struct, frozen=True, kw_only=True):
    """What a package is called in one language, and what is said of it."""

    name: str = ""
    about: str = ""


class PackageTerms(Struct, frozen=True, kw_only=True):
    """A package as staff write it. It is good for ``valid_days``, or as a season until its
    ``last_day`` whenever it is bought, and not before its ``first_day``; it may still be used up in
    the ``grace_days`` after them. ``warn_days`` before its end its owner is told. ``repeatable``:
    it may be ordered again and again, as goods may."""

    name: str
    about: str = ""
    texts: dict[str, PackageText] = {}
    currency: str
    items: tuple[Item, ...]
    first_day: date | None = None
    last_day: date | None = None
    valid_days: int = 365
    grace_days: int = 14
    warn_days: int = 14
    transferable: bool = True
    active: bool = True
    repeatable: bool = False

    @property
    def price(self) -> int:
        """Of all of it, once each of it is priced."""
        return sum(item.cost * item.count for item in self.items)

    @property
    def for_sessions(self) -> int:
        """What of its price is paid for hours and sessions that are taxed when they are bought."""
        return sum(one.cost * one.count for one in self.items if one.is_taxed)

    def is_sold(self, today: date) -> bool:
        """Whether it can be bought: a season until its last day."""
        season = self.last_day is None or today <= self.last_day
        return self.active and self.is_priced and season

    @property
    def by_code(self) -> bool:
        """Whether whoever has its codes may use all of it: no hours, which are on an account."""
        return all(one.kind != "hours" for one in self.items)

    @property
    def is_priced(self) -> bool:
        return all(item.price is not None for item in self.items)

    def name_in(self, language: str) -> str:
        """Its name as that language's readers see it."""
        text = self.texts.get(language)
        return text.name if text and text.name else self.name

    def about_in(self, language: str) -> str:
        text = self.texts.get(language)
        return text.about if text and text.about else self.about


class Package(PackageTerms, frozen=True, kw_only=True):
    """A package that exists; ``revision`` counts its changes."""

    id: UUID
    revision: int = 1


def lines_of_package(terms: PackageTerms) -> Iterator[Item]:
    """Each account it is, in their order: certificates one by one."""
    for item in terms.items:
        for _ in range(item.count):
            yield replace(item, count=1)


def priced(package: Package, today: Callable[[Item], int | None]) -> Package:
    """With what each certificate of a service costs ``today``; one without such a price stays
    without."""
    items = tuple(
        replace(item, price=today(item)) if item.price is None else item for item in package.items
    )
    return replace(package, items=items)


def package_faults(terms: PackageTerms) -> list[FieldError]:
    """What is wrong with it, field by field; nothing, if it can be kept."""
    wrong = []
    if not terms.name.strip():
        wrong.append(FieldError("name", "missing", say("This field is required.")))
    if not is_currency(terms.currency) or terms.currency == POINTS:
        said = say("{currency} is not a currency code.", currency=terms.currency)
        wrong.append(FieldError("currency", "currency-unknown", said))
    if strange := sorted(set(terms.texts) - set(LOCALES)):
        said = say("Use one of: {languages}.", languages=", ".join(LOCALES))
        wrong.append(FieldError(f"texts.{strange[0]}", "language-unknown", said))
    wrong += _time_faults(terms)
    if not terms.items:
        wrong.append(FieldError("items", "missing", say("Put hours or a certificate into it.")))
    for at, item in enumerate(terms.items):
        most = MAX_AMOUNT if item.kind == "certificate" else MAX_MINUTES
        if not 1 <= item.units <= most:
            said = say("Use 1 to {most}.", most=most)
            wrong.append(FieldError(f"items[{at}].units", "out-of-range", said))
        if item.kind == "hours" and item.count != 1:
            said = say("Hours are one account: make them more minutes.")
            wrong.append(FieldError(f"items[{at}].count", "out-of-range", said))
        wrong += _session_faults(f"items[{at}]", item)
    if terms.items and terms.is_priced and not 1 <= terms.price <= MAX_AMOUNT:
        said = say("A package costs something.")
        wrong.append(FieldError("items[0].price", "out-of-range", said))
    return wrong


def _time_faults(terms: PackageTerms) -> Iterator[FieldError]:
    first, last, days = terms.first_day, terms.last_day, terms.valid_days
    if last is None and first is not None:
        yield FieldError("lastDay", "missing", say("Say its last day, too."))
    if last is not None and first is not None:
        days = (last - first).days + 1
        if days < 1:
            yield FieldError("lastDay", "before-first", say("The last day is before the first."))
            return
    if terms.warn_days > days and (last is None or first is not None):
        yield FieldError("warnDays", "too-long", say("It is good for {days} days.", days=days))


def _session_faults(field: str, item: Item) -> Iterator[FieldError]:
    if item.kind != "sessions":
        if item.price is None:
            yield FieldError(f"{field}.price", "missing", say("This field is required."))
        if item.session_minutes is not None:
            said = say("Only a certificate of a service has a length.")
            yield FieldError(f"{field}.sessionMinutes", "needless", said)
        return
    if len(item.services) != 1:
        said = say("A certificate of a service is for one service.")
        yield FieldError(f"{field}.services", "out-of-range", said)
    if not item.session_minutes or item.session_minutes < 1:
        yield FieldError(f"{field}.sessionMinutes", "missing", say("This field is required."))
    elif item.units % item.session_minutes:
        said = say("Make it whole sessions of {minutes} minutes.", minutes=item.session_minutes)
        yield FieldError(f"{field}.units", "out-of-range", said)
