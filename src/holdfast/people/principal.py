"""The principal: on whose behalf a request is answered."""

from typing import Final, Literal
from uuid import UUID

from msgspec import Struct

__all__ = ["ROLES", "STAFF_ROLES", "Principal", "guest_owner", "user_owner"]

ROLES: Final = ("customer", "seller", "photographer", "manager", "admin")
STAFF_ROLES: Final = frozenset({"manager", "admin"})


class Principal(Struct, frozen=True):
    """``id`` is what owns orders: ``guest:<uuid>`` or ``user:<uuid>``.

    ``address`` is the network address the request came from (the one a trusted proxy names).
    """

    id: str
    kind: Literal["guest", "user"]
    roles: frozenset[str] = frozenset()
    address: str = ""
    by_token: bool = False

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF_ROLES)

    def has_any(self, roles: frozenset[str]) -> bool:
        """Whether one of ``roles`` is held; an admin holds them all."""
        return "admin" in self.roles or not self.roles.isdisjoint(roles)


def guest_owner(guest: UUID) -> str:
    return f"guest:{guest}"


def user_owner(user: UUID) -> str:
    return f"user:{user}"
