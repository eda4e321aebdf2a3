"""Kept cards and the repeat orders that they pay: which they are, which card one is to be paid by,
and that they go on by link when the card is taken off."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from holdfast import repeats
from holdfast.flows.checkout.till import Till
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.payments.cards import KeptCard, cards_of, forget_card
from holdfast.flows.repeats.charging import as_agreed
from holdfast.kit import new_id
from holdfast.payments import CardNotFound, charges_kept
from holdfast.repeats import CARD_OFF, Repeat, RepeatCard, repeats_by_card

__all__ = ["CardWithRepeats", "card_to_charge", "cards_with_repeats", "take_card_off"]

_TRIES: Final = 4


class CardWithRepeats(Struct, frozen=True):
    """``charged``: whether it can be charged while its owner is not there; ``repeats``: which it
    pays."""

    kept: KeptCard
    charged: bool
    repeats: Sequence[Repeat]


async def cards_with_repeats(till: Till, owner: str) -> list[CardWithRepeats]:
    """One's own, as their providers tell them. Raises a Problem while one is away."""
    found = await repeats_by_card(till.database.pool, owner)
    return [
        CardWithRepeats(kept, _charged(till, kept), _paid_by(found, kept.card.id))
        for kept in await cards_of(till, owner)
    ]


async def card_to_charge(till: Till, owner: str, card_id: str) -> RepeatCard | None:
    """A card of theirs that can be charged while they are not there; None if they have no such.
    Raises a Problem while a provider is away."""
    for kept in await cards_of(till, owner):
        if kept.card.id == card_id and _charged(till, kept):
            return as_agreed(kept.provider, kept.card)
    return None


async def take_card_off(till: Till, caller: Caller, card_id: str) -> None:
    """The provider keeps it no longer; what it paid goes on by link, before that. Raises
    :class:`CardNotFound`."""
    owner = caller.actor
    if not any(one.card.id == card_id for one in await cards_of(till, owner)):
        raise CardNotFound("You have no such card.")
    for _ in range(_TRIES):
        left = _paid_by(await repeats_by_card(till.database.pool, owner), card_id)
        for one in left:
            riders = repeats.paid_by(one, None, CARD_OFF)
            command = caller.command((), riders, f"repeat-moved/{new_id()}")
            went_through(await till.ledger.commit(command))  # or is looked at again
        if not left:
            await forget_card(till, owner, card_id)
            return
    raise crowded_out(f"repeat orders of {owner} do not change")


def _paid_by(found: Sequence[Repeat], card_id: str) -> list[Repeat]:
    return [one for one in found if one.card is not None and one.card.id == card_id]


def _charged(till: Till, kept: KeptCard) -> bool:
    return charges_kept(till.providers.get(kept.provider))
