"""Who somebody is at login providers: each such identity belongs to one account, and an account
has one of each provider at most."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import sqlalchemy as sa
from msgspec import Struct
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.kit.errors import Problem
from holdfast.people.login_providers import Somebody
from holdfast.people.tables import provider_identities, waiting_identities

__all__ = [
    "IdentityTaken", "ProviderIdentity", "account_of", "connect", "connect_waiting",
    "disconnect", "disconnect_all", "identities_of", "lock_identity", "sweep_waiting",
    "wait_for_password",
]  # fmt: skip

WAITS: Final = timedelta(minutes=15)
_LOCK: Final = sa.text(
    "SELECT pg_advisory_xact_lock(hashtextextended(:identity, hashtext('identity')))"
)

_columns: Final = provider_identities.c
_waiting: Final = waiting_identities.c


class IdentityTaken(Problem):
    """It belongs to another account, or the account has another identity of this provider."""

    status = 409
    code = "identity-taken"
    title = "This login is connected with another account"


class ProviderIdentity(Struct, frozen=True):
    provider: str
    email: str
    created_at: datetime


async def lock_identity(connection: AsyncConnection, who: Somebody) -> None:
    """Nobody else looks whose it is before the transaction ends: of two first logins at once, the
    second finds what the first has made."""
    await connection.execute(_LOCK, {"identity": f"{who.provider}\n{who.subject}"})


async def account_of(connection: AsyncConnection, who: Somebody) -> UUID | None:
    """Whose identity it is."""
    query = sa.select(_columns.user_id).where(
        _columns.provider == who.provider, _columns.subject == who.subject
    )
    found: UUID | None = await connection.scalar(query)
    return found


async def connect(connection: AsyncConnection, user: UUID, who: Somebody) -> bool:
    """It is theirs from now on; False: it was. Raises :class:`IdentityTaken`."""
    row = {
        "provider": who.provider, "subject": who.subject, "user_id": user, "email": who.email,
    }  # fmt: skip
    fresh = insert(provider_identities).values(row).on_conflict_do_nothing()
    if (await connection.execute(fresh)).rowcount:
        return True
    if await account_of(connection, who) != user:
        raise IdentityTaken("Disconnect it there first, or log in by it.")
    return False


async def identities_of(connection: AsyncConnection, user: UUID) -> list[ProviderIdentity]:
    """The oldest first."""
    query = (
        sa.select(_columns.provider, _columns.email, _columns.created_at)
        .where(_columns.user_id == user)
        .order_by(_columns.created_at, _columns.provider)
    )
    return [ProviderIdentity(*row) for row in await connection.execute(query)]


async def disconnect(connection: AsyncConnection, user: UUID, provider: str) -> bool:
    """Nobody comes in by it any more; False: nobody did."""
    gone = sa.delete(provider_identities).where(
        _columns.user_id == user, _columns.provider == provider
    )
    return (await connection.execute(gone)).rowcount > 0


async def disconnect_all(connection: AsyncConnection, user: UUID) -> list[str]:
    """The providers by which nobody comes in any more."""
    gone = sa.delete(provider_identities).where(_columns.user_id == user)
    return sorted((await connection.execute(gone.returning(_columns.provider))).scalars())


async def wait_for_password(
    connection: AsyncConnection, guest: str, user: UUID, who: Somebody
) -> None:
    """A provider knows the guest, and an account has the address: it is connected when the guest
    logs in as that account by another way. The last one counts."""
    made = insert(waiting_identities).values(
        owner=guest,
        provider=who.provider,
        subject=who.subject,
        email=who.email,
        user_id=user,
        expires_at=sa.func.now() + WAITS,
    )
    again = {
        name: made.excluded[name]
        for name in ("provider", "subject", "email", "user_id", "expires_at")
    }
    await connection.execute(made.on_conflict_do_update(index_elements=["owner"], set_=again))


async def connect_waiting(connection: AsyncConnection, guest: str, user: UUID) -> str | None:
    """The guest came in as this user: what waited for that is theirs. The provider; None: nothing
    waited, its time is up, or it is another account's."""
    taken = (
        sa.delete(waiting_identities)
        .where(_waiting.owner == guest)
        .returning(
            _waiting.provider,
            _waiting.subject,
            _waiting.email,
            _waiting.user_id,
            (_waiting.expires_at > sa.func.now()).label("good"),
        )
    )
    row = (await connection.execute(taken)).one_or_none()
    if row is None or not row.good or row.user_id != user:
        return None
    fresh = (
        insert(provider_identities)
        .values(provider=row.provider, subject=row.subject, user_id=user, email=row.email)
        .on_conflict_do_nothing()
    )
    return str(row.provider) if (await connection.execute(fresh)).rowcount else None


async def sweep_waiting(connection: AsyncConnection) -> int:
    """Forget those whose time is up."""
    old = sa.delete(waiting_identities).where(_waiting.expires_at < sa.func.now())
    return (await connection.execute(old)).rowcount
