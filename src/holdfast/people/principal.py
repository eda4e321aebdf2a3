"""The principal: on whose behalf a request is answered."""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

ROLES: Final = ("customer", "seller", "photographer", "manager", "admin")
STAFF_ROLES: Final = frozenset({"manager", "admin"})
SecuredGroup: TypeAlias = Literal["staff", "photographer", "seller"]
"""Whom a shop may ask for a second factor."""
ROLES_OF_GROUP: Final[Mapping[SecuredGroup, frozenset[str]]] = {
    "staff": STAFF_ROLES,
    "photographer": frozenset({"photographer"}),
    "seller": frozenset({"seller"}),
}


class UnknownRole(Problem):
    """There is no such role."""

    status = 422
    code = "unknown-role"
    title = "No such role"


class Principal(Struct, frozen=True):
    """``id`` is what owns orders: ``guest:<uuid>`` or ``user:<uuid>``; of what
    works by itself, its name. ``withheld``: roles that are theirs once they have a second factor.
    ``duties``: of a manager whose work was narrowed, what it is; None: all of it.

    ``address`` is the network address the request came from (the one a trusted proxy names).
    """

    id: str
    kind: Literal["guest", "user", "process"]
    roles: frozenset[str] = frozenset()
    address: str = ""
    by_token: bool = False
    withheld: frozenset[str] = frozenset()
    duties: frozenset[str] | None = None

    @property
    def user_id(self) -> UUID:
        """Of a user."""
        return UUID(self.id.removeprefix("user:"))

    @property
    def is_staff(self) -> bool:
        return not self.roles.isdisjoint(STAFF_ROLES)

    @property
    def is_photographer(self) -> bool:
        """Whether they may act as the photographer they are; who that is, resources say."""
        return self.has_any(ROLES_OF_GROUP["photographer"])

    @property
    def is_seller(self) -> bool:
        """Whether they may act for the seller they work for; which that is, sellers' people say."""
        return self.has_any(ROLES_OF_GROUP["seller"])

    @property
    def is_narrowed(self) -> bool:
        """Whether they are of staff, and not all work of staff is theirs."""
        return self.is_staff and self.duties is not None

    def may(self, *duties: str) -> bool:
        """Whether they are of staff, and one of these is among their duties."""
        return self.is_staff and (self.duties is None or not self.duties.isdisjoint(duties))

    def has_any(self, roles: frozenset[str]) -> bool:
        """Whether one of ``roles`` is held; an admin holds them all."""
        return "admin" in self.roles or not self.roles.isdisjoint(roles)


class SecuredRoles(Struct, frozen=True):
    """In which roles nobody acts without a second factor: those of the ``groups`` that the shop
    asks for one. Of whom has an ``exempt`` address it is not asked."""

    groups: tuple[SecuredGroup, ...] = ()
    exempt: frozenset[str] = frozenset()

    def withheld(self, email: str, roles: Iterable[str], *, secured: bool) -> frozenset[str]:
        """Those of somebody's ``roles`` that they act in once they have a second factor;
        ``secured``: they have one."""
        if secured or email in self.exempt:
            return frozenset()
        asked = frozenset[str]().union(*(ROLES_OF_GROUP[one] for one in self.groups))
        return frozenset(roles) & asked


def guest_owner(guest: UUID) -> str:
    return f"guest:{guest}"


def is_guest(owner: str) -> bool:
    return owner.startswith("guest:")


def of_owner(owner: str) -> Principal:
    """Whose orders these are, when they are not there to ask: without roles or address."""
    return Principal(owner, "guest" if is_guest(owner) else "user")


def user_owner(user: UUID) -> str:
    return f"user:{user}"


def checked_roles(roles: Iterable[str]) -> list[str]:
    """Each once, in order. Raises :class:`UnknownRole`."""
    chosen = sorted(set(roles))
    for role in chosen:
        if role not in ROLES:
            raise UnknownRole(
                say(
                    "{role} is not a role. Use one of: {roles}.",
                    role=repr(role),
                    roles=", ".join(ROLES),
                ),
                field="roles",
            )
    return chosen
