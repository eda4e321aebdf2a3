"""Whether payment providers take the shop's keys: looked at when a shop starts, and now and then,
so that no buyer is the first to find out."""

from typing import Final

import structlog

from holdfast.flows.commit.refusals import ProviderAway
from holdfast.flows.payments.providers import Shop, ask
from holdfast.payments import KeyRefused, ProviderRefused

__all__ = ["look_at_keys"]

log = structlog.get_logger("holdfast.payments")

_NOBODYS: Final = "00000000-0000-0000-0000-000000000000"
"""A payment that no provider has: what is asked of it changes nothing."""


async def look_at_keys(shop: Shop) -> None:
    """Ask each after a payment that there is not. What comes of it is noted as of any call: a key
    that is not taken is told to staff, and buyers are offered other ways to pay."""
    for name, provider in shop.providers.items():
        if provider.stateless:
            continue  # it is ours, and takes no key
        try:
            await ask(shop, name, provider.confirm(_NOBODYS))
        except ProviderAway as away:
            if isinstance(away.__cause__, KeyRefused):
                log.warning("a payment provider does not take the shop's key", provider=name)
        except ProviderRefused:
            continue  # of such a reference; the key it has taken
