"""Services as they stand, and the writing of them in the caller's transaction."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final
from uuid import UUID

import asyncpg
import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.booking.services.studio_rules import usual_policy
from holdfast.booking.services.tables import services, studio_rules
from holdfast.booking.services.terms import Service, Terms
from holdfast.kit.errors import Problem

_COLUMNS: Final = (
    services.c.id,
    services.c.terms,
    services.c.revision,
    sa.select(sa.cast(studio_rules.c.policy, sa.Text)).scalar_subquery(),
)
_READ: Final = """
SELECT id, terms::text, revision, (SELECT policy::text FROM studio_rules) FROM services ORDER BY id
"""
_SOME: Final = """
SELECT id, terms::text, revision, (SELECT policy::text FROM studio_rules) FROM services
WHERE id = ANY($1::uuid[])
"""
_STAMP: Final = """
SELECT concat_ws('/', count(*), sum(revision), (SELECT revision FROM studio_rules)) FROM services
"""
# One writer at a time: how many there may be is counted.
_LOCK: Final = sa.text("SELECT pg_advisory_xact_lock(hashtext('holdfast services'))")


class ServiceNotFound(Problem):
    """No such service, or none that can be booked."""

    status = 404
    code = "service-not-found"
    title = "No such service"


async def load_services(pool: asyncpg.Pool) -> tuple[Service, ...]:
    """Every one, the oldest first."""
    return tuple(
        _service(row[0], msgspec.json.decode(row[1]), row[2], row[3])
        for row in await pool.fetch(_READ)
    )


async def services_by_id(pool: asyncpg.Pool, ids: Sequence[UUID]) -> dict[UUID, Service]:
    """These; unknown ids are left out."""
    return {
        row[0]: _service(row[0], msgspec.json.decode(row[1]), row[2], row[3])
        for row in await pool.fetch(_SOME, ids)
    }


async def services_in(connection: AsyncConnection, ids: Collection[UUID]) -> dict[UUID, Service]:
    """These, as the connection's transaction sees them; unknown ids are left out."""
    found = await connection.execute(sa.select(*_COLUMNS).where(services.c.id.in_(ids)))
    return {row[0]: _service(*row) for row in found}


async def services_known(connection: AsyncConnection, ids: Collection[UUID]) -> set[UUID]:
    """Those of these ids that there are."""
    found = await connection.execute(sa.select(services.c.id).where(services.c.id.in_(ids)))
    return set(found.scalars())


async def any_service(pool: asyncpg.Pool) -> bool:
    """Whether anything can be booked."""
    found: bool = await pool.fetchval("SELECT EXISTS (SELECT FROM services WHERE active)")
    return found


async def services_stamp(pool: asyncpg.Pool) -> str:
    """Another one after each change of any of them."""
    found: str = await pool.fetchval(_STAMP)
    return found


async def locked_services(connection: AsyncConnection) -> dict[UUID, Service]:
    """All of them; nobody else writes one until the transaction ends."""
    await connection.execute(_LOCK)
    rows = await connection.execute(sa.select(*_COLUMNS))
    return {row[0]: _service(*row) for row in rows}


async def service_under(connection: AsyncConnection, key: str) -> UUID | None:
    """The service that was made under the key."""
    found: UUID | None = await connection.scalar(
        sa.select(services.c.id).where(services.c.key == key)
    )
    return found


async def add_service(
    connection: AsyncConnection, made: UUID, terms: Terms, key: str | None
) -> None:
    await connection.execute(
        sa.insert(services).values(id=made, terms=_kept(terms), active=terms.active, key=key)
    )


async def change_service(connection: AsyncConnection, service_id: UUID, terms: Terms) -> None:
    await connection.execute(
        sa.update(services)
        .where(services.c.id == service_id)
        .values(terms=_kept(terms), active=terms.active, revision=services.c.revision + 1)
    )


def terms_of(service: Service) -> Terms:
    """What staff wrote, without what the shop adds."""
    return Terms(**{name: getattr(service, name) for name in Terms.__struct_fields__})


def _kept(terms: Terms) -> Any:
    plain = Terms(**{name: getattr(terms, name) for name in Terms.__struct_fields__})
    return msgspec.to_builtins(plain)


def _service(
    service_id: UUID, terms: Mapping[str, Any], revision: int, usual: str | None
) -> Service:
    known = {"id": service_id, "revision": revision, "usual": usual_policy(usual)}
    return msgspec.convert({**terms, **known}, Service)
