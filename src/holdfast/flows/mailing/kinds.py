"""Which event becomes which mail, and to whom. To add a kind: a line in :data:`KINDS`, and its
templates in ``mail/templates``.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.booking.bookings import (
    BookingAgreed,
    BookingCancelled,
    BookingConfirmed,
    BookingCountered,
    BookingMoved,
    BookingRestDue,
)
from holdfast.db.events import Fact
from holdfast.flows.mailing.reading import (
    BOOKINGS,
    GRANTS,
    ORDERS,
    PEOPLE,
    PLACES_IN_LINE,
    About,
)
from holdfast.orders import OrderCancelled, OrderPaid, OrderReserved
from holdfast.packages import CertificateGiven, PackageExpiring, PackageIssued
from holdfast.payments import RefundDone
from holdfast.people import PasswordLinkWanted
from holdfast.waiting import TimeOffered

__all__ = ["FREE_OF_BOUNDS", "KINDS", "MAIL_TYPES", "Enclosure", "Kind", "kind_named"]

Enclosure: TypeAlias = Literal["", "visit", "visit-off", "certificate"]
When: TypeAlias = Callable[[Mapping[str, Any]], bool]


class Kind(Struct, frozen=True, kw_only=True):
    """``about``: how what it says is read by the event's subject, and whose that is. ``when`` looks
    at what is to be said. ``days``: how long it is of use. ``bounded``: a stranger may cause it for
    nothing, so only so many a day go to one address. ``asked_for``: it serves what somebody bought
    or asked; any other is sent only to who wants it, and never twice in doubt."""

    name: str
    event: type[Fact]
    about: About
    when: When = lambda _: True
    encloses: Enclosure = ""
    days: float = 3.0
    bounded: bool = False
    asked_for: bool = True


def _of_goods(said: Mapping[str, Any]) -> bool:
    return not said["order"]["visit"]


def _alone(said: Mapping[str, Any]) -> bool:
    return not said["booking"]["series"]


def _was_confirmed(said: Mapping[str, Any]) -> bool:
    return _alone(said) and bool(said["booking"]["confirmed"])


KINDS: Final[tuple[Kind, ...]] = (
    Kind(name="order-placed", event=OrderReserved, about=ORDERS, when=_of_goods, days=0.05,
         bounded=True),
    Kind(name="order-paid", event=OrderPaid, about=ORDERS, when=_of_goods),
    Kind(name="order-cancelled", event=OrderCancelled, about=ORDERS, when=_of_goods, bounded=True),
    Kind(name="order-refunded", event=RefundDone, about=ORDERS),
    Kind(name="booking-agreed", event=BookingAgreed, about=BOOKINGS, days=1.0, bounded=True),
    Kind(name="booking-countered", event=BookingCountered, about=BOOKINGS, days=1.0, bounded=True),
    Kind(name="booking-confirmed", event=BookingConfirmed, about=BOOKINGS, encloses="visit"),
    Kind(name="booking-moved", event=BookingMoved, about=BOOKINGS, encloses="visit"),
    Kind(name="booking-cancelled", event=BookingCancelled, about=BOOKINGS, when=_was_confirmed,
         encloses="visit-off"),
    Kind(name="booking-rest-due", event=BookingRestDue, about=BOOKINGS),
    Kind(name="waiting-offered", event=TimeOffered, about=PLACES_IN_LINE, days=0.25, bounded=True),
    Kind(name="package-issued", event=PackageIssued, about=GRANTS),
    Kind(name="package-expiring", event=PackageExpiring, about=GRANTS),
    Kind(name="certificate-given", event=CertificateGiven, about=GRANTS, encloses="certificate"),
    Kind(name="password-link", event=PasswordLinkWanted, about=PEOPLE, days=0.5, bounded=True),
)  # fmt: skip
MAIL_TYPES: Final = tuple(sorted({kind.event.TYPE for kind in KINDS}))
FREE_OF_BOUNDS: Final = tuple(kind.name for kind in KINDS if not kind.bounded)


def kind_named(name: str) -> Kind | None:
    """The kind; None of a name that is none any more."""
    return next((kind for kind in KINDS if kind.name == name), None)
