"""Phones, tablets, readers, watches."""

from typing import Final

from holdfast.catalog.demo.drawings.canvas import Canvas, dark, is_light, light, mix

_BEZEL: Final = "#08090c"
_HUES: Final = {
    "triangle": "#4f63f2", "pair": "#e0568f", "column": "#7b4fe0", "bar": "#e8833a",
    "grid": "#12a594",
}  # fmt: skip


def _wallpaper(
    c: Canvas, x: float, y: float, w: float, h: float, r: float, hue: str = "#2c8fb8"
) -> None:
    """A screen that is lit: waves in the thing's own colour."""
    base = mix(hue, c.color, 0.28)
    c.rect(
        x, y, w, h, r, c.down((0, light(base, 0.55)), (0.5, base), (1, dark(base, 0.6)), slant=0.4)
    )
    clip = f"inset(0 round {r:g}px)"
    c.open(f"translate({x:g} {y:g})", f'style="clip-path:{clip}"')
    for n, (height, share) in enumerate(((0.58, 0.25), (0.7, 0.05), (0.82, 0.3))):
        top = h * height
        fill = light(base, share) if n < 2 else dark(base, share)
        c.path(
            f"M0 {top:g} C{w * 0.3:g} {top - h * 0.13:g} {w * 0.55:g} {top + h * 0.12:g} "
            f"{w:g} {top - h * 0.08:g} V{h - r * 0.55:g} Q{w:g} {h:g} {w - r * 0.55:g} {h:g} "
            f"H{r * 0.55:g} Q0 {h:g} 0 {h - r * 0.55:g} Z",
            fill,
            'opacity="0.55"',
        )
    c.close()


def phone(c: Canvas, lenses: str = "triangle") -> None:
    """Its back, and its screen in front of it. ``lenses``: triangle, pair, bar, column, grid."""
    c.shadow(410, 700, 230)
    c.open("rotate(-7 330 400)")
    _phone_back(c, lenses)
    c.close()
    c.open("rotate(5 500 420)")
    c.rect(398, 138, 262, 548, 48, "#101828", 'opacity="0.28" filter="url(#faint)"')
    c.rect(390, 130, 262, 548, 48, c.body(mix(c.color, "#9aa0a8", 0.35)))
    c.rect(395, 135, 252, 538, 44, _BEZEL)
    _wallpaper(c, 404, 144, 234, 520, 36, _HUES[lenses])
    c.rect(484, 158, 74, 21, 10.5, "#05060a")
    c.text(521, 262, 62, "9:41", "#ffffff", 'font-weight="300" opacity="0.95"')
    c.text(521, 296, 16, "Friday 20 November", "#ffffff", 'opacity="0.85"')
    c.rect(480, 652, 82, 4, 2, "#ffffff", 'opacity="0.8"')
    c.shine("M404 180 Q404 144 440 144 H548 L404 470 Z", 0.1)
    c.close()


def _phone_back(c: Canvas, lenses: str) -> None:
    c.rect(186, 118, 270, 560, 50, c.body(dark(c.color, 0.12)))
    c.rect(191, 123, 260, 550, 46, c.body())
    bump = light(c.color, 0.1) if is_light(c.color) else light(c.color, 0.07)
    edge = f'stroke="{dark(c.color, 0.22)}" stroke-opacity="0.5" stroke-width="2"'
    if lenses == "bar":
        c.rect(191, 186, 260, 84, 0, c.across((0, dark(c.color, 0.5)), (1, dark(c.color, 0.7))))
        c.rect(212, 200, 150, 56, 28, "#0c0d11")
        places = [(242, 228), (290, 228), (334, 228)]
        for x, y in places:
            c.lens(x, y, 22)
        c.circle(400, 228, 9, "#f6f0da")
        return
    if lenses in ("column", "grid"):
        places = [(238, 182), (238, 256), (238, 330)]
        if lenses == "grid":
            places = [(236, 180), (306, 180), (236, 250), (306, 250)]
            c.rect(200, 144, 142, 142, 30, c.body(bump, strength=0.5), edge)
        for x, y in places[: 3 if lenses == "grid" else 4]:
            c.lens(x, y, 30)
        c.circle(306, 250, 10, "#f6f0da") if lenses == "grid" else c.circle(298, 196, 9, "#f6f0da")
        return
    c.rect(206, 140, 152, 158, 40, c.body(bump, strength=0.5), edge)
    places = [(246, 182), (318, 257)] if lenses == "pair" else [(244, 180), (244, 256), (320, 218)]
    for x, y in places:
        c.lens(x, y, 32)
    flash = (318, 182) if lenses == "pair" else (322, 164)
    c.circle(*flash, 10, "#f6f0da")


