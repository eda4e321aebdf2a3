"""Of which captures of a PayPal order money goes back, and what was given back before."""

from collections.abc import Iterator
from typing import Final

from holdfast.payments.provider import ProviderRefused, ProviderUnavailable
from holdfast.payments.provider_besides import RefundThere
from holdfast.payments.providers.paypal.amounts import from_paypal
from holdfast.payments.providers.paypal.events import refund_key
from holdfast.payments.providers.paypal.told import Amount, Capture, OrderTold, RefundTold

__all__ = ["DONE", "given_as", "made_there", "must_be_given", "shares_of", "why_not_given"]

DONE: Final = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})
_NOT: Final = frozenset({"FAILED", "CANCELLED"})


def shares_of(found: OrderTold, amount: int, name: str) -> Iterator[tuple[Capture, int]]:
    """What is still to be given back of each capture, the last first, for a refund of ``amount``
    that goes by ``name``. Raises :class:`ProviderRefused` where so much is not left."""
    refunds = found.unit.payments.refunds
    own = [one for one in refunds if one.custom_id == name]
    for one in own:
        must_be_given(one)
    missing = amount - sum(_minor(one.amount) for one in own)
    taken = [one for one in reversed(found.captures) if one.status in DONE]
    left = [_left(one, refunds) for one in taken]
    if not taken:
        raise ProviderRefused("nothing was paid")
    if own and missing > sum(left):
        raise ProviderUnavailable("a part of the refund is given, and no more is left")
    # Of one, if one has it. What is too much is asked of the last, so that PayPal says so.
    enough = next((at for at, many in enumerate(left) if many >= missing), None)
    turns = list(enumerate(taken)) if enough is None else [(enough, taken[enough])]
    for at, capture in turns:
        share = missing if at == turns[-1][0] else min(missing, left[at])
        missing -= share
        if share > 0:
            yield capture, share


def given_as(found: OrderTold, name: str) -> set[str]:
    """What became of the refunds that go by ``name``."""
    return {one.status for one in found.unit.payments.refunds if one.custom_id == name}


def made_there(found: OrderTold) -> list[RefundThere]:
    """Those that were not asked for from here."""
    return [
        RefundThere(one.id, _minor(one.amount), one.amount.currency_code, _why_not(one))
        for one in found.unit.payments.refunds
        if one.amount is not None and _minor(one.amount) > 0 and not refund_key(one.custom_id)
    ]


def must_be_given(refund: RefundTold) -> None:
    """Raises :class:`ProviderRefused`."""
    if (why := _why_not(refund)) is not None:
        raise ProviderRefused(why)


def why_not_given(found: OrderTold, name: str) -> str | None:
    """Why none of the refunds that go by ``name`` was given; None if one was, or is to be."""
    said = [_why_not(one) for one in found.unit.payments.refunds if one.custom_id == name]
    return None if None in said else next(iter(said), None)


def _why_not(refund: RefundTold) -> str | None:
    return f"the refund is {refund.status.lower()}" if refund.status in _NOT else None


def _left(capture: Capture, refunds: list[RefundTold]) -> int:
    given = sum(
        _minor(one.amount)
        for one in refunds
        if one.capture == capture.id and one.status not in _NOT
    )
    return _minor(capture.amount) - given


def _minor(amount: Amount | None) -> int:
    return 0 if amount is None else from_paypal(amount.value, amount.currency_code)
