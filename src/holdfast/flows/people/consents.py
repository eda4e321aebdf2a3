"""Whoever makes an account agrees to how the shop uses what it knows of them, where it asks."""

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.kit.clock import iso
from holdfast.kit.errors import Problem
from holdfast.people import User
from holdfast.shop import read_policies, read_settings

__all__ = ["ConsentMissing", "keep_consent"]


class ConsentMissing(Problem):
    """The shop makes an account only for who agrees to its privacy policy."""

    status = 422
    code = "consent-missing"
    title = "Agree to the use of your data first"


async def keep_consent(
    connection: AsyncConnection, user: User, request: str, *, given: bool
) -> None:
    """In the transaction that makes the account: that they agreed, and to which text, by when each
    language of it was changed last. Raises :class:`ConsentMissing`."""
    if not (await read_settings(connection)).sign_up_consent:
        return
    texts = await read_policies(connection, "privacy")
    if not texts:
        return
    if not given:
        raise ConsentMissing(
            "Agree to the privacy policy to have an account here.", field="consent"
        )
    owner = people.user_owner(user.id)
    told = {"privacy": {one.locale: iso(one.changed_at) for one in texts}}
    await people.note(connection, owner, "user.consented", owner, told, request)
