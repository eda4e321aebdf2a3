"""Money that is sent to accounts connected with the shop's at Stripe.

Stripe forgets a key after 24 hours, and answers it with its refusal until then. So each attempt has
a key of its own, and a transfer is known by its group, which is ours alone: it is looked for before
another is made.
"""

from collections.abc import Awaitable
from typing import Final

from stripe import Account, StripeClient
from stripe import PermissionError as KeyNotAllowed

from holdfast.payments.provider import ProviderRefused
from holdfast.payments.providers.stripe.amounts import to_stripe
from holdfast.payments.providers.stripe.calls import asked, known

__all__ = ["Transfers"]

_ACTIVE: Final = "active"
_STRANGER: Final = "account_invalid"


class Transfers:
    """Of one client of Stripe's."""

    def __init__(self, client: StripeClient) -> None:
        self._transfers = client.v1.transfers
        self._accounts = client.v1.accounts

    async def transfer(self, account: str, amount: int, currency: str, group: str, key: str) -> str:
        sent = to_stripe(amount, currency)
        found = await asked(self._transfers.list_async({"transfer_group": group, "limit": 1}))
        if found.data:
            return found.data[0].id
        made = await asked(
            self._transfers.create_async(
                {
                    "destination": account,
                    "amount": sent,
                    "currency": currency.lower(),
                    "transfer_group": group,
                },
                {"idempotency_key": key},
            )
        )
        return made.id

    async def may_receive(self, account: str) -> bool:
        try:
            found = await known(_theirs(self._accounts.retrieve_async(account)))
        except ProviderRefused:  # of what can be no name
            return False
        able = None if found is None else found.capabilities
        return able is not None and able.transfers == _ACTIVE


async def _theirs(call: Awaitable[Account]) -> Account:
    """Of an account that is not connected with the shop's Stripe says that its key may not."""
    try:
        return await call
    except KeyNotAllowed as error:
        if error.error is not None and error.error.code == _STRANGER:
            raise ProviderRefused(str(error)) from error
        raise
