"""Phones of an office's people, whose app shows what they are told."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from holdfast.flows.mailing.devices import register_device
from holdfast.mail import Device
from tests.db.flows.mailing.post_office import PostOffice
from tests.support.fcm import FcmServer
from tests.support.mailing_process import apps_on

__all__ = ["a_phone", "registered", "showing"]


async def a_phone(office: PostOffice, server: FcmServer, user: UUID) -> str:
    """Theirs; its token."""
    token = server.install()
    await registered(office, user, token)
    return token


async def registered(office: PostOffice, user: UUID, token: str, name: str = "Pixel") -> Device:
    """In a session of theirs."""
    session = str(user)
    await office.parts.database.pool.execute(
        "INSERT INTO sessions (token_hash, user_id, expires_at)"
        " VALUES (sha256(convert_to($1, 'UTF8')), $2, now() + interval '1 day')"
        " ON CONFLICT DO NOTHING",
        session, user,
    )  # fmt: skip
    owner = f"user:{user}"
    return await register_device(office.parts.database, office.mailing, owner, token, name, session)


@asynccontextmanager
async def showing(office: PostOffice, server: FcmServer) -> AsyncIterator[None]:
    """Write and send, meanwhile."""
    async with office.open(apps_on(office.mailing, server.account, server.url)):
        yield
