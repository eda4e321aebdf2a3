"""The jobs there are: what each comes to. Each is safe to repeat."""

from collections.abc import Mapping
from functools import partial
from typing import Final

from holdfast.booking.bookings import CountCash, SettleDue, ShareBooking, StandBooking
from holdfast.booking.galleries import SettleFurther
from holdfast.booking.outside import ReadCalendar
from holdfast.booking.series import SettleSeries
from holdfast.db.jobs import Job
from holdfast.digital import GiveCodes
from holdfast.edits import SettleEdit
from holdfast.flows.booking.galleries.settling import settle_further
from holdfast.flows.booking.outside.calendars import Calendars
from holdfast.flows.booking.outside.reading import read_calendar
from holdfast.flows.booking.series.settling import settle_series
from holdfast.flows.booking.settling_dues import settle_dues
from holdfast.flows.booking.unpaid import stand_by_job
from holdfast.flows.commit.caller import process
from holdfast.flows.digital.giving import CodesMissing, give
from holdfast.flows.editing.settling import settle_edit
from holdfast.flows.fulfilment import labels
from holdfast.flows.fulfilment.capturing import take_for_parcels, take_looked_at
from holdfast.flows.fulfilment.handing import hand_over
from holdfast.flows.fulfilment.hearing import heard
from holdfast.flows.fulfilment.preordered import serve_preorders
from holdfast.flows.packages.certificates import give_due
from holdfast.flows.packages.issuing import issue
from holdfast.flows.payments.cards import keep_card
from holdfast.flows.payments.fees import learn_fee
from holdfast.flows.payments.pending import MovePending, asked_later, wake
from holdfast.flows.payments.purpose import Paying, Purposes, payment_known, purpose_of
from holdfast.flows.payments.receipt_parts import learn_receipt
from holdfast.flows.payments.refund_at_provider import refund, refund_of_part
from holdfast.flows.payments.refund_came_back import refund_arrived
from holdfast.flows.payments.refunds_there import look_there
from holdfast.flows.payments.resolve import arrived, resolve
from holdfast.flows.personal_data.closing import erase_again
from holdfast.flows.personal_data.guests import erase_guest_again
from holdfast.flows.referrals.following import follow_referral
from holdfast.flows.repeats.charging import charge_repeat
from holdfast.flows.repeats.following import follow_repeat
from holdfast.flows.returning.difference import end_exchange
from holdfast.flows.selling.sending import transfer
from holdfast.flows.selling.sessions import share_booking
from holdfast.flows.selling.sharing import share_order
from holdfast.flows.settlement.disputed import dispute_arrived
from holdfast.flows.shop_parts import ShopParts
from holdfast.flows.staff.cash import count_cash
from holdfast.flows.staff.suspects import judge
from holdfast.flows.waiting.adopting import settle_places
from holdfast.flows.waiting.offering import GoodsLine
from holdfast.fraud import AssessOrder
from holdfast.fulfilment import AskCarrier, BuyLabel, CancelLabel
from holdfast.kit import shop_now
from holdfast.packages import IssuePackage
from holdfast.payments import (
    CapturePayment,
    DisputeArrives,
    HandOver,
    KeepCard,
    LearnFee,
    LearnReceipt,
    PaymentArrives,
    RefundArrives,
    RefundPayment,
    RefundsThere,
    ResolvePayment,
    ResolveWalletPayment,
)
from holdfast.people import EraseAgain, EraseGuestAgain
from holdfast.preorders import ServePreorders
from holdfast.referrals import FollowReferral
from holdfast.repeats import ChargeRepeat, FollowRepeat
from holdfast.returns import EndExchange
from holdfast.sellers import SendPayout, ShareOrder
from holdfast.waiting import AdoptPlaces
from holdfast.worker.jobs import JobHandler, JobHopeless

__all__ = ["JOBS", "handlers"]

JOBS: Final[tuple[type[Job], ...]] = (
    RefundPayment, PaymentArrives, ResolvePayment, ResolveWalletPayment, ReadCalendar, IssuePackage,
    SettleSeries, ShareOrder, DisputeArrives, LearnFee, LearnReceipt, CapturePayment, AssessOrder,
    BuyLabel, SendPayout, CancelLabel, AskCarrier, ShareBooking, EndExchange, StandBooking,
    HandOver, AdoptPlaces, SettleDue, RefundArrives, EraseAgain, EraseGuestAgain, GiveCodes,
    SettleFurther, CountCash, RefundsThere, ServePreorders, SettleEdit, KeepCard,
)  # fmt: skip


