"""Addresses of people and parcels by the rules of their country: what is asked, what must be there,
what a postal code looks like. Pure, but for the rules' own files, which are read once."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import asdict, replace

from holdfast.kit import FieldError, Problem
from holdfast.kit.phones import international
from holdfast.kit.sentences import say
from holdfast.shipping.country import Country, rules_for

MAX_TEXT: Final = 200
MAX_STREET: Final = 400
MAX_STREET_LINES: Final = 4
_AREA: Final = re.compile(r"[A-Z0-9]{1,3}")
_EMAIL: Final = re.compile(r"[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+")
_REQUIRED: Final = say("This field is required.")


class AddressInvalid(Problem):
    """An address that its country's post does not know; ``errors`` names each field at fault."""

    status = 422
    code = "address-invalid"
    title = "The address is not valid"


class Address(Struct, frozen=True, omit_defaults=True, rename="camel"):
    """``country`` by ISO 3166; ``region`` is the state, province or oblast as its country's post
    writes it (``CA``), ``district`` a part of the city; ``street`` has several lines if need be.
    ``phone`` is in international form."""

    country: str
    name: str = ""
    company: str = ""
    street: str = ""
    district: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    sorting_code: str = ""
    phone: str = ""
    email: str = ""

    @property
    def place(self) -> str:
        """Where it is, by ISO 3166 as far as its country's post goes by it: what taxes and rates
        know."""
        return f"{self.country}-{self.region}" if _AREA.fullmatch(self.region) else self.country


decode_address: Final = msgspec.json.Decoder(Address).decode


def address_text(address: Address | None) -> str | None:
    """As a row has it."""
    return None if address is None else msgspec.json.encode(address).decode()


def checked(asked: Address, at: str = "") -> Address:
    """The address as it is kept: without needless spaces, places by the names their post gives
    them, what its country's addresses do not have left out. ``at`` stands before the names of
    fields at fault. Raises :class:`AddressInvalid`, which names all of them."""
    tidy = _tidy(asked)
    errors: list[FieldError] = []

    def fault(field: str, code: str, detail: str) -> None:
        errors.append(FieldError(f"{at}{field}", code, detail))

    country = rules_for(tidy.country)
    if country is None:
        fault("country", "unknown", say("Use a country by ISO 3166, such as DE."))
        raise AddressInvalid.of(errors)
    found = _placed(tidy, country)
    for field, code, detail in _faults(found, country):
        fault(field, code, detail)
    phone = _phone(found.phone, found.country)
    if phone is None:
        fault("phone", "invalid", say("This is no phone number. Write it with its country's code."))
    if found.email and not _EMAIL.fullmatch(found.email):
        fault("email", "invalid", say("This is no email address."))
    if errors:
        raise AddressInvalid.of(errors)
    return replace(found, phone=phone or "")


def lines_of(address: Address) -> list[str]:
    """As it stands on a parcel, in the order of its country; the country itself is not said."""
    rules = rules_for(address.country)
    if rules is None:
        parts = asdict(address)
        return [parts[one] for one in ("name", "street", "city", "postal_code") if parts[one]]
    said: Mapping[str, str] = asdict(address)
    lines: list[str] = []
    for line in rules.layout:
        text = "".join(said.get(part, part) for part in line)
        lines += [" ".join(one.split()).strip(" ,-/") for one in text.splitlines()]
    return [one for one in lines if one]


def _tidy(asked: Address) -> Address:
    """Single spaces, one form of each letter; a street keeps its lines."""
    texts: Mapping[str, str] = asdict(asked)
    said = {key: _spaced(text) for key, text in texts.items() if key != "street"}
    street = "\n".join(line for line in map(_spaced, asked.street.splitlines()) if line)
    said["country"] = said["country"].upper()
    return Address(street=street, **said)


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _placed(tidy: Address, country: Country) -> Address:
    """Region, city and district by the keys their country knows them by; nothing in fields that
    its addresses do not have."""
    asked: dict[str, str] = asdict(tidy)
    for field in ("region", "district", "city", "postal_code", "sorting_code"):
        if field not in country.fields:
            asked[field] = ""
    if "postal_code" in country.fields:
        asked["postal_code"] = asked["postal_code"].upper()
    found = country.nearer(asked["region"], asked["city"], asked["district"])
    asked["region"], asked["city"], asked["district"] = found.region, found.city, found.district
    return Address(**asked)


def _faults(address: Address, country: Country) -> Iterator[tuple[str, str, str]]:
    """Fields at fault, with a code and a sentence."""
    said: Mapping[str, str] = asdict(address)
    nearest = country.nearer(address.region, address.city, address.district)
    for field in dict.fromkeys(("name", "company", *country.fields)):
        text = said[field]
        shown = _SHOWN.get(field, field)
        if not text.isprintable() and field != "street":
            yield shown, "invalid", say("Use visible characters only.")
        elif len(text) > (MAX_STREET if field == "street" else MAX_TEXT):
            most = MAX_STREET if field == "street" else MAX_TEXT
            yield shown, "too-long", say("Use at most {bound} characters.", bound=most)
        elif not text and (field == "name" or field in country.required):
            yield shown, "required", _REQUIRED
        elif field in nearest.unknown:
            yield shown, "unknown", say("This is not known there. Choose one of the list.")
    if address.street.count("\n") >= MAX_STREET_LINES:
        yield "street", "too-long", say("Use at most {most} lines.", most=MAX_STREET_LINES)
    elif not address.street.replace("\n", " ").isprintable():
        yield "street", "invalid", say("Use visible characters only.")
    if address.postal_code and not nearest.fits(address.postal_code):
        if nearest.examples:
            such = say("This is no postal code of this place. One looks like {example}.",
                       example=nearest.examples[0])  # fmt: skip
        else:
            such = say("This is no postal code of this place.")
        yield "postalCode", "invalid", such


_SHOWN: Final = {"postal_code": "postalCode", "sorting_code": "sortingCode"}


def _phone(typed: str, country: str) -> str | None:
    """In international form; empty stays empty, None is no number."""
    return international(typed, country) if typed else ""
