"""The same things as their buyers took them: on a table at home, a little askew."""

import random
from typing import Final

from holdfast.catalog.demo.drawings.canvas import SIZE, Canvas, dark, light

__all__ = ["PLACES", "Snapshot"]

# Wall, table, and the lamp's or the window's light.
PLACES: Final = {
    "evening": ("#8a6a4f", "#a4703f", "#ffd9a0"),
    "morning": ("#c3ccd1", "#d9cbb4", "#ffffff"),
    "study": ("#5b6a66", "#6d4a33", "#ffe7bd"),
}
_TABLE: Final = 470  # where it begins, from above
_BOARDS: Final = 5


class Snapshot(Canvas):
    """``place``: one of :data:`PLACES`; ``name``: of which the same lies the same way."""

    def __init__(self, color: str, place: str, name: str) -> None:
        self._place = place
        self._dice = random.Random(name)
        super().__init__(color, "#000000")

    def _ground(self) -> None:
        wall, table, lamp = PLACES[self._place]
        self.rect(0, 0, SIZE, SIZE, 0, self.across((0, dark(wall, 0.35)), (1, light(wall, 0.2))))
        for place in range(3):
            x = 380 + place * 130
            self.rect(x, 40, 110, 300, 6, light(lamp, 0.3), 'opacity="0.55" filter="url(#soft)"')
        top = self.down((0, light(table, 0.12)), (1, dark(table, 0.3)))
        self.rect(0, _TABLE, SIZE, SIZE - _TABLE, 0, top)
        for board in range(1, _BOARDS):
            far, near = 400 + (board - 2.5) * 150, 400 + (board - 2.5) * 330
            gap = f'stroke="{dark(table, 0.45)}" stroke-width="4" opacity="0.5"'
            self.path(f"M{far:g} {_TABLE} L{near:g} {SIZE}", "none", gap)
        self.ellipse(560, 620, 300, 110, lamp, 'opacity="0.3" filter="url(#soft)"')
        turn = self._dice.choice((-9, -6, 5, 8))
        x, y = self._dice.randrange(-46, 46), self._dice.randrange(40, 84)
        self.open(f"translate({x} {y}) rotate({turn} 400 460) translate(72 82) scale(0.82)")

    def svg(self) -> str:
        """With what a small lens makes darker at the edges."""
        self.close()
        edge = self.glow(("0.55", "#0b0d14", 0), ("1", "#0b0d14", 0.5))
        warm = PLACES[self._place][2]
        self.rect(0, 0, SIZE, SIZE, 0, warm, 'opacity="0.1"')
        self.ellipse(400, 400, 620, 620, edge)
        return super().svg()
