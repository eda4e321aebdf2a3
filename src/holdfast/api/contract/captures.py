"""What providers can do with money that is set aside, as a merchant is told."""

from collections.abc import Mapping

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.payments import PaymentProvider, TakesParts, holds_money

__all__ = ["CaptureBody", "captures_of"]


class CaptureBody(Answer):
    """What a provider of the shop's can do with money that is set aside."""

    provider: str
    most_parts: int = Field(
        description="In how many parts it gives what it set aside; 1: once, and what is not taken"
        " then is let go"
    )


def captures_of(providers: Mapping[str, PaymentProvider]) -> list[CaptureBody]:
    """Of those that set money aside."""
    return [
        CaptureBody(provider=name, most_parts=one.most_parts if isinstance(one, TakesParts) else 1)
        for name, one in sorted(providers.items())
        if holds_money(one)
    ]
