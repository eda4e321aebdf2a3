"""What flows work with where somebody shows who they are, by password and code."""

from msgspec import Struct

from holdfast.db.engine import Database
from holdfast.flows.people.second_codes import SecondFactors
from holdfast.people import LoginThrottle, Passwords

__all__ = ["LoginDesk"]


class LoginDesk(Struct, frozen=True):
    """``throttle`` counts tries of passwords; of a ``demo`` some accounts are everybody's, and do
    not change."""

    database: Database
    passwords: Passwords
    throttle: LoginThrottle
    factors: SecondFactors
    demo: bool
