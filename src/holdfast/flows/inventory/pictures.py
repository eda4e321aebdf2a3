"""Pictures that come in: judged and made fit by a process of their own, and only then kept."""

from dataclasses import dataclass
from functools import partial

from holdfast.catalog import PICTURE_KINDS, KeptPicture, picture_name
from holdfast.catalog.pictures import (
    Keep,
    PictureBook,
    PicturesAway,
    PicturesBusy,
    Store,
    StoreAway,
    Workshop,
)
from holdfast.db.engine import Database, forbid_open_transaction

__all__ = ["PictureRoom", "keeping", "take_picture"]


@dataclass(frozen=True, kw_only=True)
class PictureRoom:
    """What pictures are made and kept with."""

    database: Database
    workshop: Workshop
    store: Store

    @property
    def book(self) -> PictureBook:
        return PictureBook(self.database)


async def take_picture(
    room: PictureRoom, data: bytes, actor: str, *, patient: bool = False
) -> KeptPicture:
    """Keep the picture in its sizes; one that is there already is only wanted again. What is
    refused leaves nothing behind. ``patient``: wait for one's turn, however long.

    Raises :class:`~holdfast.catalog.pictures.PictureUnusable`, :class:`PicturesBusy` and
    :class:`PicturesAway`.
    """
    name = picture_name(data)
    known = await room.book.want([name])
    if known:
        return known[name]
    forbid_open_transaction("making a picture")
    made = await room.workshop.make(data, patient=patient)
    size = sum(map(len, made.contents))
    if not await room.book.begin(made.picture, size, actor):
        raise PicturesBusy  # it is just being taken away
    kinds = tuple(PICTURE_KINDS.values())
    try:
        for place, (file, content) in enumerate(
            zip(made.picture.files, made.contents, strict=True)
        ):
            await room.store.put(file, content, kinds[place % len(kinds)])
    except StoreAway as error:
        raise PicturesAway from error
    await room.book.finish(name)
    return made.picture


def keeping(room: PictureRoom, actor: str) -> Keep:
    """What is done with pictures that an import fetches: nobody waits for an answer."""
    return partial(take_picture, room, actor=actor, patient=True)
