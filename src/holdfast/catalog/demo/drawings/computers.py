"""Laptops, keyboards, mice, power banks."""

from holdfast.catalog.demo.drawings.canvas import Canvas, dark, is_light, light, mix


def laptop(c: Canvas, dot: str = "") -> None:
    """Open, from the front; ``dot`` puts a red point between the keys."""
    c.shadow(400, 610, 350, 20)
    c.rect(164, 176, 472, 322, 22, c.body(dark(c.color, 0.1)))
    c.rect(168, 180, 464, 316, 19, "#08090c")
    base = mix("#6a5be1", c.color, 0.35)
    c.rect(
        180, 192, 440, 282, 8,
        c.down((0, light(base, 0.5)), (0.55, base), (1, dark(base, 0.55)), slant=0.8),
    )  # fmt: skip
    foot = "V466 Q620 474 612 474 H188 Q180 474 180 466 Z"
    first = f"M180 400 C290 320 380 470 470 380 S590 330 620 350 {foot}"
    second = f"M180 440 C300 380 400 480 500 420 S600 400 620 410 {foot}"
    c.path(first, light(base, 0.3), 'opacity="0.5"')
    c.path(second, dark(base, 0.35), 'opacity="0.55"')
    c.rect(366, 184, 68, 16, 6, "#08090c")
    c.circle(400, 190, 3, "#28324a")
    c.rect(204, 226, 150, 104, 8, "#ffffff", 'opacity="0.9"')
    c.rect(204, 226, 150, 20, 8, "#e7e9ee")
    for n, hue in enumerate(("#ff5f57", "#febc2e", "#28c840")):
        c.circle(217 + n * 14, 236, 4, hue)
    for n, width in enumerate((112, 126, 92, 118)):
        c.rect(216, 260 + n * 16, width, 6, 3, "#aab2c0")
    c.shine("M180 192 H430 L260 474 H188 Q180 474 180 466 Z", 0.09)
    top = c.down((0, dark(c.color, 0.12)), (0.3, light(c.color, 0.25)), (1, c.color))
    c.path("M150 498 H650 L716 582 H84 Z", top)
    c.path("M196 506 H604 L632 546 H168 Z", dark(c.color, 0.62))
    for row in range(3):
        y = 509 + row * 12.5
        left, right = 199 - row * 8.8, 601 + row * 8.8
        step = (right - left) / 14
        for n in range(14):
            c.rect(left + n * step + 1.5, y, step - 3, 9.5, 2.5, "#17191f")
    if dot:
        c.circle(400, 527, 4.5, "#e0243a")
    c.path("M322 553 H478 L486 576 H314 Z", light(c.color, 0.12), f'stroke="{dark(c.color, 0.2)}"')
    edge = c.down((0, light(c.color, 0.3)), (1, dark(c.color, 0.4)))
    c.path("M84 582 H716 V590 Q716 602 690 602 H110 Q84 602 84 590 Z", edge)
    c.path("M346 582 H454 Q450 591 440 591 H360 Q350 591 346 582 Z", dark(c.color, 0.35))


