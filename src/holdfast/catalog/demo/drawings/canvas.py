"""A small drawing kit: colours to mix, shapes to place, and a lit background behind them.

Every picture is 800 by 800, lit from the upper left, standing on the same soft shadow.
"""

from typing import Final

SIZE: Final = 800
Stops = tuple[tuple[float, str], ...]


def mix(first: str, second: str, share: float) -> str:
    """The colour that far from ``first`` to ``second``."""
    pairs = zip(_parts(first), _parts(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _parts(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


def light(color: str, share: float) -> str:
    return mix(color, "#ffffff", share)


def dark(color: str, share: float) -> str:
    return mix(color, "#0b0d14", share)


def is_light(color: str) -> bool:
    red, green, blue = _parts(color)
    return 0.299 * red + 0.587 * green + 0.114 * blue > 176


class Canvas:
    """Shapes in the order they are drawn, and the gradients they are filled with."""

    def __init__(self, color: str, accent: str) -> None:
        self.color = color
        self.accent = accent
        self._defs: list[str] = []
        self._shapes: list[str] = []
        self._defs.append(
            '<filter id="soft" x="-50%" y="-50%" width="200%" height="200%">'
            '<feGaussianBlur stdDeviation="16"/></filter>'
            '<filter id="faint" x="-50%" y="-50%" width="200%" height="200%">'
            '<feGaussianBlur stdDeviation="5"/></filter>'
        )
        self._ground()

    def _ground(self) -> None:
        """What it is drawn on."""
        tone = mix(self.accent, self.color, 0.18 if is_light(self.color) else 0.3)
        back = self.down((0, light(tone, 0.86)), (0.62, light(tone, 0.72)), (1, light(tone, 0.58)))
        glow = self.glow(("0", "#ffffff", 0.95), ("1", "#ffffff", 0))
        self.rect(0, 0, SIZE, SIZE, 0, back)
        self.ellipse(400, 360, 400, 360, glow)

    # --- fills ------------------------------------------------------------------------------

    def down(self, *stops: tuple[float, str], slant: float = 0.0) -> str:
        """A gradient from top to bottom, leaning to the right by ``slant``."""
        return self._linear(stops, slant, 1)

    def across(self, *stops: tuple[float, str]) -> str:
        """A gradient from left to right."""
        return self._linear(stops, 1, 0)

    def body(self, color: str | None = None, *, strength: float = 1.0) -> str:
        """A lit solid surface."""
        base = color or self.color
        bright = 0.55 if is_light(base) else 0.34
        return self.down(
            (0, light(base, bright * strength)),
            (0.45, base),
            (1, dark(base, (0.16 if is_light(base) else 0.34) * strength)),
            slant=0.75,
        )

    def rod(self, color: str) -> str:
        """A lit cylinder, seen from the side."""
        return self.across(
            (0, dark(color, 0.3)), (0.22, light(color, 0.35)), (0.55, color), (1, dark(color, 0.42))
        )

    def _linear(self, stops: tuple[tuple[float, str], ...], x: float, y: float) -> str:
        inner = "".join(f'<stop offset="{at:g}" stop-color="{hue}"/>' for at, hue in stops)
        place = f'x1="0" y1="0" x2="{x:g}" y2="{y:g}"'
        return self._define(f'<linearGradient id="{{}}" {place}>{inner}</linearGradient>')

    def glow(self, *stops: tuple[str, str, float], cx: float = 0.5, cy: float = 0.5) -> str:
        """A round gradient with opacities."""
        inner = "".join(
            f'<stop offset="{at}" stop-color="{hue}" stop-opacity="{opacity:g}"/>'
            for at, hue, opacity in stops
        )
        return self._define(
            f'<radialGradient id="{{}}" cx="{cx:g}" cy="{cy:g}" r="0.5" fx="{cx:g}" fy="{cy:g}">'
            f"{inner}</radialGradient>"
        )

    def ball(self, color: str) -> str:
        """A lit sphere."""
        return self._define(
            '<radialGradient id="{}" cx="0.36" cy="0.3" r="0.75">'
            f'<stop offset="0" stop-color="{light(color, 0.5)}"/>'
            f'<stop offset="0.45" stop-color="{color}"/>'
            f'<stop offset="1" stop-color="{dark(color, 0.42)}"/></radialGradient>'
        )

    def dots(self, color: str, step: float, radius: float) -> str:
        """A perforated surface."""
        return self._define(
            f'<pattern id="{{}}" width="{step:g}" height="{step:g}" patternUnits="userSpaceOnUse" '
            f'patternTransform="rotate(45)"><circle cx="{step / 2:g}" cy="{step / 2:g}" '
            f'r="{radius:g}" fill="{color}"/></pattern>'
        )

    def _define(self, template: str) -> str:
        name = f"f{len(self._defs)}"
        self._defs.append(template.replace("{}", name, 1))
        return f"url(#{name})"

    # --- shapes -----------------------------------------------------------------------------

    def rect(
        self, x: float, y: float, w: float, h: float, r: float, fill: str, more: str = ""
    ) -> None:
        self._shapes.append(
            f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" rx="{r:g}" '
            f'fill="{fill}" {more}/>'
        )

    def circle(self, x: float, y: float, r: float, fill: str, more: str = "") -> None:
        self._shapes.append(f'<circle cx="{x:g}" cy="{y:g}" r="{r:g}" fill="{fill}" {more}/>')

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: str, more: str = "") -> None:
        self._shapes.append(
            f'<ellipse cx="{x:g}" cy="{y:g}" rx="{rx:g}" ry="{ry:g}" fill="{fill}" {more}/>'
        )

    def path(self, d: str, fill: str = "none", more: str = "") -> None:
        self._shapes.append(f'<path d="{d}" fill="{fill}" {more}/>')

    def text(self, x: float, y: float, size: float, words: str, fill: str, more: str = "") -> None:
        self._shapes.append(
            f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{fill}" text-anchor="middle" '
            f'font-family="Inter,Helvetica,Arial,sans-serif" {more}>{words}</text>'
        )

    def open(self, transform: str, more: str = "") -> None:
        """Shapes from here to ``close`` are moved together."""
        self._shapes.append(f'<g transform="{transform}" {more}>')

    def close(self) -> None:
        self._shapes.append("</g>")

    def shadow(self, x: float, y: float, rx: float, ry: float = 22, depth: float = 0.34) -> None:
        """What the thing stands on."""
        self.ellipse(x, y, rx, ry, "#101828", f'opacity="{depth:g}" filter="url(#soft)"')

    def shine(self, d: str, opacity: float = 0.16) -> None:
        """Light on glass."""
        self.path(d, "#ffffff", f'opacity="{opacity:g}"')

    def lens(self, x: float, y: float, r: float, rim: str = "#2a2d34") -> None:
        """A camera's lens."""
        self.circle(x, y, r, self.down((0, light(rim, 0.45)), (1, dark(rim, 0.5)), slant=1))
        self.circle(x, y, r * 0.86, "#0c0d11")
        self.circle(x, y, r * 0.66, self.ball("#1d2a4a"))
        self.circle(x, y, r * 0.4, "#070910")
        self.circle(x, y, r * 0.28, self.ball("#33296b"))
        self.circle(x - r * 0.28, y - r * 0.3, r * 0.12, "#ffffff", 'opacity="0.75"')
        self.circle(x + r * 0.25, y + r * 0.28, r * 0.06, "#9ec5ff", 'opacity="0.7"')

    def svg(self) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" '
            f'width="{SIZE}" height="{SIZE}"><defs>{"".join(self._defs)}</defs>'
            f"{''.join(self._shapes)}</svg>"
        )
