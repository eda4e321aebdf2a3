"""What a client has of a package, as a value, and how it is read. How much is left of it is its
ledger account's to say."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from holdfast.kit.errors import Problem
from holdfast.packages.terms import ItemKind, PackageTerms

GrantStatus: TypeAlias = Literal["active", "frozen", "expired"]
Usable: TypeAlias = Literal["usable", "frozen", "expired", "not-yet", "not-for-this"]

HOURS_PREFIX: Final = "hours/"
CERTIFICATE_PREFIX: Final = "certificate/"
MINUTE: Final = "minute"

_COLUMNS: Final = (
    "id, kind, owner, package_id, order_id, line, name, units, currency, services::text,"
    " transferable, valid_until, grace_until, warn_at, status, came_from, gift::text,"
    " code_hash, frozen_at, issued_at, session_minutes, valid_from, taxed_when_used"
)
_ISSUED: Final = "SELECT EXISTS (SELECT FROM package_grants WHERE order_id = $1)"
_BY_IDS: Final = f"SELECT {_COLUMNS} FROM package_grants WHERE id = ANY($1::uuid[])"
_BY_CODE: Final = f"SELECT {_COLUMNS} FROM package_grants WHERE code_hash = $1"
_OF_OWNER: Final = f"""
SELECT {_COLUMNS} FROM package_grants
WHERE owner = $1 AND ($2::uuid IS NULL OR id < $2) ORDER BY id DESC LIMIT $3
"""
_PURCHASE: Final = """
SELECT order_id, package_id, owner, terms::text, gift::text FROM package_purchases
WHERE order_id = $1
"""


class GrantNotFound(Problem):
    """No such hours or certificate of yours."""

    status = 404
    code = "package-not-found"
    title = "You have no such package"


class Gift(Struct, frozen=True, kw_only=True):
    """For whom a certificate is, or hours, and what comes with it."""

    to_name: str = ""
    to_email: str = ""
    message: str = ""
    on: date | None = None


class Purchase(Struct, frozen=True):
    """What an order is for, as it was agreed."""

    order_id: UUID
    package_id: UUID
    owner: str
    terms: PackageTerms
    gift: Gift | None


class NewPurchase(Struct, frozen=True):
    """The same, before there is an order."""

    package_id: UUID
    terms: PackageTerms
    gift: Gift | None = None


class Grant(Struct, frozen=True):
    """Prepaid minutes, a certificate in minor units, or one of a service, in minutes, of which each
    ``session_minutes`` are a session. ``line``: its place in what was bought. ``taxed_when_used``:
    what it pays is taxed, since it was not."""

    id: UUID
    kind: ItemKind
    owner: str
    package_id: UUID
    order_id: UUID
    line: int
    name: str
    units: int
    currency: str
    services: tuple[UUID, ...]
    transferable: bool
    valid_until: datetime
    grace_until: datetime
    warn_at: datetime
    status: GrantStatus
    came_from: UUID | None
    gift: Gift | None
    code_hash: bytes | None
    frozen_at: datetime | None
    issued_at: datetime
    session_minutes: int | None = None
    valid_from: datetime | None = None
    taxed_when_used: bool = False

    @property
    def key(self) -> str:
        """Its ledger account: a store of minutes, or of its currency."""
        return grant_key(self.kind, self.owner, self.id)

    @property
    def unit(self) -> str:
        """What its account counts."""
        return self.currency if self.kind == "certificate" else MINUTE

    @property
    def by_minutes(self) -> bool:
        """Whether it pays for minutes, whatever they cost."""
        return self.unit == MINUTE

    @property
    def has_code(self) -> bool:
        """Whether it is for whoever has its code: certificates, and hours that are a present."""
        return self.kind != "hours" or self.gift is not None

    @property
    def for_sessions(self) -> bool:
        """Whether it pays for sessions alone: hours, and what is for some services."""
        return self.kind == "hours" or bool(self.services)

    @property
    def is_active(self) -> bool:
        """Neither stopped nor over."""
        return self.status == "active"

    def usable(self, now: datetime, services: Collection[UUID]) -> Usable:
        """Whether it pays for one of these services now; none: for goods."""
        if self.status == "frozen":
            return "frozen"
        if self.status == "expired" or now >= self.grace_until:
            return "expired"
        if self.valid_from is not None and now < self.valid_from:
            return "not-yet"
        if self.services and not set(self.services) & set(services):
            return "not-for-this"
        return "usable"


def grant_key(kind: ItemKind, owner: str, grant: UUID) -> str:
    """The account of an owner's hours; that of a certificate is nobody's, for who has its code may
    use it."""
    if kind == "hours":
        return f"{HOURS_PREFIX}{owner}/{grant}"
    return f"{CERTIFICATE_PREFIX}{grant}"


def end_key(grant: Grant) -> str:
    """Under which it is decided once whether it runs out at the end it has, or has another."""
    return f"expire-package/{grant.id}/{grant.valid_until.isoformat()}"


_services: Final = msgspec.json.Decoder(tuple[UUID, ...]).decode
_gift: Final = msgspec.json.Decoder(Gift).decode
_terms: Final = msgspec.json.Decoder(PackageTerms).decode


def _grant(row: asyncpg.Record) -> Grant:
    values = dict(row)
    values["services"] = _services(values["services"])
    values["gift"] = None if values["gift"] is None else _gift(values["gift"])
    return Grant(**values)


async def grants_by_id(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Grant]:
    return {row["id"]: _grant(row) for row in await pool.fetch(_BY_IDS, ids)}


async def grant_of(pool: asyncpg.Pool, grant_id: UUID) -> Grant | None:
    return (await grants_by_id(pool, [grant_id])).get(grant_id)


async def grant_by_code(pool: asyncpg.Pool, code_hash: bytes) -> Grant | None:
    """The certificate whose code has this hash."""
    row = await pool.fetchrow(_BY_CODE, code_hash)
    return None if row is None else _grant(row)


async def grants_of(pool: asyncpg.Pool, owner: str, before: UUID | None, limit: int) -> list[Grant]:
    """An owner's, the latest first, before the given one."""
    return [_grant(row) for row in await pool.fetch(_OF_OWNER, owner, before, limit)]


async def was_issued(pool: asyncpg.Pool, order_id: UUID) -> bool:
    """Whether what the order bought is on its accounts."""
    found: bool = await pool.fetchval(_ISSUED, order_id)
    return found


async def purchase_of(pool: asyncpg.Pool, order_id: UUID) -> Purchase | None:
    """What an order is for, if it is for a package."""
    row = await pool.fetchrow(_PURCHASE, order_id)
    if row is None:
        return None
    gift = None if row["gift"] is None else _gift(row["gift"])
    return Purchase(row["order_id"], row["package_id"], row["owner"], _terms(row["terms"]), gift)