def keyboard(c: Canvas) -> None:
    """A low mechanical keyboard, seen from above at a slant."""
    c.shadow(400, 600, 320, 26)
    c.open("translate(400 410) rotate(-14) skewX(-6) translate(-400 -410)")
    c.rect(96, 272, 608, 286, 26, "#101828", 'opacity="0.3" filter="url(#faint)"')
    c.rect(92, 258, 616, 288, 26, c.body(dark(c.color, 0.35)))
    c.rect(92, 252, 616, 282, 26, c.body())
    c.rect(108, 268, 584, 250, 14, dark(c.color, 0.6))
    cap = light(c.color, 0.12) if not is_light(c.color) else light(c.color, 0.35)
    grey = mix(cap, "#7d8592", 0.35)
    rows = (
        (1.3, *(1,) * 12, 1.3), (1.5, *(1,) * 12, 1.1), (1.8, *(1,) * 11, 1.8),
        (2.3, *(1,) * 10, 2.3), (1.2, 1.2, 1.2, 6, 1.2, 1.2, 1.2, 1.4),
    )  # fmt: skip
    for row, widths in enumerate(rows):
        unit = (576 - 5 * (len(widths) - 1)) / sum(widths)
        x, y = 112.0, 274 + row * 48
        for n, width in enumerate(widths):
            w = width * unit
            tone = grey if width != 1 and width < 6 else cap
            if row == 0 and n == 0:
                tone = "#f0683c"
            c.rect(x, y + 4, w, 42, 8, dark(tone, 0.35))
            c.rect(x, y, w, 40, 8, dark(tone, 0.08))
            c.rect(x + 4, y + 2, w - 8, 32, 6, light(tone, 0.12))
            x += w + 5
    c.close()


def mouse(c: Canvas) -> None:
    """A large mouse with a thumb rest, from above."""
    c.shadow(410, 676, 170, 24)
    c.path(
        "M400 132 C520 132 566 232 566 362 C566 540 522 668 408 668 C300 668 268 596 250 520 "
        "C222 506 208 450 226 410 C238 384 246 372 250 340 C262 214 300 132 400 132 Z",
        c.body(),
    )
    c.path(
        "M250 340 C246 372 238 384 226 410 C208 450 222 506 250 520 C262 470 256 400 266 330 Z",
        dark(c.color, 0.32),
    )
    for n in range(6):
        c.path(
            f"M{234 + n * 2} {420 + n * 14} q14 -6 24 2", "none",
            f'stroke="{dark(c.color, 0.55)}" stroke-width="3" stroke-linecap="round"',
        )  # fmt: skip
    c.path(
        "M262 350 C320 330 500 330 564 350", "none",
        f'stroke="{dark(c.color, 0.4)}" stroke-width="3" opacity="0.7"',
    )  # fmt: skip
    c.path("M404 134 V338", "none", f'stroke="{dark(c.color, 0.45)}" stroke-width="3"')
    c.rect(382, 196, 44, 104, 22, dark(c.color, 0.6))
    c.rect(388, 202, 32, 92, 16, c.across((0, "#6d737d"), (0.4, "#e3e6ea"), (1, "#5b6068")))
    for n in range(8):
        c.rect(388, 210 + n * 10.5, 32, 2, 1, "#4a4f58", 'opacity="0.6"')
    c.rect(390, 376, 28, 16, 8, dark(c.color, 0.45))
    c.shine("M330 160 C286 220 276 320 282 420 C300 300 320 210 380 150 Z", 0.2)


def power_bank(c: Canvas) -> None:
    """A power bank with a display, and the end of a cable."""
    c.shadow(400, 690, 190, 24)
    c.path(
        "M452 140 C452 60 560 70 560 150 C560 220 640 214 650 120", "none",
        'stroke="#2b2e36" stroke-width="15" stroke-linecap="round"',
    )  # fmt: skip
    c.rect(434, 118, 36, 58, 8, "#3a3e48")
    c.rect(276, 160, 250, 520, 44, c.body(dark(c.color, 0.15)))
    c.rect(284, 166, 236, 508, 40, c.body())
    for x in (318, 396):
        c.rect(x, 176, 46, 14, 7, "#07080b")
    c.rect(312, 218, 180, 236, 26, "#07080b")
    c.text(402, 312, 70, "87%", "#ffffff", 'font-weight="600"')
    c.rect(340, 340, 124, 10, 5, "#23262e")
    c.rect(340, 340, 108, 10, 5, "#44d07b")
    c.text(402, 394, 24, "140 W out", "#9aa3b2")
    c.text(402, 426, 24, "2 h 10 min", "#9aa3b2")
    c.shine("M284 206 Q284 166 324 166 H420 L284 480 Z", 0.12)
