"""Pictures of the demo shop's goods, drawn: nothing to download, nothing of others'."""

from collections.abc import Callable
from typing import Final

from holdfast.catalog.demo.drawings import computers, gifts, handhelds, play, sound
from holdfast.catalog.demo.drawings.canvas import SIZE, Canvas
from holdfast.catalog.demo.drawings.snapshot import PLACES, Snapshot

__all__ = ["PLACES", "SHAPES", "SIZE", "draw", "draw_at_home"]

SHAPES: Final[dict[str, Callable[..., None]]] = {
    drawing.__name__: drawing
    for drawing in (
        handhelds.phone, handhelds.tablet, handhelds.reader, handhelds.square_watch,
        handhelds.round_watch, computers.laptop, computers.keyboard, computers.mouse,
        computers.power_bank, sound.headphones, sound.earbuds, sound.tube_speaker,
        sound.ball_speaker, play.camera, play.action_camera, play.instant_camera, play.console,
        play.gamepad, play.handheld, play.film_box, gifts.mug, gifts.bottle, gifts.tote,
    )
}  # fmt: skip


def draw(shape: str, color: str, accent: str, detail: str = "") -> str:
    """The thing in that colour, before a background in the accent of its shelf."""
    return _drawn(Canvas(color, accent), shape, detail)


def draw_at_home(shape: str, color: str, place: str, name: str, detail: str = "") -> str:
    """The thing as a buyer took it, in one of :data:`PLACES`; the same ``name`` lies the same
    way."""
    return _drawn(Snapshot(color, place, name), shape, detail)


def _drawn(canvas: Canvas, shape: str, detail: str) -> str:
    drawing = SHAPES[shape]
    if detail:
        drawing(canvas, detail)
    else:
        drawing(canvas)
    return canvas.svg()
