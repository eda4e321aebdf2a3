"""Cards of one's own that a payment provider keeps."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Path, Request, Response
from pydantic import Field, StringConstraints

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.problems import COMMITS, problems
from holdfast.api.shell.dependencies import Member, caller, exchange, shop_parts
from holdfast.flows.commit.refusals import ProviderAway, ProviderUnknown
from holdfast.flows.payments.cards import add_card
from holdfast.flows.repeats.cards import CardWithRepeats, cards_with_repeats, take_card_off
from holdfast.payments import CardNotFound, CardsNotKept

__all__ = ["router"]

router = APIRouter(prefix="/api/cards", tags=["payments"])


class CardRepeat(Answer):
    """A repeat order of one's own; `every` as there."""

    id: UUID
    every: str


class CardShown(Answer):
    """Its number is the provider's alone: here are its last digits."""

    id: str = Field(description="The provider's own")
    provider: str
    brand: str = Field(description="In the provider's words, such as `visa`")
    last_digits: str
    expires_month: int
    expires_year: int
    charged: bool = Field(description="Whether it may pay repeat orders: it is charged on each day")
    repeat_orders: list[CardRepeat] = Field(
        description="That it pays; when it is taken off they go on by link"
    )


class CardsAnswer(Answer):
    """The latest first. A payment by the provider offers them on its page, or they are chosen at
    the till (`cardsHere` of `GET /api/config`)."""

    cards: list[CardShown]


class NewCardAsked(Ask):
    """Where a card is to be kept without paying anything."""

    provider: Annotated[str, StringConstraints(min_length=1, max_length=40)]


class NewCardAnswer(Answer):
    """The provider's page, from which one comes back to one's account."""

    redirect_url: str


@router.get("", responses=problems(ProviderAway))
async def list_cards(request: Request, _: Member) -> CardsAnswer:
    """One's own cards that are kept, as their providers tell them."""
    found = await cards_with_repeats(shop_parts(request), caller(request).actor)
    return CardsAnswer(cards=[_shown(one) for one in found])


@router.post("", responses=problems(ProviderUnknown, CardsNotKept, ProviderAway))
async def post_card(request: Request, asked: NewCardAsked, _: Member) -> NewCardAnswer:
    """Keep a card without paying anything: it is entered on the provider's page."""
    who = caller(request, "card")
    key = None if who.key is None else who.key.text
    back = f"{exchange(request).origin}/account"
    url = await add_card(shop_parts(request), who.actor, asked.provider, back, key)
    return NewCardAnswer(redirect_url=url)


@router.delete(
    "/{card_id}", status_code=204, responses=problems(CardNotFound, ProviderAway, *COMMITS)
)
async def delete_card(
    request: Request,
    card_id: Annotated[str, Path(max_length=100, description="The provider's id of the card")],
    _: Member,
) -> Response:
    """The provider keeps the card no longer. Refunds of what was paid with it still reach it;
    repeat orders that it paid go on by link."""
    await take_card_off(shop_parts(request), caller(request), card_id)
    return Response(status_code=204)


def _shown(one: CardWithRepeats) -> CardShown:
    card = one.kept.card
    return CardShown(
        id=card.id,
        provider=one.kept.provider,
        brand=card.brand,
        last_digits=card.last_digits,
        expires_month=card.expires_month,
        expires_year=card.expires_year,
        charged=one.charged,
        repeat_orders=[CardRepeat(id=each.id, every=each.every) for each in one.repeats],
    )
