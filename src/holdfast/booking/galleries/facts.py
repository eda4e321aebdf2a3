"""What happens to the gallery of a booking."""

from datetime import datetime

from holdfast.db.events import Fact


class PicturesDelivered(Fact, frozen=True):
    """So many more pictures are shown to the client of the booking, until then. With ``choose``
    they may choose so many of them; else they can download them."""

    TYPE = "booking.pictures-delivered"
    SUBJECT = "booking id"
    pictures: int
    choose: int
    until: datetime
    by: str


class PicturesChosen(Fact, frozen=True):
    """Its client has chosen so many of the pictures."""

    TYPE = "booking.pictures-chosen"
    SUBJECT = "booking id"
    pictures: int


class PicturesEnding(Fact, frozen=True):
    """The pictures of the booking are deleted then, which is soon."""

    TYPE = "booking.pictures-ending"
    SUBJECT = "booking id"
    pictures: int
    until: datetime


class PicturesBought(Fact, frozen=True):
    """Its client has paid so much for so many more of the pictures, and downloads them."""

    TYPE = "booking.pictures-bought"
    SUBJECT = "booking id"
    pictures: int
    amount: int
    by: str
