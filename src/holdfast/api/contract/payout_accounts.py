"""Where what a seller earned is sent, as staff and the seller's own people say it."""

from typing import Annotated, Final
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from holdfast.api.contract.answers import Answer, Ask, Instant
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import ProviderAway, ProviderUnknown
from holdfast.flows.selling.sending import AccountNotReady, senders, set_account
from holdfast.flows.settlement.settler import Settler
from holdfast.kit.sentences import say
from holdfast.sellers import PayoutAccount, account_of

__all__ = [
    "PAYOUT_ACCOUNT_PROBLEMS", "PayoutAccountAsked", "PayoutAccountBody", "payout_account_set",
    "payout_account_shown",
]  # fmt: skip

PAYOUT_ACCOUNT_PROBLEMS: Final = (AccountNotReady, ProviderAway, ProviderUnknown)

_Word = StringConstraints(strip_whitespace=True, min_length=1, max_length=100)
_Details = StringConstraints(strip_whitespace=True, min_length=1, max_length=500)


class PayoutAccountBody(Answer):
    """Where what a seller earned is sent; both null: nobody said where to. `bank`: staff send it by
    hand."""

    provider: str | None = Field(description="`bank`, or one of `providers`")
    account: str | None = Field(
        description="What the provider knows them by, `acct_...` at Stripe; of `bank` whose account"
        " it is, its number, the bank"
    )
    set_at: Instant | None = Field(description="Since when it is sent there")
    providers: list[str] = Field(description="Of this shop, those that send money to others")


class PayoutAccountAsked(Ask):
    """Both null: to be forgotten. An IBAN in the account of a `bank` has to be one."""

    provider: Annotated[str, _Word] | None
    account: Annotated[str, _Details] | None

    @model_validator(mode="after")
    def _both_or_neither(self) -> "PayoutAccountAsked":
        if (self.provider is None) != (self.account is None):
            raise ValueError(say("Name the provider and the account, or neither."))
        return self


async def payout_account_shown(settler: Settler, seller_id: UUID) -> PayoutAccountBody:
    found = await account_of(settler.database.pool, settler.account_seals, seller_id)
    return PayoutAccountBody(
        provider=None if found is None else found.provider,
        account=None if found is None else found.account,
        set_at=None if found is None else found.set_at,
        providers=senders(settler),
    )


async def payout_account_set(
    settler: Settler, caller: Caller, seller_id: UUID, asked: PayoutAccountAsked
) -> PayoutAccountBody:
    """The provider is asked whether it can; the audit log says who did. Raises what is among
    ``PAYOUT_ACCOUNT_PROBLEMS``."""
    account = None
    if asked.provider is not None and asked.account is not None:
        account = PayoutAccount(asked.provider, asked.account)
    await set_account(settler, caller, seller_id, account)
    return await payout_account_shown(settler, seller_id)
