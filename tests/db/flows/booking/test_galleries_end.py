"""Galleries end on their day: the client is told a week before, and no file is left."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from holdfast.booking.galleries import (
    NewPicture,
    begin_picture,
    file_of,
    files_of,
    finish_picture,
    gallery_as_it_is,
    gallery_of,
    gallery_pictures_of,
    known_picture,
    leave_picture,
    send_again,
    show_pictures,
)
from holdfast.catalog.pictures import FolderStore, Workshop
from holdfast.flows.booking.galleries.ending import look_after_galleries
from holdfast.flows.inventory.pictures import PictureRoom
from holdfast.kit import new_id, shop_now
from tests.db.flows.stage import Stage, events_of, select

ENDING = "booking.pictures-ending"


@pytest.fixture
def room(stage: Stage, tmp_path: Path) -> PictureRoom:
    return PictureRoom(
        database=stage.database, workshop=Workshop(), store=FolderStore(tmp_path / "media")
    )


async def sent(stage: Stage, room: PictureRoom, booking: UUID, *, finished: bool = True) -> str:
    """A picture of the booking; what its files have in common."""
    place = new_id().hex
    async with stage.database.transaction() as connection:
        await gallery_as_it_is(connection, booking)
        new = NewPicture(place, "IMG.JPG", place, 4, 3, "", 30)
        made = await begin_picture(connection, booking, "final", new, "user:ann")
        if finished:
            await finish_picture(connection, made.id)
    for file in files_of(place):
        await room.store.put(file, b"pixels", "image/webp")
    return place


async def delivered(stage: Stage, booking: UUID, days: int) -> None:
    """A while ago, so that it ends in so many days."""
    async with stage.database.transaction() as connection:
        gallery = await gallery_as_it_is(connection, booking)
        until = shop_now() + timedelta(days=days)
        await show_pictures(connection, gallery, "final", until, 0)
    await select(
        stage,
        "UPDATE galleries SET delivered_at = now() - interval '60 days' WHERE booking_id = $1",
        booking,
    )


async def is_kept(room: PictureRoom, place: str) -> bool:
    return await room.store.get(file_of(place, "full")) is not None


async def test_the_client_is_told_once_a_week_before(stage: Stage, room: PictureRoom) -> None:
    near, far = new_id(), new_id()
    for booking, days in ((near, 6), (far, 8)):
        await sent(stage, room, booking)
        await delivered(stage, booking, days)
    for _ in range(2):
        await look_after_galleries(room, shop_now())
    assert await events_of(stage, near) == [ENDING]
    assert await events_of(stage, far) == []
    assert len(await gallery_pictures_of(stage.database.pool, near)) == 1


async def test_on_its_day_pictures_and_files_are_gone(stage: Stage, room: PictureRoom) -> None:
    over, stands = new_id(), new_id()
    gone, kept = await sent(stage, room, over), await sent(stage, room, stands)
    await delivered(stage, over, 10)
    await delivered(stage, stands, 20)
    await look_after_galleries(room, shop_now() + timedelta(days=11))
    assert (await gallery_of(stage.database.pool, over)).has_ended
    assert not await is_kept(room, gone)
    assert await is_kept(room, kept)
    rows = await select(stage, "SELECT 1 FROM gallery_pictures WHERE booking_id = $1", over)
    assert rows == []


async def test_what_was_never_delivered_or_only_begun_does_not_stay(
    stage: Stage, room: PictureRoom
) -> None:
    draft, begun = new_id(), new_id()
    forgotten = await sent(stage, room, draft)
    half = await sent(stage, room, begun, finished=False)
    await look_after_galleries(room, shop_now())
    assert await is_kept(room, forgotten)
    assert await is_kept(room, half), "its other files may be on their way"
    await look_after_galleries(room, shop_now() + timedelta(days=2))
    assert not await is_kept(room, half)
    await look_after_galleries(room, shop_now() + timedelta(days=181))
    assert not await is_kept(room, forgotten)


async def test_what_is_taken_out_while_it_is_sent_leaves_no_file(
    stage: Stage, room: PictureRoom
) -> None:
    """Its last file comes after the others were to be deleted."""
    booking = new_id()
    place = await sent(stage, room, booking, finished=False)
    rows = await select(stage, "SELECT id FROM gallery_pictures WHERE booking_id = $1", booking)
    async with stage.database.transaction() as connection:
        await leave_picture(connection, booking, rows[0][0])
    await look_after_galleries(room, shop_now())
    await room.store.put(file_of(place, "full"), b"pixels", "image/jpeg")
    async with stage.database.transaction() as connection:
        assert not await finish_picture(connection, rows[0][0])
    await look_after_galleries(room, shop_now() + timedelta(hours=2))
    assert not await is_kept(room, place)


async def test_what_is_sent_again_after_a_day_is_not_deleted_meanwhile(
    stage: Stage, room: PictureRoom
) -> None:
    booking = new_id()
    place = await sent(stage, room, booking, finished=False)
    long_ago = "UPDATE gallery_pictures SET sent_at = now() - interval '25 h' WHERE booking_id = $1"
    await select(stage, long_ago, booking)
    async with stage.database.transaction() as connection:
        known = await known_picture(connection, booking, "final", place)
        assert known is not None
        await send_again(connection, known.id)
    await look_after_galleries(room, shop_now())
    async with stage.database.transaction() as connection:
        assert await finish_picture(connection, known.id)
