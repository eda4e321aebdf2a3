"""A refund that a provider tells of is kept once, whatever it is of: by a command that is made of
how things stand, and made anew when they moved on meanwhile."""

from collections.abc import Awaitable, Callable
from typing import Final, TypeAlias

from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.refusals import refuse
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Ledger,
    Operation,
    Rider,
    Short,
)
from holdfast.payments import Payment, RefundKept
from holdfast.people import audited

__all__ = ["audited_there", "by_provider", "keep_told"]

_TRIES: Final = 8

Look: TypeAlias = Callable[[], Awaitable[Command | None]]
"""What is to be done of it as things stand; None: nothing of it is news."""


async def keep_told(ledger: Ledger, reference: str, look: Look) -> None:
    """``reference``: the refund's, at its provider. Raises what ``look`` does, and the problems of
    the ledger."""
    for _ in range(_TRIES):
        command = await look()
        if command is None:
            return
        outcome = await ledger.commit(command)
        match outcome:
            case Accepted() | AlreadyDone():
                return
            case Conflict() | Short():
                continue  # something moved on
        raise refuse(outcome)
    raise RuntimeError(f"refund {reference} cannot be kept")


def by_provider(
    caller: Caller,
    payment: Payment,
    operations: tuple[Operation, ...],
    riders: tuple[Rider, ...],
    key: str,
) -> Command:
    """What is done because the payment's provider said so."""
    return caller.command(operations, riders, key, actor=_named(payment))


def audited_there(
    payment: Payment, refund: RefundKept, action: str, subject: object, **about: object
) -> Rider:
    """A line of the audit log of the ``subject``, by the provider; of ``about`` what says
    anything."""
    said = {
        "amount": refund.amount,
        "currency": refund.currency,
        "payment": str(payment.id),
        "refund": refund.reference,
        **{key: value for key, value in about.items() if value},
    }
    return audited(_named(payment), action, subject, said)


def _named(payment: Payment) -> str:
    return f"provider:{payment.provider}"
