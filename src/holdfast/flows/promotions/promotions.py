"""Staff make promotions: the row, its audit line and, where it can be used so often only, that many
uses in one command; and end them early."""

from typing import Final
from uuid import UUID

from holdfast import promotions
from holdfast.flows.commit.caller import Caller
from holdfast.flows.commit.crowds import crowded_out
from holdfast.flows.commit.idempotency import answered, as_before, stored
from holdfast.flows.commit.outcomes import went_through
from holdfast.flows.commit.refusals import refuse
from holdfast.flows.promotions.coupon_desk import CouponDesk
from holdfast.flows.promotions.named import unknown_groups, unknown_products
from holdfast.groups import offers_key, unchanged
from holdfast.kit import FieldError, Problem, new_id, shop_now
from holdfast.kit.sentences import say
from holdfast.ledger import (
    Accepted,
    AlreadyDone,
    Command,
    Conflict,
    Deposit,
    Expect,
    Operation,
)
from holdfast.promotions import (
    MAX_LIVE,
    Promotion,
    PromotionTerms,
    promotion_code_key,
    promotion_faults,
    promotion_key,
)

__all__ = [
    "BadPromotion", "PromotionNotFound", "PromotionOver", "TooManyPromotions", "end_promotion",
    "make_promotion", "must_be_sound",
]  # fmt: skip


_TRIES: Final = 8


class BadPromotion(Problem):
    """Terms that make no promotion; ``errors`` names each field at fault."""

    status = 422
    code = "promotion-invalid"
    title = "The promotion's terms are not valid"


class PromotionNotFound(Problem):
    """No such promotion."""

    status = 404
    code = "promotion-not-found"
    title = "No such promotion"


class PromotionOver(Problem):
    """It has been ended, or its time is over."""

    status = 409
    code = "promotion-over"
    title = "The promotion is already over"


class TooManyPromotions(Problem):
    """Each one that is not over is looked at for every cart."""

    status = 409
    code = "too-many-promotions"
    title = "Too many promotions"


async def must_be_sound(desk: CouponDesk, terms: PromotionTerms) -> None:
    """Raises :class:`BadPromotion`."""
    found = promotion_faults(terms)
    found = found or await unknown_products(desk, terms) or await unknown_groups(desk, terms)
    if found:
        raise BadPromotion.of(found, named=True)


async def make_promotion(desk: CouponDesk, caller: Caller, terms: PromotionTerms) -> Promotion:
    """The new promotion (the first one, if the request is a repetition). Raises
    :class:`BadPromotion`, :class:`TooManyPromotions` and the problems of the ledger."""
    try:
        for _ in range(_TRIES):
            once = await _once(desk, terms.code)
            await must_be_sound(desk, terms)
            await _must_be_free(desk, terms.code)
            outcome = await desk.ledger.commit(_making(caller, terms, once))
            match outcome:
                case Accepted(answer=answer) | AlreadyDone(answer=answer):
                    desk.promotions.forget()
                    return await _known(desk, stored(answer, UUID))
                case Conflict():
                    continue  # another of this code was made, or a group closed, at this moment
            raise refuse(outcome)
    except Problem as refusal:
        return await _known(desk, await as_before(desk, caller.key, refusal, UUID))
    raise crowded_out(f"the promotion {terms.name} is not made")


async def _once(desk: CouponDesk, code: str | None) -> tuple[Operation, ...]:
    """Of two that are made with the same code at once, the second looks again. To be asked for
    before one looks."""
    if code is None:
        return ()
    account = await desk.reader.account(promotion_code_key(code))
    return Expect(account.key, account.version), Deposit(account.key, 1, unit="promotion")


async def _must_be_free(desk: CouponDesk, code: str | None) -> None:
    """Raises :class:`BadPromotion` and :class:`TooManyPromotions`."""
    live = await desk.promotions.live()
    if len(live) >= MAX_LIVE:
        raise TooManyPromotions(
            say("At most {most} promotions can be open or to come. End one first.", most=MAX_LIVE)
        )
    if code is not None and any(one.code == code for one in live):
        taken = say("Another promotion that is not over has this code.")
        raise BadPromotion.of([FieldError("code", "taken", taken)], named=True)


def _making(caller: Caller, terms: PromotionTerms, once: tuple[Operation, ...]) -> Command:
    promotion_id = new_id()
    filled: tuple[Operation, ...] = ()
    if terms.quantity is not None:
        filled = (Deposit(promotion_key(promotion_id), terms.quantity, note=terms.name),)
    named = sorted(terms.groups or ())
    told = (Deposit(offers_key(group), 1, unit="promotion") for group in named)
    return caller.keyed(
        (*once, *filled, *told),
        (
            *map(unchanged, named),
            promotions.promoted(promotion_id, terms),
            caller.audited("promotion.made", promotion_id, terms),
        ),
        f"promotion/{promotion_id}",
        promotion_id,
    )


async def end_promotion(
    desk: CouponDesk, caller: Caller, promotion_id: UUID, reason: str
) -> Promotion:
    """It is in force no more, in other processes a second later; who holds an order at its price
    pays that price. Raises :class:`PromotionNotFound`, :class:`PromotionOver` and the problems of
    the ledger."""
    promotion = await desk.promotions.get(promotion_id)
    if promotion is None:
        raise PromotionNotFound("There is no such promotion.")
    if promotion.phase(shop_now()) == "closed":
        if caller.key is not None and await answered(desk, caller.key) is not None:
            return promotion
        raise PromotionOver("The promotion is already over.")
    outcome = await desk.ledger.commit(
        caller.keyed(
            (),
            (
                promotions.promotion_ended(promotion_id, caller.actor, reason),
                caller.audited("promotion.ended", promotion_id, {"reason": reason}),
            ),
            f"end-promotion/{promotion_id}",
        )
    )
    if not went_through(outcome):
        raise PromotionOver("The promotion is already over.")
    desk.promotions.forget()
    return await _known(desk, promotion_id)


async def _known(desk: CouponDesk, promotion_id: UUID) -> Promotion:
    promotion = await desk.promotions.get(promotion_id)
    assert promotion is not None  # it is committed, and none is ever deleted
    return promotion
