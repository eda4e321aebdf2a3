"""What is told of packages, hours and certificates."""

from datetime import date, datetime
from uuid import UUID

from holdfast.db.events import Fact


class _Grant(Fact, frozen=True):
    SUBJECT = "grant id"


class PackageIssued(_Grant, frozen=True):
    """What was bought is there: prepaid minutes, a certificate of so much, or one of a service: of
    its minutes each `session_minutes` are a session."""

    TYPE = "package.issued"
    order_id: UUID
    owner: str
    kind: str
    name: str
    units: int
    currency: str
    valid_until: datetime
    session_minutes: int | None = None


class PackageTransferred(_Grant, frozen=True):
    """Prepaid minutes were moved to another person, who has them as `to_grant`."""

    TYPE = "package.transferred"
    owner: str
    to_owner: str
    to_grant: UUID
    minutes: int


class PackageFrozen(_Grant, frozen=True):
    """Staff stopped its time: it is not used, and does not run out."""

    TYPE = "package.frozen"
    owner: str
    reason: str


class PackageThawed(_Grant, frozen=True):
    """Its time goes on, and ends so much later."""

    TYPE = "package.thawed"
    owner: str
    valid_until: datetime


class PackageProlonged(_Grant, frozen=True):
    """Staff gave it more time."""

    TYPE = "package.prolonged"
    owner: str
    valid_until: datetime


class PackageReturned(_Grant, frozen=True):
    """So many of its units were returned, for so much of what was paid."""

    TYPE = "package.returned"
    owner: str
    units: int
    amount: int
    currency: str


class PackageExpiring(_Grant, frozen=True):
    """Its end is near, and something is left of it: all that a reminder says."""

    TYPE = "package.expiring"
    owner: str
    kind: str
    name: str
    left: int
    currency: str
    valid_until: datetime
    grace_until: datetime


class PackageExpired(_Grant, frozen=True):
    """Its grace is over; what was left stays on its account, and is not used any more."""

    TYPE = "package.expired"
    owner: str
    kind: str
    name: str
    left: int
    currency: str


class CertificateGiven(_Grant, frozen=True):
    """The day has come on which a certificate is to reach the one it is for: all that its mail
    says but the code, which its sender makes. One of a service is of `amount` minutes, of which
    each `session_minutes` are a session."""

    TYPE = "certificate.given"
    order_id: UUID
    owner: str
    name: str
    amount: int
    currency: str
    to_name: str
    to_email: str
    message: str
    on: date
    language: str
    """Its buyer's; empty: the shop's."""
    valid_until: datetime
    session_minutes: int | None = None
