"""Who may ask, and whose things are found: the words of the table of routes (``access``)."""

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from holdfast.api.contract.problems import Forbidden, LoginRequired, SecondFactorNeeded
from holdfast.kit.sentences import say
from holdfast.people import STAFF_ROLES, Duty, DutyLacking, Principal

__all__ = ["ROLES_OF", "Access", "Asker", "Duties", "Thing", "duties_of", "staff"]

Asker: TypeAlias = Literal["anybody", "member", "seller", "studio", "staff", "service"]
"""``anybody``: guests too; ``member``: whoever is logged in; ``studio``: staff, and photographers
and studios for what is theirs; ``service``: our own processes, by
the signature of the call."""

Thing: TypeAlias = Literal[
    "account", "order", "reservation", "wallet", "coupon", "person", "seller", "cart", "resource",
    "booking", "conversation",
    "package", "calendar", "address", "return", "browser", "device", "repeat",
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
    """Who may ask, and of which kind of thing only their own is found. ``duties``: staff ask as
    staff where one of these is theirs; where none is, they ask as anybody of their other roles."""

    asker: Asker
    own: Thing | None = None
    duties: tuple[Duty, ...] = ()

    @property
    def told(self) -> str:
        """For people: who may ask, and for what."""
        roles = ROLES_OF.get(self.asker, frozenset())
        who = f"{self.asker} ({', '.join(sorted(roles))})" if roles else self.asker
        duties = f"; as staff with {' or '.join(self.duties)}" if self.duties else ""
        if self.own is None:
            return f"{who}{duties}"
        found = f"{who}; only one's own {self.own} is found"
        any_of = ", by staff any" if self.own in ("account", "cart", "resource") else ""
        return f"{found}{any_of}{duties}"

    def admit(self, who: Principal | None) -> Principal | None:
        """Who asks, as this route sees them: whose duties are none of its is not of staff here.
        Raises the problem for which it is not theirs to ask."""
        seen = self._seen(who)
        if self.asker in ("anybody", "service"):
            return seen
        if seen is None or seen.kind != "user":
            raise LoginRequired
        roles = ROLES_OF.get(self.asker)
        if roles is None or seen.has_any(roles):
            return seen
        if seen.withheld and not seen.withheld.isdisjoint(roles | {"admin"}):
            raise SecondFactorNeeded("Turn it on in your account. Bearer tokens need none.")
        if seen is not who and not roles.isdisjoint(STAFF_ROLES - {"admin"}):
            raise DutyLacking(self.duties)
        raise Forbidden(say("This needs the role {roles}.", roles=", ".join(sorted(roles))))

    def _seen(self, who: Principal | None) -> Principal | None:
        if who is None or not who.is_narrowed or who.may(*self.duties):
            return who
        return replace(who, roles=who.roles - STAFF_ROLES)


class Duties(Struct, frozen=True):
    """Rows of staff whose duty it is to ``read``, or to ``write``."""

    read: Access
    write: Access


def staff(*duties: Duty) -> Access:
    """A row of staff, of whom one of these is the duty."""
    return Access("staff", duties=duties)


def duties_of(read: Duty, write: Duty, asker: Asker = "staff", own: Thing | None = None) -> Duties:
    """Both rows of one noun."""
    return Duties(Access(asker, own, (read,)), Access(asker, own, (write,)))
