"""Duties: what one of staff works with, and whether they change it or only read it.

An admin has them all, and so has a manager whose duties nobody chose. Who may write may read: what
is kept says both, so that what two sets have in common is what is in both.
"""

from collections.abc import Iterable, Mapping
from typing import Final, Literal, TypeAlias, get_args

from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

Duty: TypeAlias = Literal[
    "orders:read", "orders:write",
    "refunds:read", "refunds:write",
    "catalogue:read", "catalogue:write",
    "stock:read", "stock:write",
    "codes:read",
    "clients:read", "clients:write",
    "bookings:read", "bookings:write",
    "promotions:read", "promotions:write",
    "sellers:read", "sellers:write",
    "books:read", "books:write",
    "reports:read",
    "settings:read", "settings:write",
]  # fmt: skip
DUTIES: Final[tuple[Duty, ...]] = get_args(Duty)
DUTY_SETS: Final[Mapping[str, tuple[Duty, ...]]] = {
    "packing": ("orders:write", "stock:write"),
    "support": ("orders:write", "clients:write", "bookings:write"),
    "accounting": ("books:read", "reports:read"),
    "catalogue": ("catalogue:write", "stock:write"),
    "studio": ("bookings:write", "clients:write"),
    "figures": ("reports:read",),
}
"""Ready-made, by their names; what each adds stands with it."""


class UnknownDuty(Problem):
    """There is no such duty."""

    status = 422
    code = "unknown-duty"
    title = "No such duty"


class DutyLacking(Problem):
    """Of staff, and this is none of their duties: ``duties`` names those of which one is needed."""

    status = 403
    code = "duty-lacking"
    title = "This is not among your duties"

    def __init__(self, duties: Iterable[str]) -> None:
        needed = list(duties)
        super().__init__(
            say("This needs the duty {duties}. Ask an admin for it.", duties=" / ".join(needed)),
            extra={"duties": needed},
        )


def with_reading(duties: Iterable[str]) -> frozenset[str]:
    """These, and to read whatever may be written."""
    given = frozenset(duties)
    return given | {f"{one.partition(':')[0]}:read" for one in given}


def checked_duties(duties: Iterable[str]) -> list[Duty]:
    """As they are kept: each once, in order, with reading. Raises :class:`UnknownDuty`."""
    asked = frozenset(duties)
    for one in sorted(asked.difference(DUTIES)):
        raise UnknownDuty(
            say("{duty} is not a duty. Use one of: {duties}.", duty=one, duties=", ".join(DUTIES)),
            field="duties",
        )
    chosen = with_reading(asked)
    return [one for one in DUTIES if one in chosen]


def staff_sql(user: str, duty: Duty | None = None) -> str:
    """Whether a row of ``users`` is one of staff, with this duty: a condition for a statement, in
    which the row is called ``user``."""
    if duty is None:
        return f"{user}.roles && '{{manager,admin}}'::text[]"
    return (
        f"('admin' = ANY({user}.roles) OR 'manager' = ANY({user}.roles)"
        f" AND ({user}.duties IS NULL OR '{duty}' = ANY({user}.duties)))"
    )


def photographer_sql(user: str) -> str:
    """Whether a row of ``users`` may come in as a photographer or a studio: a condition for a
    statement, in which the row is called ``user``."""
    return f"({user}.active AND 'photographer' = ANY({user}.roles))"
