"""Throttling of logins, sign-ups, links and codes: per account and address, per account, per
address.

The first is strict and stops guessing from one place; the second is loose, so that a stranger who
fails on purpose does not lock the owner out at once; the third stops trying many accounts. What is
counted are attempts; a right password forgives its own.
"""

import math

from holdfast.kit.errors import Problem
from holdfast.kit.rates import Rates
from holdfast.kit.sentences import say


class TooManyLogins(Problem):
    """Too many failed logins."""

    status = 429
    code = "too-many-logins"
    title = "Too many attempts to log in"


class TooManySignUps(Problem):
    """Too many attempts to make an account."""

    status = 429
    code = "too-many-sign-ups"
    title = "Too many attempts to sign up"


class TooManyLinks(Problem):
    """Too many links were asked for."""

    status = 429
    code = "too-many-links"
    title = "Too many links were asked for"


class TooManyUnknown(Problem):
    """Too many people were named who have no account."""

    status = 429
    code = "too-many-unknown"
    title = "Too many people were named who are not known"


class LoginThrottle:
    """``what`` is counted apart from the others: logins, sign-ups, links, codes, people
    who are not known. ``a_day``: how
    often for one account, from wherever: what can be guessed has few tries in all."""

    def __init__(
        self,
        rates: Rates,
        *,
        by_address: bool = True,
        what: str = "login",
        refusal: type[Problem] = TooManyLogins,
        a_day: int | None = None,
    ) -> None:
        self._refusal = refusal
        self._here = rates.rate(f"{what}-here", "8/15minutes")
        self._account = rates.rate(f"{what}-account", "60/15minutes")
        self._address = rates.rate(f"{what}-address", "100/15minutes") if by_address else None
        self._day = None if a_day is None else rates.rate(f"{what}-day", f"{a_day}/day")

    async def attempt(self, email: str, address: str) -> None:
        """Count an attempt; raises the refusal when there were too many."""
        wait = await self._here.take(f"{email} {address}") or await self._account.take(email)
        if not wait and self._address is not None:
            wait = await self._address.take(address)
        if not wait and self._day is not None:
            wait = await self._day.take(email)
        if wait:
            raise self._refusal(
                say("Wait before the next attempt."), headers={"Retry-After": str(math.ceil(wait))}
            )

    async def succeeded(self, email: str, address: str) -> None:
        await self._here.forgive(f"{email} {address}")
