"""A picture that was delivered of a booking, as its row says."""

from uuid import uuid4

from tests.support.postgres import fetch

__all__ = ["put_picture"]

_GALLERY = """
INSERT INTO galleries (booking_id, status, delivered_at, until_at)
VALUES ($1::uuid, 'delivered', now(), now() + interval '90 days') ON CONFLICT DO NOTHING
"""
_PICTURE = """
INSERT INTO gallery_pictures (id, booking_id, part, name, title, place, width, height, stand_in,
                              bytes, state, shown_at, sent_by)
VALUES ($2::uuid, $1::uuid, 'final', $3, $3, $3, 4, 3, '', 30, 'ready', now(), 'user:ann')
"""


async def put_picture(database_url: str, booking: str, title: str = "IMG_1.JPG") -> str:
    """Its id. There are no files."""
    await fetch(database_url, _GALLERY, booking)
    made = str(uuid4())
    await fetch(database_url, _PICTURE, booking, made, title)
    return made
