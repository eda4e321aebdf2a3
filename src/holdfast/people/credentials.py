"""Sessions and bearer tokens: secrets kept as SHA-256, read through a short bounded cache; and
typed user ids, where those are believed.

What is ended is forgotten at once: here when it is, elsewhere when it is heard of (`endings.py`).
Only while that is heard is anything remembered at all.
"""

import hashlib
import secrets
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Final, Literal, TypeAlias
from uuid import UUID

import asyncpg
import sqlalchemy as sa
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.db.engine import Database
from holdfast.db.gather import Gather
from holdfast.db.listening import DatabaseListener
from holdfast.db.plans import unseen
from holdfast.people.endings import CHANNEL, EVERYBODY, ask_again_about
from holdfast.people.handles import NO_PASSWORD, address_of_handle, user_of_handle
from holdfast.people.principal import SecuredRoles
from holdfast.people.second_factors import end_steps
from holdfast.people.tables import sessions

SESSION_DAYS: Final = 30
CACHE_SECONDS: Final = 10.0
_CACHE: Final = 10_000
_LOOKS: Final = 3

Secret: TypeAlias = Literal["session", "token", "typed"]

_BY_SESSION = f"""
    SELECT s.token_hash, u.id, u.email, u.name, u.roles, u.duties,
           s.last_seen < now() - interval '5 minutes' AS stale,
           CASE WHEN s.created_at > now() - interval '1 hour' THEN s.guest END AS guest,
           EXISTS (SELECT FROM second_factors f
                    WHERE f.user_id = u.id AND f.confirmed_at IS NOT NULL) AS secured
      FROM sessions s JOIN users u ON u.id = s.user_id
     WHERE s.token_hash = ANY({unseen("$1", "bytea[]")}) AND s.expires_at > now() AND u.active
"""
# In order, so that two processes wait for, not on, each other.
_SEEN = """
    UPDATE sessions SET last_seen = now(), expires_at = now() + make_interval(days => $2)
     WHERE token_hash IN (SELECT token_hash FROM sessions WHERE token_hash = ANY($1::bytea[])
                          ORDER BY token_hash FOR UPDATE)
"""
_USED = """
    UPDATE api_tokens SET last_used_at = now()
     WHERE token_hash IN (SELECT token_hash FROM api_tokens WHERE token_hash = ANY($1::bytea[])
                          ORDER BY token_hash FOR UPDATE)
"""
_END_SESSION = """
    WITH ended AS (DELETE FROM sessions WHERE token_hash = $1 RETURNING user_id)
    SELECT user_id, pg_notify($2, user_id::text) FROM ended
"""
# Nobody is an admin by a token that has some duties and not others.
_BY_BEARER = """
    SELECT t.token_hash, u.id, u.email, u.name,
           ARRAY(SELECT CASE WHEN role = 'admin' AND t.duties IS NOT NULL
                              THEN 'manager' ELSE role END
                   FROM (SELECT unnest(t.roles) INTERSECT SELECT unnest(u.roles)) held (role)
           ) AS roles,
           CASE WHEN t.duties IS NULL THEN u.duties WHEN u.duties IS NULL THEN t.duties
                ELSE ARRAY(SELECT unnest(t.duties) INTERSECT SELECT unnest(u.duties))
           END AS duties,
           t.last_used_at IS NULL OR t.last_used_at < now() - interval '5 minutes' AS stale
      FROM api_tokens t JOIN users u ON u.id = t.user_id
     WHERE t.token_hash = ANY($1::bytea[]) AND t.revoked_at IS NULL AND u.active
       AND (t.expires_at IS NULL OR t.expires_at > now())
"""
# At first sight; two requests may be the first. In order, as above.
_FIRST_SIGHT = """
    INSERT INTO users (id, email, name, password_hash, roles)
    SELECT id, email, name, $4, '{customer}'
      FROM unnest($1::uuid[], $2::text[], $3::text[]) AS typed (id, email, name)
     WHERE NOT EXISTS (SELECT FROM users WHERE users.id = typed.id)
     ORDER BY id
    ON CONFLICT DO NOTHING
"""
_BY_ID = """
    SELECT id, email, name, ARRAY(SELECT unnest(roles) INTERSECT SELECT 'customer') AS roles,
           NULL::text[] AS duties
      FROM users WHERE id = ANY($1::uuid[]) AND active
"""