def tablet(c: Canvas) -> None:
    """Its back, and its screen in front."""
    c.shadow(420, 696, 270)
    c.open("rotate(-5 300 400)")
    c.rect(130, 128, 400, 540, 34, c.body())
    c.rect(150, 148, 62, 62, 18, c.body(dark(c.color, 0.1), strength=0.6))
    c.lens(181, 179, 21)
    c.close()
    c.open("rotate(3 500 430)")
    c.rect(266, 152, 412, 540, 32, "#101828", 'opacity="0.26" filter="url(#faint)"')
    c.rect(258, 144, 412, 540, 32, c.body(mix(c.color, "#9aa0a8", 0.3)))
    c.rect(262, 148, 404, 532, 29, _BEZEL)
    _wallpaper(c, 280, 166, 368, 496, 14)
    for n in range(4):
        c.rect(322 + n * 74, 600, 56, 40, 12, light(c.color, 0.4), 'opacity="0.5"')
    c.rect(306, 590, 316, 60, 20, "#ffffff", 'opacity="0.22"')
    c.shine("M280 166 H470 L280 560 Z", 0.1)
    c.close()


def reader(c: Canvas) -> None:
    """An e-reader with a page of text."""
    c.shadow(400, 694, 230)
    c.open("rotate(-4 400 400)")
    c.rect(206, 122, 390, 560, 34, c.body())
    c.rect(214, 130, 374, 544, 28, c.body(dark(c.color, 0.12), strength=0.5))
    c.rect(244, 166, 314, 442, 6, "#efece2")
    c.text(401, 226, 30, "Chapter 7", "#3c3a35", 'font-weight="700"')
    widths = (258, 270, 244, 266, 252, 180, 0, 262, 270, 240, 268, 256, 262, 130)
    for n, width in enumerate(widths):
        if width:
            c.rect(266, 262 + n * 23, width, 7, 3.5, "#6b675d", 'opacity="0.75"')
    c.text(401, 600, 14, "212 / 348", "#7a766c")
    c.shine("M244 166 H420 L244 480 Z", 0.25)
    c.close()


def square_watch(c: Canvas) -> None:
    """A watch with a rounded square face."""
    c.shadow(400, 716, 130, 18)
    band = c.rod(mix(c.color, "#3a3d46", 0.12))
    c.path("M312 300 L322 92 Q324 74 342 74 H458 Q476 74 478 92 L488 300 Z", band)
    c.path("M312 500 L322 700 Q324 718 342 718 H458 Q476 718 478 700 L488 500 Z", band)
    for n in range(4):
        c.ellipse(400, 640 - n * 26, 6, 4, dark(c.color, 0.55), 'opacity="0.7"')
    c.rect(566, 350, 22, 62, 10, c.body(mix(c.color, "#8d929b", 0.4)))
    c.rect(228, 236, 344, 328, 92, c.body(mix(c.color, "#b9bec6", 0.35)))
    c.rect(240, 248, 320, 304, 82, _BEZEL)
    _face(c, 400, 400)


def _face(c: Canvas, x: float, y: float) -> None:
    c.text(x, y - 26, 84, "10:09", "#ffffff", 'font-weight="600"')
    tone = light(mix(c.color, "#7c8cff", 0.4), 0.25)
    for n, (r, share, hue) in enumerate(
        ((38, 0.8, "#ff375f"), (27, 0.6, "#a4f84b"), (16, 0.9, tone))
    ):
        around = 2 * 3.14159 * r
        c.circle(x - 78, y + 54, r, "none", f'stroke="{hue}" stroke-opacity="0.2" stroke-width="9"')
        c.circle(
            x - 78, y + 54, r, "none",
            f'stroke="{hue}" stroke-width="9" stroke-linecap="round" '
            f'stroke-dasharray="{around * share:g} {around:g}" '
            f'transform="rotate({-90 + n * 20} {x - 78:g} {y + 54:g})"',
        )  # fmt: skip
    c.text(x + 62, y + 50, 30, "72 bpm", "#ffffff", 'opacity="0.9"')
    c.text(x + 62, y + 84, 24, "6.4 km", "#ffffff", 'opacity="0.6"')


def round_watch(c: Canvas, rugged: str = "") -> None:
    """A watch with a round face; rugged ones have a scale and screws."""
    c.shadow(400, 716, 130, 18)
    band = c.rod(mix(c.color, "#2b2e35", 0.25))
    c.path("M318 300 L334 88 Q336 72 352 72 H448 Q464 72 466 88 L482 300 Z", band)
    c.path("M318 500 L334 704 Q336 720 352 720 H448 Q464 720 466 704 L482 500 Z", band)
    c.rect(560, 334, 26, 30, 8, c.body(mix(c.color, "#8d929b", 0.5)))
    c.rect(560, 436, 26, 30, 8, c.body(mix(c.color, "#8d929b", 0.5)))
    c.circle(400, 400, 184, c.body(mix(c.color, "#a7adb7", 0.3)))
    c.circle(400, 400, 166, c.down((0, "#24262c"), (1, "#0a0b0e")))
    if rugged:
        for n in range(12):
            c.rect(397, 240, 6, 14, 2, "#e6e8ec", f'transform="rotate({n * 30} 400 400)"')
        for n in range(5):
            c.circle(400, 225, 5, "#5b606a", f'transform="rotate({n * 72} 400 400)"')
    c.circle(400, 400, 142, _BEZEL)
    _face(c, 404, 396)
