"""Whether a present is still one, as the mail that tells of it goes: who bought it may have had the
money back since."""

from typing import Final
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast.ledger import accounts_of
from holdfast.mail import Mail
from holdfast.packages import grant_key

__all__ = ["something_left"]

_GRANT: Final = sa.text("""
SELECT kind, owner, id FROM package_grants WHERE id = CAST(:id AS uuid)
""")


async def something_left(connection: AsyncConnection, mail: Mail) -> bool:
    """Of the certificate, or the hours, that it is about."""
    found = (await connection.execute(_GRANT, {"id": mail.subject_id})).first()
    if found is None:
        return False
    key = grant_key(found.kind, found.owner, UUID(str(found.id)))
    account = (await accounts_of(connection, [key])).get(key)
    return account is not None and account.on_hand > 0