class Identity(Struct, frozen=True):
    """Who a session or token belongs to, with the roles it carries, those that it would if there
    were a second factor, and, of staff whose work is narrowed, the duties. ``guest``: who they were
    before they logged in, for an hour."""

    user: UUID
    email: str
    name: str
    roles: frozenset[str]
    withheld: frozenset[str] = frozenset()
    duties: frozenset[str] | None = None
    guest: str | None = None


def secret_hash(secret: str) -> bytes:
    """As it is kept: nobody who reads the database comes in by it."""
    return hashlib.sha256(secret.encode()).digest()


async def open_session(connection: AsyncConnection, user: UUID, guest: str | None = None) -> str:
    """A new session's token; ``guest``: who logged in."""
    token = secrets.token_urlsafe(32)
    await connection.execute(
        sa.insert(sessions).values(
            token_hash=secret_hash(token),
            user_id=user,
            expires_at=sa.func.now() + timedelta(days=SESSION_DAYS),
            guest=guest,
        )
    )
    return token


async def end_sessions(connection: AsyncConnection, user: UUID, but: str = "") -> int:
    """End the user's sessions, ``but`` for the one with this token, and logins that wait for a
    code; how many sessions there were."""
    await end_steps(connection, user)
    ended = sa.delete(sessions).where(
        sessions.c.user_id == user, sessions.c.token_hash != secret_hash(but)
    )
    await ask_again_about(connection, user)
    return (await connection.execute(ended)).rowcount


async def sweep_sessions(connection: AsyncConnection) -> int:
    """Remove sessions that are over."""
    result = await connection.execute(
        sa.delete(sessions).where(sessions.c.expires_at < sa.func.now())
    )
    return result.rowcount


class IdentityCache:
    """Whose a session, token or typed id is: what ``find`` says of it, remembered for ``seconds``;
    a bounded number of them.

    ``heard`` says whether this process hears of what is ended elsewhere: while it does not, nothing
    is remembered. Who is in ``told`` is called with every user whom it hears of.
    """

    def __init__(
        self, find: Callable[[Secret, str], Awaitable[Identity | None]], seconds: float
    ) -> None:
        self._find = find
        self._seconds = seconds
        self._endings = 0
        self.heard: Callable[[], bool] = _never
        self.told: list[Callable[[UUID], None]] = []
        self._known: OrderedDict[tuple[Secret, str], tuple[float, Identity | None]] = OrderedDict()

    async def session(self, token: str) -> Identity | None:
        return await self._get("session", token)

    async def token(self, token: str) -> Identity | None:
        return await self._get("token", token)

    async def typed(self, handle: str) -> Identity | None:
        """The user with a typed id, made at first sight; None if not active. Never staff."""
        return await self._get("typed", handle)

    def ended(self, user: UUID) -> None:
        """Something of this user's was ended or changed, and is committed: whatever is known of it,
        and every look-up that is under way, may say what was before."""
        self._endings += 1
        for key, (_, identity) in list(self._known.items()):
            if identity is None or identity.user == user:
                del self._known[key]
        for tell in self.told:
            tell(user)

    def forget_all(self) -> None:
        """What was ended may have been missed."""
        self._endings += 1
        self._known.clear()

    async def _get(self, kind: Secret, secret: str) -> Identity | None:
        known = self._known.get((kind, secret))
        if known is not None and known[0] >= time.monotonic() and self.heard():
            return known[1]
        identity = None
        for _ in range(_LOOKS):
            before, now = self._endings, time.monotonic()
            identity = await self._find(kind, secret)
            if before == self._endings:
                if self.heard():
                    self._remember((kind, secret), now + self._seconds, identity)
                break
        return identity

    def _remember(self, key: tuple[Secret, str], until: float, identity: Identity | None) -> None:
        self._known[key] = until, identity
        self._known.move_to_end(key)
        while len(self._known) > _CACHE:
            self._known.popitem(last=False)


