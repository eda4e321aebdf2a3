"""What is refused of galleries."""

from uuid import UUID

from holdfast.kit import Problem
from holdfast.kit.sentences import say

__all__ = [
    "FurtherPriceChanged",
    "GalleryBusy",
    "GalleryEnded",
    "GalleryLinkUnknown",
    "NotForSale",
    "NotToChoose",
    "NothingChosen",
    "NothingDelivered",
    "NothingToDeliver",
    "PictureAlreadyYours",
    "PictureBought",
    "PictureNotFound",
    "TooManyChosen",
    "TooManyFurther",
    "already_yours",
]  # fmt: skip


class PictureNotFound(Problem):
    """No such picture in this gallery, or the address is too old."""

    status = 404
    code = "gallery-picture-not-found"
    title = "No such picture"


class NothingDelivered(Problem):
    """There is nothing in it that can be downloaded."""

    status = 404
    code = "pictures-not-delivered"
    title = "There are no pictures to download"


class GalleryEnded(Problem):
    """Its time is over, and its pictures are deleted."""

    status = 409
    code = "gallery-ended"
    title = "The pictures are deleted"


class GalleryLinkUnknown(Problem):
    """It was taken back, its gallery is over, or there never was one."""

    status = 404
    code = "gallery-link-unknown"
    title = "This link shows no pictures"


class NothingToDeliver(Problem):
    """Nothing was sent that its client could be shown."""

    status = 409
    code = "nothing-to-deliver"
    title = "There are no pictures to deliver"


class NotToChoose(Problem):
    """Nothing is chosen in it now."""

    status = 409
    code = "not-to-choose"
    title = "Pictures are not chosen now"


class TooManyChosen(Problem):
    """As many are chosen as are included."""

    status = 409
    code = "too-many-chosen"
    title = "As many are chosen as are included"


class NothingChosen(Problem):
    """Nothing is marked yet."""

    status = 409
    code = "nothing-chosen"
    title = "No picture is chosen yet"


class GalleryBusy(Problem):
    """As many archives are being sent as a process sends at once."""

    status = 503
    code = "gallery-busy"
    title = "Too many downloads at once"


class NotForSale(Problem):
    """Who photographed sells no more pictures of it."""

    status = 409
    code = "pictures-not-for-sale"
    title = "More pictures are not sold here"


class FurtherPriceChanged(Problem):
    """They cost something else than was shown; ``total`` is what."""

    status = 409
    code = "further-price-changed"
    title = "The price has changed"


class PictureAlreadyYours(Problem):
    """One of them is paid for, finished, or chosen as included; ``pictureId`` says which."""

    status = 409
    code = "picture-already-yours"
    title = "The picture is yours already"


class TooManyFurther(Problem):
    """More pictures than one order buys."""

    status = 422
    code = "too-many-further"
    title = "Too many pictures at once"


class PictureBought(Problem):
    """Its client paid for it."""

    status = 409
    code = "picture-bought"
    title = "The picture is paid for"


def already_yours(picture_id: UUID, title: str) -> PictureAlreadyYours:
    """Of one of those that were asked for."""
    return PictureAlreadyYours(
        say("{name} is yours already, or included.", name=title),
        field="pictures",
        extra={"pictureId": str(picture_id)},
    )
