"""Who writes, and what their rooms work with."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from uuid import UUID

from msgspec import Struct

from holdfast.flows.booking.booker import Booker
from holdfast.flows.booking.studio import Studio
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.idempotency import scoped_key
from holdfast.flows.conversing.desk import ConversationDesk
from holdfast.kit import new_id
from holdfast.kit.sentences import in_language
from holdfast.people import Principal, SecuredRoles, by_id, factor_of, user_owner
from holdfast.views.booking.finding import SlotReads

__all__ = ["Rooms", "Visitor", "visitor_of"]

_ROLES = frozenset({"customer", "photographer"})
"""What somebody is in a chat: whoever has their telephone is no manager."""


@dataclass(frozen=True, kw_only=True)
class Rooms:
    """``url`` is the shop's public address; ``secured``: whom it asks for a second factor;
    ``wait``: how many seconds that person has to, who would write once more."""

    booker: Booker
    studio: Studio
    slots: SlotReads
    url: str
    secured: Callable[[], Awaitable[SecuredRoles]]
    letters: ConversationDesk
    wait: Callable[[str], Awaitable[float]]


class Visitor(Struct, frozen=True):
    """Somebody whose chat is linked, with the update that they sent there."""

    principal: Principal
    chat: int
    update: int
    language: str

    def caller(self, what: str, body: str = "") -> Caller:
        """They ask by this update: told again it is the same request, whoever has linked the chat
        meanwhile."""
        key = scoped_key(f"telegram-{what}", str(self.chat), str(self.update), body.encode())
        return Caller(self.principal, str(new_id()), key)

    def told(self, sentence: str) -> str:
        """In their language."""
        return in_language(sentence, self.language)


async def visitor_of(
    rooms: Rooms, owner: str, chat: int, update: int, language: str
) -> Visitor | None:
    """None if they may not log in any more. A role that is withheld from their sessions is withheld
    here."""
    async with rooms.booker.database.read() as connection:
        user = await by_id(connection, UUID(owner.removeprefix("user:")))
        if user is None or not user.active:
            return None
        factor = await factor_of(connection, user.id)
    secured = factor is not None and factor.confirmed_at is not None
    withheld = (await rooms.secured()).withheld(user.email, user.roles, secured=secured)
    roles = _ROLES.intersection(user.roles) - withheld
    who = Principal(user_owner(user.id), "user", roles, address=f"telegram/{chat}")
    return Visitor(who, chat, update, language)
