"""Payouts that a provider sends: staff ask for one, a job sees it through, and what the provider
refuses waits for a person. While it is asked for, nobody can say otherwise of the payout: so none
is sent twice.
"""

from collections.abc import Mapping
from typing import Final, Protocol
from uuid import UUID

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.event_log import write_event
from holdfast.flows.commit.idempotency import as_before, stored
from holdfast.flows.commit.refusals import ProviderUnknown, refuse
from holdfast.flows.payments.providers import ask
from holdfast.flows.selling.payouts import PaidOut, PayoutSettled
from holdfast.flows.settlement.settler import Settler
from holdfast.kit import Problem, new_id
from holdfast.kit.iban import wrong_iban
from holdfast.kit.sentences import say
from holdfast.ledger import Accepted, AlreadyDone, Conflict, Rider, defer
from holdfast.payments import PaymentProvider, ProviderRefused, SendsMoney
from holdfast.sellers import (
    Payout,
    PayoutAccount,
    PayoutAccountChanged,
    SendPayout,
    account_of,
    keep_account,
    payout_moved,
    payout_of,
    refused,
    sending,
    sent,
)

__all__ = [
    "AccountNotReady", "NoPayoutAccount", "send_by_provider", "senders", "set_account", "transfer",
]  # fmt: skip


_DIGITS: Final = 5
"""Of an account's number, at least."""


class NoPayoutAccount(Problem):
    """Nobody said where a provider is to send it."""

    status = 409
    code = "no-payout-account"
    title = "There is no account to send it to"


class AccountNotReady(Problem):
    """The provider knows no such account, or may not send money there yet; or what was typed cannot
    be an account at a bank."""

    status = 422
    code = "account-not-ready"
    title = "The account cannot receive money"


class _Sending(Protocol):
    @property
    def providers(self) -> Mapping[str, PaymentProvider]: ...


def _sender(parts: _Sending, name: str) -> SendsMoney:
    provider: object = parts.providers.get(name)
    if not isinstance(provider, SendsMoney):
        raise ProviderUnknown(
            say("This shop sends no money by {name}.", name=name), field="provider"
        )
    return provider


def senders(parts: _Sending) -> list[str]:
    """The names of those that send money to others."""
    return sorted(name for name, one in parts.providers.items() if isinstance(one, SendsMoney))


async def set_account(
    settler: Settler, caller: Caller, holder_id: UUID, account: PayoutAccount | None
) -> None:
    """From now on it is sent there; None: nobody knows where to. Whose it is, they are told. Raises
    :class:`AccountNotReady`, and what the provider raises that is asked whether it can."""
    if account is not None:
        await _must_receive(settler, account)
    before = await account_of(settler.database.pool, settler.account_seals, holder_id)
    if before is None if account is None else account.same_as(before):
        return
    provider, about = (None, None) if account is None else (account.provider, account.masked)
    async with settler.database.transaction() as connection:
        await keep_account(connection, settler.account_seals, holder_id, account)
        fact = PayoutAccountChanged(provider, about, caller.actor)
        await write_event(connection, fact, holder_id, caller.request)
        await caller.note(connection, "payout.account", str(holder_id), {"account": about})


async def _must_receive(settler: Settler, account: PayoutAccount) -> None:
    if account.by_hand:
        if (wrong := wrong_iban(account.account)) is not None:
            raise AccountNotReady(
                say("“{iban}” is no IBAN: a character is wrong or missing.", iban=wrong),
                field="account",
            )
        if sum(one.isdigit() for one in account.account) < _DIGITS:
            raise AccountNotReady(
                "Enter whose account it is, its number, and the bank.", field="account"
            )
        return
    sender = _sender(settler, account.provider)
    if not await ask(settler, account.provider, sender.may_receive(account.account)):
        raise AccountNotReady(
            "The provider has no such account, or cannot send money there yet.", field="account"
        )


async def send_by_provider(settler: Settler, caller: Caller, payout_id: UUID) -> PaidOut:
    """Have the holder's provider send it. Raises :class:`PayoutNotFound`, :class:`PayoutSettled`
    and :class:`NoPayoutAccount`."""
    payout = await payout_of(settler.database.pool, payout_id)
    account = await account_of(settler.database.pool, settler.account_seals, payout.holder.id)
    done = PaidOut(payout_id)
    if account is None or account.by_hand:
        refusal: Problem = NoPayoutAccount("Say first where the provider is to send it.")
        return await as_before(settler, caller.key, refusal, PaidOut)
    _sender(settler, account.provider)
    line = caller.audited("payout.sending", payout_id, {"account": account.account})
    riders = (sending(payout, account.provider, account.account), line)
    attempt = new_id()
    again = defer(SendPayout(payout_id, attempt))
    key = f"payout-send/{attempt}"
    outcome = await settler.ledger.commit(caller.keyed((), (*riders, again), key, done))
    match outcome:
        case Accepted():
            return done
        case AlreadyDone(answer=answer):
            return stored(answer, PaidOut)
        case Conflict(subject=subject) if payout_moved(subject):
            refusal = PayoutSettled("This payout is being sent, was sent, or has failed.")
            return await as_before(settler, caller.key, refusal, PaidOut)
    raise refuse(outcome)


async def transfer(
    settler: Settler, payout_id: UUID, caller: Caller, attempt: UUID | None = None
) -> None:
    """The job: ask until the provider sent it, or refuses; each ``attempt`` by another key, and all
    of them send once. Raises a Problem while it is away."""
    payout = await payout_of(settler.database.pool, payout_id)
    if not payout.is_sending:
        return  # it came twice
    assert payout.provider is not None, "it was asked for"
    assert payout.account is not None, "it was asked for"
    sender = _sender(settler, payout.provider)
    once = f"payout/{payout.id}"
    key = once if attempt is None else f"{once}/{attempt}"
    call = sender.transfer(payout.account, payout.amount, payout.currency, once, key)
    try:
        reference = await ask(settler, payout.provider, call)
    except ProviderRefused as no:
        await _keep(settler, payout, caller, (refused(payout, str(no)),))
        return
    await _keep(settler, payout, caller, sent(payout, reference))


async def _keep(
    settler: Settler, payout: Payout, caller: Caller, riders: tuple[Rider, ...]
) -> None:
    actor = f"provider:{payout.provider}"
    outcome = await settler.ledger.commit(caller.command((), riders, actor=actor))
    if isinstance(outcome, Accepted | AlreadyDone):
        return
    if isinstance(outcome, Conflict) and payout_moved(outcome.subject):
        return  # another run of the same job was quicker
    raise refuse(outcome)
