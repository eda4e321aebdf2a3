"""Who may ask, and whose things are found: the words of the table of routes (``access``)."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct

from holdfast.api.contract.problems import Forbidden, LoginRequired, SecondFactorNeeded
from holdfast.kit.sentences import say
from holdfast.people import Principal

__all__ = ["ROLES_OF", "Access", "Asker", "Thing"]

Asker: TypeAlias = Literal["anybody", "member", "seller", "studio", "staff", "service"]
"""``anybody``: guests too; ``member``: whoever is logged in; ``studio``: staff, and photographers
and studios for what is theirs; ``service``: our own processes, by
the signature of the call."""

Thing: TypeAlias = Literal[
    "account", "order", "reservation", "wallet", "coupon", "person", "seller", "cart", "resource",
    "booking", "conversation",
    "package", "calendar", "address", "return", "browser", "device",
]  # fmt: skip
"""What a route names by an id that is somebody's: of others' it says what it says of unknown ones.
A ``calendar`` is the asker's own time, and needs no id. Of a ``person`` a manager touches customers
alone, an admin everybody but themself; staff find every ``account``, ``cart`` and ``resource``."""

ROLES_OF: Final[Mapping[Asker, frozenset[str]]] = {
    "staff": frozenset({"manager", "admin"}),
    "seller": frozenset({"seller", "admin"}),
    "studio": frozenset({"photographer", "manager", "admin"}),
}
"""The roles an asker must have one of; none is asked of the others."""


class Access(Struct, frozen=True):
    """Who may ask, and of which kind of thing only their own is found."""

    asker: Asker
    own: Thing | None = None

    @property
    def told(self) -> str:
        """For people: who may ask, and for what."""
        roles = ROLES_OF.get(self.asker, frozenset())
        who = f"{self.asker} ({', '.join(sorted(roles))})" if roles else self.asker
        if self.own is None:
            return who
        found = f"{who}; only one's own {self.own} is found"
        return f"{found}, by staff any" if self.own in ("account", "cart", "resource") else found

    def admit(self, who: Principal | None) -> None:
        """Raise the problem for which the route is not this principal's to ask."""
        if self.asker in ("anybody", "service"):
            return
        if who is None or who.kind != "user":
            raise LoginRequired
        roles = ROLES_OF.get(self.asker)
        if roles is None or who.has_any(roles):
            return
        if who.withheld and not who.withheld.isdisjoint(roles | {"admin"}):
            raise SecondFactorNeeded("Turn it on in your account. Bearer tokens need none.")
        raise Forbidden(say("This needs the role {roles}.", roles=", ".join(sorted(roles))))
