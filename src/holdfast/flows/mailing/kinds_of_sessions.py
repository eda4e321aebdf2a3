"""Mails of what is around sessions: money and pictures of them, and who cannot serve them. A part
of ``kinds``."""

from typing import Final

from holdfast.booking.bookings import CashTaken, RestNotPaid
from holdfast.booking.galleries import (
    PicturesBought,
    PicturesChosen,
    PicturesDelivered,
    PicturesEnding,
)
from holdfast.flows.mailing.kind import Kind
from holdfast.flows.mailing.occasions import are_booked
from holdfast.flows.mailing.reading import BOOKINGS, PICTURES
from holdfast.flows.mailing.reading_away import AWAY, still_away
from holdfast.flows.mailing.reading_work import CHOSEN
from holdfast.people import PhotographerAway

__all__ = ["OF_SESSIONS"]

OF_SESSIONS: Final[tuple[Kind, ...]] = (
    Kind(name="cash-taken", event=CashTaken, about=BOOKINGS),
    Kind(name="rest-not-paid", event=RestNotPaid, about=BOOKINGS),
    Kind(name="pictures-delivered", event=PicturesDelivered, about=PICTURES, days=7.0),
    Kind(name="pictures-ending", event=PicturesEnding, about=PICTURES, days=3.0, refusable=True),
    Kind(name="pictures-chosen", event=PicturesChosen, about=CHOSEN, days=7.0, refusable=True),
    Kind(name="pictures-bought", event=PicturesBought, about=CHOSEN, days=7.0, refusable=True),
    Kind(name="photographer-away", event=PhotographerAway, about=AWAY, when=are_booked,
         still=still_away),
)  # fmt: skip
