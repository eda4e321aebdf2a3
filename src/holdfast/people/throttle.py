"""Login throttling: per account and address, per account, per address.

The first is strict and stops guessing from one place; the second is loose, so that a stranger who
fails on purpose does not lock the owner out at once; the third stops trying many accounts. What is
counted are attempts; a right password forgives its own.
"""

import math

from holdfast.kit.errors import Problem
from holdfast.kit.rates import Rates

__all__ = ["LoginThrottle", "TooManyLogins"]


class TooManyLogins(Problem):
    """Too many failed logins."""

    status = 429
    code = "too-many-logins"
    title = "Too many attempts to log in"


class LoginThrottle:
    def __init__(self, rates: Rates, *, by_address: bool = True) -> None:
        self._here = rates.rate("login-here", "8/15minutes")
        self._account = rates.rate("login-account", "60/15minutes")
        self._address = rates.rate("login-address", "100/15minutes") if by_address else None

    async def attempt(self, email: str, address: str) -> None:
        """Count an attempt; raises :class:`TooManyLogins` when there were too many."""
        wait = await self._here.take(f"{email} {address}") or await self._account.take(email)
        if not wait and self._address is not None:
            wait = await self._address.take(address)
        if wait:
            raise TooManyLogins(
                "Wait before the next attempt.", headers={"Retry-After": str(math.ceil(wait))}
            )

    async def succeeded(self, email: str, address: str) -> None:
        await self._here.forgive(f"{email} {address}")
