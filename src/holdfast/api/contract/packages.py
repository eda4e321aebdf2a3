"""Packages as staff send them and everybody sees them; what a client has of them."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from pydantic import Field

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.kit import iso, shop_now
from holdfast.packages import (
    MAX_AMOUNT,
    MAX_COUNT,
    MAX_DAYS,
    MAX_ITEMS,
    MAX_NAMED,
    Grant,
    Package,
    PackageTerms,
)
from holdfast.shop import Every

__all__ = [
    "GrantShown", "KindOfItem", "PackageAsked", "PackageShown", "StaffPackage", "asked_package",
    "grant_body", "package_body", "staff_package",
]  # fmt: skip

Units = Annotated[int, Field(ge=1, le=MAX_AMOUNT, strict=True)]
Days = Annotated[int, Field(ge=0, le=MAX_DAYS, strict=True)]
KindOfItem = Literal["hours", "certificate", "sessions"]


class ItemForm(Ask):
    """Prepaid hours, certificates of one amount, or of sessions of one service and length."""

    kind: KindOfItem
    units: Units = Field(description="Minutes, or a certificate's amount in minor units")
    price: Annotated[int, Field(ge=0, le=MAX_AMOUNT, strict=True)] | None = Field(
        default=None,
        description="Of one, in minor units; of `sessions` it may be left out: then each costs"
        " what the service does on the day it is bought",
    )
    count: Annotated[int, Field(ge=1, le=MAX_COUNT, strict=True)] = Field(
        default=1, description="How many certificates"
    )
    services: Annotated[list[UUID], Field(max_length=MAX_NAMED)] = Field(
        default=[], description="What it pays for; none named: everything; of `sessions` one"
    )
    session_minutes: Annotated[int, Field(ge=1, le=10**6, strict=True)] | None = Field(
        default=None, description="Of `sessions`: how long one is; `units` are all their minutes"
    )


class PackageTextForm(Ask):
    """In one language; what is left out is as it is in the first."""

    name: Annotated[str, Field(max_length=200)] = ""
    about: Annotated[str, Field(max_length=5000)] = ""


class PackageAsked(Ask):
    """A package, whole: what is left out is as if nobody had said it."""

    name: Annotated[str, Field(max_length=200)]
    about: Annotated[str, Field(max_length=5000)] = ""
    texts: Annotated[dict[str, PackageTextForm], Field(max_length=3)] = Field(
        default={}, description="By language"
    )
    currency: Annotated[str, Field(max_length=10)]
    items: Annotated[list[ItemForm], Field(max_length=MAX_ITEMS)]
    first_day: date | None = Field(
        default=None, description="Of a season: it is not good before, by the shop's clock"
    )
    last_day: date | None = Field(
        default=None, description="Of a season: its last day, in place of `validDays`"
    )
    valid_days: Annotated[int, Field(ge=1, le=MAX_DAYS, strict=True)] = Field(
        default=365, description="From the day it is paid"
    )
    grace_days: Days = Field(default=14, description="After them it can still be used up")
    warn_days: Days = Field(default=14, description="So long before its end its owner is told")
    transferable: bool = Field(default=True, description="Its hours can be moved to others")
    active: bool = Field(default=True, description="It can be bought")
    repeatable: bool = Field(
        default=False, description="It may be bought again and again, where the shop repeats orders"
    )


class StaffPackage(PackageAsked, Answer):
    id: UUID
    revision: int = Field(description="Goes into `If-Match`")
    price: int | None = Field(
        description="Of all of it, in minor units, as of today; null: its service is not to be had"
    )


class PackageItemShown(Answer):
    kind: KindOfItem
    units: int = Field(description="Minutes, or a certificate's amount in minor units")
    count: int
    services: list[UUID] = Field(description="What it pays for; none named: everything")
    session_minutes: int | None = Field(description="Of `sessions`: how long one is")


class PackageShown(Answer):
    """A package that can be bought."""

    id: UUID
    name: str
    about: str
    price: int = Field(description="Minor units")
    currency: str
    items: list[PackageItemShown]
    first_day: date | None = Field(description="Of a season: it is not good before")
    last_day: date | None = Field(description="Of a season: in place of `validDays`")
    valid_days: int
    grace_days: int
    transferable: bool
    repeat_every: list[Every] = Field(
        description="How often it may be bought again and again; none: it may not"
    )


class GrantShown(Answer):
    """What a client has of a package."""

    id: UUID
    kind: KindOfItem
    name: str
    order_id: UUID
    units: int = Field(description="At first: minutes, or minor units")
    left: int = Field(description="Of them, free to use")
    version: int = Field(description="Grows with every movement")
    currency: str
    services: list[UUID]
    session_minutes: int | None = Field(
        description="Of a certificate of a service: so many of its minutes are a session"
    )
    transferable: bool
    status: Literal["coming", "active", "grace", "frozen", "expired"]
    valid_from: Instant | None = Field(description="Of a season: it is `coming` before")
    valid_until: Instant
    grace_until: Instant
    issued_at: Instant
    has_code: bool = Field(description="It is for whoever has its code, which its owner makes")
    coded: bool = Field(description="Its code was made")
    gift_for: str | None = Field(description="For whom it is, if it is a present")


def asked_package(asked: PackageAsked) -> PackageTerms:
    """As the shop keeps it."""
    return msgspec.convert(asked.model_dump(), PackageTerms)


def staff_package(one: Package, today: Package) -> StaffPackage:
    """As staff wrote it, at the price of ``today``."""
    price = today.price if today.is_priced else None
    plain = msgspec.to_builtins(one, str_keys=True) | {"price": price}
    for item in plain["items"]:
        del item["taxed_when_used"]  # which is said of what was bought
    return StaffPackage.model_validate(plain, by_name=True)


def package_body(one: Package, locale: str, every: Sequence[Every]) -> PackageShown:
    """``every``: how often those may be ordered that are marked for it."""
    return PackageShown(
        id=one.id,
        name=one.name_in(locale),
        about=one.about_in(locale),
        price=one.price,
        currency=one.currency,
        items=[
            PackageItemShown(
                kind=item.kind,
                units=item.units,
                count=item.count,
                services=list(item.services),
                session_minutes=item.session_minutes,
            )
            for item in one.items
        ],
        first_day=one.first_day,
        last_day=one.last_day,
        valid_days=one.valid_days,
        grace_days=one.grace_days,
        transferable=one.transferable,
        repeat_every=list(every) if one.repeatable else [],
    )


def grant_body(one: Grant, left: int, version: int) -> dict[str, object]:
    """As :class:`GrantShown`."""
    services: Sequence[UUID] = one.services
    return {
        "id": one.id,
        "kind": one.kind,
        "name": one.name,
        "orderId": one.order_id,
        "units": one.units,
        "left": left,
        "version": version,
        "currency": one.currency,
        "services": list(services),
        "sessionMinutes": one.session_minutes,
        "transferable": one.transferable,
        "status": _status(one),
        "validFrom": None if one.valid_from is None else iso(one.valid_from),
        "validUntil": iso(one.valid_until),
        "graceUntil": iso(one.grace_until),
        "issuedAt": iso(one.issued_at),
        "hasCode": one.has_code,
        "coded": one.code_hash is not None,
        "giftFor": None if one.gift is None else one.gift.to_name or None,
    }


def _status(one: Grant) -> str:
    now = shop_now()
    if one.status == "active" and now >= one.grace_until:
        return "expired"
    if one.status == "active" and one.valid_from is not None and now < one.valid_from:
        return "coming"
    return "grace" if one.status == "active" and now >= one.valid_until else one.status