def _never() -> bool:
    return False


async def _nobody() -> SecuredRoles:
    return SecuredRoles()


class Credentials(IdentityCache):
    """As the database has it. Those whom the cache does not know are asked for together, so that a
    crowd that comes at once costs a handful of queries.

    ``secured`` says whom the shop asks for a second factor: by a session of theirs without one they
    act in none of these roles. Bearer tokens are the same with and without.
    """

    def __init__(self, database: Database) -> None:
        super().__init__(self._stored, CACHE_SECONDS)
        self._database = database
        self.secured: Callable[[], Awaitable[SecuredRoles]] = _nobody
        self._sessions: Gather[bytes, Identity] = Gather(self._load_sessions)
        self._tokens: Gather[bytes, Identity] = Gather(self._load_tokens)
        self._handles: Gather[str, Identity] = Gather(self._load_handles)

    def hearing(self) -> DatabaseListener:
        """A part that hears of what other processes end; while it runs, somebody is remembered."""

        def ended(user: str) -> None:
            if user == EVERYBODY:
                self.forget_all()
            with suppress(ValueError):  # not of ours
                self.ended(UUID(user))

        endings = DatabaseListener(self._database.url, CHANNEL, ended, self.forget_all)
        self.heard = endings.listening.is_set
        return endings

    async def end_session(self, token: str) -> None:
        """Nothing is opened with it any more."""
        row = await self._database.pool.fetchrow(_END_SESSION, secret_hash(token), CHANNEL)
        if row is not None:
            self.ended(row["user_id"])
        else:  # another process ended it, and may not have been heard yet
            self._endings += 1
            self._known.pop(("session", token), None)

    async def _stored(self, kind: Secret, secret: str) -> Identity | None:
        if kind == "typed":
            return await self._handles.get(secret)
        stored = self._sessions if kind == "session" else self._tokens
        return await stored.get(secret_hash(secret))

    async def _load_sessions(self, hashes: Sequence[bytes]) -> Mapping[bytes, Identity]:
        rows = await self._database.pool.fetch(_BY_SESSION, hashes)
        stale = [row[0] for row in rows if row["stale"]]
        if stale:
            await self._database.pool.execute(_SEEN, stale, SESSION_DAYS)
        asked = await self.secured()
        return {row[0]: _second_factor_asked(row, asked) for row in rows}

    async def _load_tokens(self, hashes: Sequence[bytes]) -> Mapping[bytes, Identity]:
        rows = await self._database.pool.fetch(_BY_BEARER, hashes)
        stale = [row[0] for row in rows if row["stale"]]
        if stale:
            await self._database.pool.execute(_USED, stale)
        return {row[0]: _identity(row) for row in rows}

    async def _load_handles(self, handles: Sequence[str]) -> Mapping[str, Identity]:
        ids = {handle: user_of_handle(handle) for handle in handles}
        await self._database.pool.execute(
            _FIRST_SIGHT,
            list(ids.values()),
            [address_of_handle(one) for one in ids.values()],
            list(ids),
            NO_PASSWORD,
        )
        rows = await self._database.pool.fetch(_BY_ID, list(ids.values()))
        found = {row["id"]: _identity(row) for row in rows}
        return {handle: found[one] for handle, one in ids.items() if one in found}


def _second_factor_asked(row: asyncpg.Record, asked: SecuredRoles) -> Identity:
    found = _identity(row)
    withheld = asked.withheld(found.email, found.roles, secured=row["secured"])
    roles = found.roles - withheld
    return replace(found, roles=roles, withheld=withheld, guest=row["guest"])


def _identity(row: asyncpg.Record) -> Identity:
    duties = row["duties"]
    return Identity(
        row["id"],
        row["email"],
        row["name"],
        frozenset(row["roles"]),
        duties=None if duties is None else frozenset(duties),
    )
