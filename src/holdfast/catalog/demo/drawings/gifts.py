"""A mug, a bottle, a bag."""

from holdfast.catalog.demo.drawings.canvas import Canvas, dark, is_light, light


def _mark(c: Canvas, x: float, y: float, scale: float = 1.0) -> None:
    """The shop's own mark: free, held, gone."""
    ink = dark(c.color, 0.72) if is_light(c.color) else light(c.color, 0.8)
    c.open(f"translate({x:g} {y:g}) scale({scale:g})")
    c.rect(-70, -28, 66, 56, 14, ink)
    c.rect(6, -28, 26, 56, 10, ink, 'opacity="0.6"')
    c.rect(43, -25, 26, 50, 10, "none", f'stroke="{ink}" stroke-width="6" opacity="0.6"')
    c.close()


def mug(c: Canvas) -> None:
    """A mug, its handle to the right."""
    c.shadow(390, 664, 210)
    c.path(
        "M556 330 C660 322 676 402 660 462 C644 522 600 544 540 548", "none",
        f'stroke="{dark(c.color, 0.14)}" stroke-width="42" stroke-linecap="round"',
    )  # fmt: skip
    c.path(
        "M212 252 L568 252 L556 612 C554 648 528 666 492 666 L288 666 C252 666 226 648 224 612 Z",
        c.rod(c.color),
    )
    c.ellipse(390, 252, 178, 44, dark(c.color, 0.22))
    c.ellipse(390, 258, 160, 34, "#4a2f22")
    c.ellipse(360, 252, 92, 14, "#6d4a37")
    _mark(c, 390, 470, 1.3)
    c.shine("M246 300 L278 300 L286 610 L262 606 Z", 0.22)


def bottle(c: Canvas) -> None:
    """A flask with a steel cap."""
    c.shadow(400, 706, 130)
    c.rect(346, 98, 108, 84, 18, c.rod("#b9bec7"))
    c.rect(356, 176, 88, 30, 6, c.rod("#8c929c"))
    c.path(
        "M340 206 L460 206 C500 232 524 262 524 312 L524 660 C524 692 502 708 472 708 L328 708 "
        "C298 708 276 692 276 660 L276 312 C276 262 300 232 340 206 Z",
        c.rod(c.color),
    )
    _mark(c, 400, 470, 1.25)
    c.shine("M304 306 C306 276 318 256 336 240 L344 240 L334 660 L304 660 Z", 0.2)


def tote(c: Canvas) -> None:
    """A bag with two handles."""
    c.shadow(400, 708, 220)
    for lift, share in ((0, 0.3), (26, 0.1)):
        c.path(
            f"M300 {300 + lift} C296 {120 + lift} 504 {120 + lift} 500 {300 + lift}", "none",
            f'stroke="{dark(c.color, share)}" stroke-width="24" stroke-linecap="round"',
        )  # fmt: skip
    c.path(
        "M208 286 L592 286 L620 690 C620 702 612 710 600 710 L200 710 C188 710 180 702 180 690 Z",
        c.body(strength=0.6),
    )
    c.path("M208 286 L592 286 L594 318 L206 318 Z", dark(c.color, 0.12))
    _mark(c, 400, 510, 1.7)
