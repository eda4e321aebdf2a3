"""What the shop's rules against fraud say of a basket, before anything of it is held."""

from collections.abc import Awaitable, Callable

from holdfast.flows.checkout.basket import Basket
from holdfast.flows.commit.caller import Caller
from holdfast.flows.guarding.assessing import Guarding, must_not_be_refused
from holdfast.flows.guarding.seeing import Suspect
from holdfast.shop import FraudRules

__all__ = ["let_through", "let_wait"]


async def let_through(till: Guarding, rules: FraudRules, caller: Caller, basket: Basket) -> None:
    """Raises a Problem where the rules refuse it; off, they cost nothing."""
    if rules.on:
        country = None if basket.address is None else basket.address.country
        suspect = Suspect(caller.principal.id, basket.total, basket.currency, country)
        await must_not_be_refused(till, caller, rules, suspect)


async def let_wait(till: Guarding, caller: Caller, basket: Callable[[], Awaitable[Basket]]) -> None:
    """The same of what somebody wants to wait for: it would be held for them without their asking
    again, so whom a hold is refused gets no place in line either. Off, it is not even priced."""
    rules = (await till.shop.now()).fraud
    if rules.on:
        await let_through(till, rules, caller, await basket())
