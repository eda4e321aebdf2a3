"""Pictures of the demo shop's goods, drawn: nothing to download, nothing of others'."""

from collections.abc import Callable
from typing import Final

from holdfast.catalog.demo.drawings import computers, gifts, handhelds, play, sound
from holdfast.catalog.demo.drawings.canvas import SIZE, Canvas

SHAPES: Final[dict[str, Callable[..., None]]] = {
    drawing.__name__: drawing
    for drawing in (
        handhelds.phone, handhelds.tablet, handhelds.reader, handhelds.square_watch,
        handhelds.round_watch, computers.laptop, computers.keyboard, computers.mouse,
        computers.power_bank, sound.headphones, sound.earbuds, sound.tube_speaker,
        sound.ball_speaker, play.camera, play.action_camera, play.instant_camera, play.console,
        play.gamepad, play.handheld, gifts.mug, gifts.bottle, gifts.tote,
    )
}  # fmt: skip


def draw(shape: str, color: str, accent: str, detail: str = "") -> str:
    """The thing in that colour, before a background in the accent of its shelf."""
    canvas = Canvas(color, accent)
    drawing = SHAPES[shape]
    if detail:
        drawing(canvas, detail)
    else:
        drawing(canvas)
    return canvas.svg()