def handlers(
    purposes: Purposes,
    shop_parts: ShopParts | None = None,
    calendars: Calendars | None = None,
) -> Mapping[type[Job], JobHandler]:
    """Those of what is left to be done for payments of these purposes, and for the shop's."""

    async def on_arrival(job: PaymentArrives, request: str) -> None:
        await wake(paying.payments.database, job.payment_id)
        purpose = await purpose_of(purposes, job.payment_id)
        await arrived(purpose, job.payment_id, process(job.NAME, request))

    async def on_doubt(job: ResolvePayment | ResolveWalletPayment, request: str) -> None:
        purpose = await purpose_of(purposes, job.payment_id)
        await resolve(purpose, job.payment_id, process(job.NAME, request))

    async def on_refunds_there(job: RefundsThere, request: str) -> None:
        if job.payment_id is not None:
            await wake(paying.payments.database, job.payment_id)
        await look_there(purposes, job, process(job.NAME, request))

    async def on_calendar(job: ReadCalendar, request: str) -> None:
        assert calendars is not None, "asked for below"
        await read_calendar(calendars, job.calendar_id, request)

    paying = next(iter(purposes.values())).parts  # the same of all
    found: dict[type[Job], JobHandler] = {
        PaymentArrives: on_arrival,
        ResolvePayment: on_doubt,
        ResolveWalletPayment: on_doubt,
        RefundsThere: on_refunds_there,
        LearnFee: partial(_on_fee, paying),
        KeepCard: partial(_on_card, paying),
        LearnReceipt: partial(_on_receipt, paying),
    }
    if calendars is not None:
        found[ReadCalendar] = on_calendar

    async def on_package(job: IssuePackage, request: str) -> None:
        assert shop_parts is not None, "asked for below"
        await issue(shop_parts, job.order_id, process(job.NAME, request))
        await give_due(shop_parts, shop_now())  # a present without a day is sent at once

    async def on_series(job: SettleSeries, request: str) -> None:
        assert shop_parts is not None, "asked for below"
        await settle_series(shop_parts, process(job.NAME, request), job.series_id)

    async def on_share(job: ShareOrder, request: str) -> None:
        assert shop_parts is not None, "asked for below"
        await share_order(shop_parts, job.order_id, process(job.NAME, request))

    async def on_dispute(job: DisputeArrives, request: str) -> None:
        assert shop_parts is not None, "asked for below"
        await dispute_arrived(shop_parts, job, process(job.NAME, request))

    if shop_parts is None:
        return found
    own: dict[type[Job], JobHandler] = {
        RefundPayment: partial(_on_refund, shop_parts),
        RefundArrives: partial(_on_word, shop_parts),
        IssuePackage: on_package,
        SettleSeries: on_series,
        ShareOrder: on_share,
        DisputeArrives: on_dispute,
        CapturePayment: partial(_on_sent, shop_parts),
        HandOver: partial(_on_handover, shop_parts),
        GiveCodes: partial(_on_codes, shop_parts),
        ServePreorders: partial(_on_preorders, shop_parts),
        AssessOrder: partial(_on_suspect, shop_parts),
        BuyLabel: partial(labels.bought, shop_parts),
        CancelLabel: partial(labels.cancelled, shop_parts),
        AskCarrier: partial(heard, shop_parts),
        SendPayout: partial(_on_payout, shop_parts),
        ShareBooking: partial(_on_session, shop_parts),
        EndExchange: partial(_on_exchange, shop_parts),
        FollowReferral: partial(_on_referral, shop_parts),
        FollowRepeat: partial(_on_repeat, shop_parts),
        ChargeRepeat: partial(_on_charge, shop_parts),
        SettleEdit: partial(_on_edit, shop_parts),
        AdoptPlaces: partial(_on_places, shop_parts),
        StandBooking: partial(stand_by_job, shop_parts),
        SettleDue: partial(_on_due, shop_parts),
        SettleFurther: partial(_on_further, shop_parts),
        CountCash: partial(_on_cash, shop_parts),
        EraseAgain: partial(_on_closed, shop_parts),
        EraseGuestAgain: partial(_on_guest_gone, shop_parts),
    }
    return {**found, **own}


