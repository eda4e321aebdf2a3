"""Telephones of an office's people, and what is sent to them."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.mailing.own_numbers import ask_number_code, confirm_number
from holdfast.flows.mailing.texting import SmsCarrier
from holdfast.kit import new_id
from holdfast.kit.rates import Rates
from holdfast.mail import SmsLines, SmsRu, Twilio, Way
from holdfast.people import LoginThrottle, Principal
from holdfast.worker import Mailer
from tests.db.flows.mailing.post_office import PostOffice
from tests.support.mailing_process import POLL
from tests.support.sms import ACCOUNT, KEY, SENDER, TOKEN, SmsServer

__all__ = [
    "KINDS", "a_code", "a_number", "confirmed", "heard", "order_of_client", "sending", "who",
]  # fmt: skip

KINDS: Final = frozenset({"order-paid"})
SECONDS: Final = 10.0


def who(user: UUID) -> Caller:
    return Caller(Principal(f"user:{user}", "user", address="10.0.0.1"), "test")


async def a_code(office: PostOffice, user: UUID, number: str) -> str:
    """Asked for in a session of theirs; which number it goes to."""
    await office.parts.database.pool.execute(
        "INSERT INTO sessions (token_hash, user_id, expires_at)"
        " VALUES (sha256(convert_to($1, 'UTF8')), $2, now() + interval '1 day')"
        " ON CONFLICT DO NOTHING",
        str(user), user,
    )  # fmt: skip
    return await ask_number_code(
        office.parts.database, office.mailing, LoginThrottle(Rates()), who(user), number, str(user),
        "en", demo=False,
    )  # fmt: skip


async def confirmed(office: PostOffice, sms: SmsServer, user: UUID, number: str) -> None:
    """By the code of the SMS."""
    before = len(sms.to(number))
    await a_code(office, user, number)
    found = re.match(r"(\d{6}) is your code", await heard(sms, number, before))
    assert found is not None
    await confirm_number(office.parts.database, office.mailing, who(user), found[1])


async def heard(sms: SmsServer, number: str, before: int = 0) -> str:
    """The message after so many; what sends goes on meanwhile."""
    return await asyncio.to_thread(sms.hears, number, before)


async def a_number(office: PostOffice, user: UUID, number: str) -> None:
    """Theirs, without an SMS."""
    pool = office.parts.database.pool
    await pool.execute("DELETE FROM sms_numbers WHERE number = $1", number)
    await pool.execute(
        "INSERT INTO sms_numbers (owner, number) VALUES ($1, $2)", f"user:{user}", number
    )


async def order_of_client(office: PostOffice, phone: str, email: str = "") -> UUID:
    """Taken by staff for somebody without an account."""
    pool, client, owner = office.parts.database.pool, new_id(), f"guest:{new_id()}"
    await pool.execute(
        "INSERT INTO clients (id, name, email, phone, source, made_by)"
        " VALUES ($1, 'Kim', $2, $3, 'staff', 'user:test')",
        client, email, phone,
    )  # fmt: skip
    await pool.execute(
        "INSERT INTO client_accounts (owner, client_id) VALUES ($1, $2)", owner, client
    )
    (order,) = await office.orders_of(client)
    await pool.execute("UPDATE orders SET owner = $1 WHERE id = $2", owner, order)
    return order


@asynccontextmanager
async def sending(
    office: PostOffice, sms: SmsServer, *, russia: bool = False
) -> AsyncIterator[None]:
    """Write and send, meanwhile."""
    database, texting = office.parts.database, office.mailing.sms
    assert texting is not None

    def opened() -> SmsCarrier:
        lines = SmsLines(
            Twilio(ACCOUNT, TOKEN, SENDER, sms.url, SECONDS),
            SmsRu(KEY, "", sms.url, SECONDS) if russia else None,
        )
        return SmsCarrier(database, texting, lines)

    async with office.open(Mailer(office.mailing, [Way("sms", opened, 2, 6.0)], 0.2, POLL)):
        yield
