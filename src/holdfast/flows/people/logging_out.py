"""All that stays open in somebody's name ends: sessions, and the chat that was linked in one."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from holdfast import people
from holdfast.mail import unlink_chat

__all__ = ["log_out"]


async def log_out(connection: AsyncConnection, user: UUID, but: str = "") -> int:
    """End the user's sessions, ``but`` for the one with this token, and the chat that books in
    their name, whoever linked it; how many sessions there were."""
    ended = await people.end_sessions(connection, user, but=but)
    # After them: no code of theirs links another from here on.
    await unlink_chat(connection, owner=people.user_owner(user))
    return ended
