"""Who has an account is told when something of its security changes: a fact in the transaction of
the change, of which a mail is made."""

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.flows.commit.event_log import write_event
from holdfast.kit.clock import shop_now
from holdfast.people import AccountChange, User

__all__ = ["tell_owner"]


async def tell_owner(
    connection: AsyncConnection,
    user: User,
    what: AccountChange,
    request: str = "",
    *,
    provider: str = "",
) -> None:
    """Told at the address that ``user`` has: of a new address, the one before. Who is typed in the
    demo has none."""
    if people.is_typed(user.id, user.email):
        return
    fact = people.AccountChanged(what, user.email, shop_now(), provider)
    await write_event(connection, fact, user.id, request)