async def _on_suspect(parts: ShopParts, job: AssessOrder, request: str) -> None:
    await judge(parts, job.order_id, process(job.NAME, request))
    await take_looked_at(parts, job.order_id, request)


async def _on_codes(parts: ShopParts, job: GiveCodes, request: str) -> None:
    try:
        await give(parts, job.order_id, process(job.NAME, request))
    except CodesMissing as missing:
        raise JobHopeless(str(missing)) from missing


async def _on_preorders(parts: ShopParts, job: ServePreorders, request: str) -> None:
    by = process(job.NAME, request)
    await serve_preorders(parts, job.variant_id, GoodsLine(parts), by)


async def _on_session(parts: ShopParts, job: ShareBooking, request: str) -> None:
    await share_booking(parts, job, process(job.NAME, request))


async def _on_exchange(parts: ShopParts, job: EndExchange, request: str) -> None:
    await end_exchange(parts, job.return_id, process(job.NAME, request))


async def _on_referral(parts: ShopParts, job: FollowReferral, request: str) -> None:
    await follow_referral(parts, job.order_id, process(job.NAME, request))


async def _on_repeat(parts: ShopParts, job: FollowRepeat, request: str) -> None:
    await follow_repeat(parts, job.order_id, process(job.NAME, request))


async def _on_charge(parts: ShopParts, job: ChargeRepeat, request: str) -> None:
    await charge_repeat(parts, job, process(job.NAME, request))


async def _on_edit(parts: ShopParts, job: SettleEdit, request: str) -> None:
    await settle_edit(parts, job.edit_id, process(job.NAME, request))


async def _on_places(parts: ShopParts, job: AdoptPlaces, request: str) -> None:
    await settle_places(parts, job, process(job.NAME, request))


async def _on_payout(parts: ShopParts, job: SendPayout, request: str) -> None:
    await transfer(parts, job.payout_id, process(job.NAME, request), job.attempt)


async def _on_due(parts: ShopParts, job: SettleDue, _: str) -> None:
    await settle_dues(parts, [job.order_id])


async def _on_further(parts: ShopParts, job: SettleFurther, _: str) -> None:
    await settle_further(parts, [job.order_id])


async def _on_cash(parts: ShopParts, job: CountCash, _: str) -> None:
    await count_cash(parts, job.order_id)


async def _on_card(parts: Paying, job: KeepCard, _: str) -> None:
    await keep_card(parts, await payment_known(parts, job.payment_id))


async def _on_fee(parts: Paying, job: LearnFee, _: str) -> None:
    await learn_fee(parts, parts.payments.database, job.payment_id, job.part_id)


async def _on_receipt(parts: Paying, job: LearnReceipt, _: str) -> None:
    await learn_receipt(parts, job)


async def _on_handover(parts: ShopParts, job: HandOver, _: str) -> None:
    await hand_over(parts, job.payment_id)


async def _on_sent(parts: ShopParts, job: CapturePayment, request: str) -> None:
    try:
        await take_for_parcels(parts, job.payment_id, request)
    except MovePending as pending:
        await asked_later(parts.database, job, request, pending)


async def _on_refund(parts: ShopParts, job: RefundPayment, request: str) -> None:
    caller, amount = process(job.NAME, request), job.amount
    try:
        if job.refund_id is None:
            again = job.attempt
            await refund(parts, job.payment_id, amount=amount, attempt=again, caller=caller)
        else:
            assert amount is not None, "a part has one"
            await refund_of_part(parts, job.payment_id, job.refund_id, amount, caller, job.lines)
    except MovePending as pending:
        await asked_later(parts.database, job, request, pending)


async def _on_word(parts: ShopParts, job: RefundArrives, request: str) -> None:
    await wake(parts.database, job.refund_id)
    await refund_arrived(parts, job.attempt or job.refund_id, process(job.NAME, request))


async def _on_closed(parts: ShopParts, job: EraseAgain, _: str) -> None:
    await erase_again(parts.database, job.user_id)


async def _on_guest_gone(parts: ShopParts, job: EraseGuestAgain, _: str) -> None:
    await erase_guest_again(parts.database, job)
