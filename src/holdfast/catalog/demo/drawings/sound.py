"""Headphones, earbuds, speakers."""

from holdfast.catalog.demo.drawings.canvas import Canvas, dark, light, mix


def headphones(c: Canvas, shape: str = "round") -> None:
    """Over the ear (``round``) or on it (``square``, with stitches)."""
    c.shadow(400, 694, 230)
    ring = dark(c.color, 0.28)
    c.path(
        "M192 470 C176 190 300 112 400 112 C500 112 624 190 608 470", "none",
        f'stroke="{ring}" stroke-width="46" stroke-linecap="round"',
    )  # fmt: skip
    c.path(
        "M192 462 C178 196 302 118 400 118 C498 118 622 196 608 462", "none",
        f'stroke="{light(c.color, 0.12)}" stroke-width="30" stroke-linecap="round"',
    )  # fmt: skip
    c.path(
        "M268 176 C340 116 460 116 532 176", "none",
        f'stroke="{light(c.color, 0.4)}" stroke-width="8" stroke-linecap="round" opacity="0.8"',
    )  # fmt: skip
    for side in (1, -1):
        c.open(f"translate(400 0) scale({side} 1) translate(-400 0)")
        c.rect(176, 404, 30, 90, 12, c.rod(mix(c.color, "#9aa0aa", 0.4)))
        if shape == "square":
            c.rect(250, 436, 66, 216, 32, c.rod(dark("#2a2523", 0.1)))
            c.rect(146, 424, 132, 240, 40, c.body())
            c.rect(
                160, 438, 104, 212, 30, "none",
                f'stroke="{light(c.color, 0.45)}" stroke-width="3" stroke-dasharray="9 6" '
                'opacity="0.8"',
            )  # fmt: skip
            c.circle(212, 544, 26, c.ball("#c9a35d"))
        else:
            c.ellipse(292, 544, 50, 124, c.rod(dark(c.color, 0.45)))
            c.ellipse(222, 544, 88, 138, c.body(dark(c.color, 0.14)))
            c.ellipse(212, 540, 80, 128, c.body())
            c.ellipse(204, 526, 52, 92, "#ffffff", 'opacity="0.08"')
            c.rect(206, 642, 30, 8, 4, dark(c.color, 0.5))
        c.close()


def earbuds(c: Canvas) -> None:
    """Two earbuds over their open case."""
    c.shadow(400, 690, 210)
    c.path(
        "M236 470 C236 372 300 340 400 340 C500 340 564 372 564 470 Z", c.body(dark(c.color, 0.08))
    )
    c.path("M252 466 C252 386 312 358 400 358 C488 358 548 386 548 466 Z", dark(c.color, 0.2))
    for side in (1, -1):
        c.open(f"translate(400 0) scale({side} 1) translate(-400 0)")
        c.open("rotate(-12 330 330)")
        c.rect(326, 250, 36, 196, 18, c.rod(light(c.color, 0.1)))
        c.rect(330, 420, 28, 26, 10, "#c6cad1")
        c.ellipse(326, 222, 66, 60, c.ball(c.color))
        c.ellipse(
            276, 240, 30, 40, c.ball(mix(c.color, "#e9ebee", 0.6)), 'transform="rotate(24 276 240)"'
        )
        c.ellipse(268, 242, 13, 24, "#3a3e47", 'transform="rotate(24 268 242)"')
        c.ellipse(350, 204, 8, 24, "#2b2e36", 'transform="rotate(-30 350 204)"')
        c.close()
        c.close()
    c.rect(232, 440, 336, 234, 92, c.body())
    c.rect(232, 440, 336, 64, 32, c.down((0, light(c.color, 0.4)), (1, c.color)))
    c.path(
        "M236 502 H564", "none", f'stroke="{dark(c.color, 0.22)}" stroke-width="3" opacity="0.7"'
    )
    c.circle(400, 560, 6, "#4cd471")
    c.shine("M262 520 Q262 470 320 470 H350 Q290 540 300 650 Q262 620 262 520 Z", 0.3)


def tube_speaker(c: Canvas) -> None:
    """A lying cylinder covered with cloth."""
    c.shadow(400, 606, 300, 26)
    c.open("rotate(-6 400 430)")
    c.rect(
        120,
        290,
        560,
        280,
        130,
        c.down((0, light(c.color, 0.3)), (0.35, c.color), (1, dark(c.color, 0.5))),
    )
    c.rect(120, 290, 560, 280, 130, c.dots(dark(c.color, 0.4), 9, 1.8), 'opacity="0.55"')
    for x in (154, 646):
        c.ellipse(x, 430, 42, 128, c.ball(dark(c.color, 0.5)))
        c.ellipse(
            x, 430, 28, 96, "none", f'stroke="{light(c.color, 0.2)}" stroke-width="5" opacity="0.7"'
        )
        c.ellipse(x, 430, 16, 54, dark(c.color, 0.7))
    c.rect(
        322,
        392,
        156,
        76,
        14,
        light(c.color, 0.06),
        f'stroke="{dark(c.color, 0.3)}" stroke-width="2"',
    )
    c.text(400, 446, 44, "bass", "#ffffff", 'font-weight="800" letter-spacing="1"')
    for n in range(5):
        c.circle(358 + n * 21, 540, 4.5, "#ffffff", f'opacity="{0.95 if n < 4 else 0.3}"')
    c.path(
        "M250 300 Q400 276 550 300",
        "none",
        'stroke="#ffffff" stroke-width="10" opacity="0.22" stroke-linecap="round"',
    )
    c.close()


def ball_speaker(c: Canvas) -> None:
    """A ball of mesh with a lit top."""
    c.shadow(400, 664, 210, 26)
    c.path(
        "M400 176 C548 176 620 290 620 424 C620 560 530 656 400 656 C270 656 180 560 180 424 "
        "C180 290 252 176 400 176 Z",
        c.ball(c.color),
    )
    c.path(
        "M400 176 C548 176 620 290 620 424 C620 560 530 656 400 656 C270 656 180 560 180 424 "
        "C180 290 252 176 400 176 Z",
        c.dots(dark(c.color, 0.35), 13, 3.4), 'opacity="0.5"',
    )  # fmt: skip
    c.ellipse(400, 216, 128, 40, c.down((0, "#30333c"), (1, "#101218")))
    c.ellipse(
        400, 214, 84, 24,
        c.glow(("0", "#ffffff", 1), ("0.35", "#ff8ad4", 0.95), ("0.7", "#6a8bff", 0.8),
               ("1", "#39e0c8", 0)),
    )  # fmt: skip
    c.text(340, 224, 26, "−", "#ffffff", 'opacity="0.8"')
    c.text(460, 224, 26, "+", "#ffffff", 'opacity="0.8"')
