"""Cameras and game consoles."""

from holdfast.catalog.demo.drawings.canvas import Canvas, dark, is_light, light, mix


def camera(c: Canvas, top: str = "prism") -> None:
    """A camera: with a ``prism`` hump, or ``flat`` with a finder window."""
    c.shadow(400, 640, 290, 26)
    plate = mix(c.color, "#b4bac2", 0.25) if is_light(c.color) else light(c.color, 0.1)
    if top == "prism":
        c.path("M300 262 L332 176 Q338 162 354 162 H446 Q462 162 468 176 L500 262 Z", c.body(plate))
        c.rect(356, 150, 88, 16, 6, dark(plate, 0.4))
    else:
        c.rect(440, 226, 110, 50, 8, c.body(plate))
        c.rect(452, 238, 64, 32, 6, c.down((0, "#4d668c"), (1, "#10151f"), slant=1))
    c.rect(548, 196, 76, 40, 10, c.rod(mix(plate, "#7c828c", 0.3)))
    c.rect(164, 206, 58, 36, 10, c.rod(mix(plate, "#7c828c", 0.3)))
    c.rect(236, 216, 44, 26, 8, c.rod("#3a3d44"))
    c.rect(120, 232, 560, 390, 46, c.body(plate))
    leather = "#26272b"
    c.rect(120, 296, 560, 250, 0, c.down((0, light(leather, 0.12)), (1, dark(leather, 0.3))))
    c.rect(120, 296, 560, 250, 0, c.dots(light(leather, 0.16), 8, 1.3), 'opacity="0.6"')
    c.path("M120 300 Q96 330 96 430 Q96 560 130 600 H190 Q172 560 172 430 Q172 340 188 300 Z",
           c.rod("#2b2c31"))  # fmt: skip
    c.circle(420, 436, 184, "#101828", 'opacity="0.35" filter="url(#faint)"')
    c.circle(412, 428, 176, c.body(mix(plate, "#3a3d44", 0.75)))
    c.circle(412, 428, 158, "#15161a")
    for n in range(48):
        c.rect(
            410, 262, 4, 16, 2, "#4a4d55", f'transform="rotate({n * 7.5} 412 428)" opacity="0.8"'
        )
    c.circle(412, 428, 136, "#0a0b0e")
    c.circle(412, 428, 128, c.down((0, "#3b3e47"), (1, "#0f1014"), slant=1))
    c.lens(412, 428, 112, "#14161b")
    c.circle(602, 268, 9, "#ffd9a8")
    if top == "prism":
        c.circle(620, 590, 15, "none", 'stroke="#e8743b" stroke-width="5"')


def action_camera(c: Canvas) -> None:
    """A small tough camera with a screen beside its lens."""
    c.shadow(400, 626, 240, 26)
    c.rect(176, 214, 448, 380, 56, c.body(dark(c.color, 0.2)))
    c.rect(184, 220, 432, 368, 50, c.body())
    c.rect(184, 220, 432, 368, 50, c.dots(light(c.color, 0.14), 14, 1.6), 'opacity="0.5"')
    c.rect(296, 202, 84, 18, 8, "#c8342e")
    c.rect(370, 252, 212, 212, 40, "#0b0c10")
    c.lens(476, 358, 96, "#1b1d22")
    c.rect(218, 262, 126, 122, 16, "#07080b")
    c.text(281, 316, 26, "4K · 60", "#ffffff", 'font-weight="600"')
    c.text(281, 352, 20, "02:41", "#8d96a6")
    c.circle(234, 278, 5, "#ff3b30")
    c.text(281, 520, 44, "HERO", light(c.color, 0.6), 'font-weight="800" letter-spacing="3"')
    c.rect(420, 512, 150, 14, 7, dark(c.color, 0.5))


def instant_camera(c: Canvas) -> None:
    """A round-shouldered camera that has just made a picture."""
    c.shadow(400, 676, 240, 26)
    c.open("rotate(4 400 180)")
    c.rect(318, 92, 176, 200, 8, "#ffffff", 'stroke="#d7dbe2" stroke-width="2"')
    c.rect(332, 106, 148, 130, 3, c.down((0, "#9fd0ff"), (0.55, "#fbe3b8"), (1, "#7fb98a")))
    c.circle(440, 146, 18, "#fff3c4")
    c.path("M332 210 L378 160 L410 196 L436 172 L480 214 V236 H332 Z", "#5f9a6f", 'opacity="0.9"')
    c.close()
    c.path(
        "M400 204 C560 204 640 250 640 430 C640 620 570 664 400 664 C230 664 160 620 160 430 "
        "C160 250 240 204 400 204 Z",
        c.body(),
    )
    c.rect(286, 216, 228, 14, 7, dark(c.color, 0.45))
    c.circle(404, 470, 156, dark(c.color, 0.16))
    c.circle(400, 462, 152, c.body(light(c.color, 0.28)))
    c.circle(400, 462, 112, c.body(light(c.color, 0.5)))
    c.lens(400, 462, 78, "#3a3d44")
    c.rect(520, 262, 74, 56, 18, c.down((0, "#fdfdf8"), (1, "#d9d6c8")))
    c.rect(206, 262, 62, 50, 14, "#15171c")
    c.circle(237, 287, 14, c.ball("#3c4d78"))
    c.circle(218, 376, 24, c.ball(light(c.color, 0.45)))


def console(c: Canvas) -> None:
    """A standing console between two white wings, and its gamepad."""
    c.shadow(420, 706, 250, 24)
    c.path("M262 108 C300 96 342 104 352 130 L352 690 L262 690 C236 560 236 230 262 108 Z",
           c.body(light(c.color, 0.1)))  # fmt: skip
    c.path("M352 122 H432 V690 H352 Z", c.rod("#17181d"))
    c.path("M432 130 C446 98 506 92 540 110 C566 240 566 560 540 690 H432 Z", c.body(c.color))
    c.path("M356 126 V688", "none", 'stroke="#3f7bff" stroke-width="4" opacity="0.9"')
    c.path("M428 134 V688", "none", 'stroke="#3f7bff" stroke-width="4" opacity="0.5"')
    c.rect(372, 640, 40, 5, 2.5, "#5d626d")
    c.open("translate(236 366) scale(0.62)")
    _gamepad(c, light(c.color, 0.05), "#1b1d23")
    c.close()


def gamepad(c: Canvas) -> None:
    """A gamepad."""
    c.shadow(400, 620, 270, 26)
    trim = "#1b1d23" if is_light(c.color) or c.color != "#1d1f24" else "#3a3d46"
    _gamepad(c, c.color, trim)


def _gamepad(c: Canvas, color: str, trim: str) -> None:
    c.path(
        "M250 250 H550 C640 250 676 300 700 440 C720 556 712 622 660 622 C606 622 574 520 524 496 "
        "H276 C226 520 194 622 140 622 C88 622 80 556 100 440 C124 300 160 250 250 250 Z",
        c.body(color),
    )
    c.path(
        "M300 250 H500 L512 366 Q510 390 488 392 H312 Q290 390 288 366 Z",
        c.down((0, light(color, 0.4)), (1, light(color, 0.08))),
        f'stroke="{dark(color, 0.25)}" stroke-opacity="0.5" stroke-width="2"',
    )
    c.path("M280 398 H520 L540 492 H260 Z", trim)
    for x in (306, 494):
        c.circle(x, 444, 50, dark(trim, 0.4))
        c.circle(x, 440, 40, c.ball(light(trim, 0.12)))
        c.circle(x, 440, 27, dark(trim, 0.15))
    for dx, dy in ((0, -34), (34, 0), (0, 34), (-34, 0)):
        c.circle(602 + dx, 344 + dy, 17, dark(color, 0.1))
        c.circle(602 + dx, 342 + dy, 16, light(color, 0.5), 'opacity="0.85"')
    c.path("M186 296 h24 v36 h36 v24 h-36 v36 h-24 v-36 h-36 v-24 h36 Z", dark(color, 0.14))
    c.path("M187 293 h22 v37 h37 v22 h-37 v37 h-22 v-37 h-37 v-22 h37 Z", light(color, 0.35))
    c.circle(400, 436, 12, light(trim, 0.5))


def handheld(c: Canvas, sides: str = "") -> None:
    """A handheld console; ``sides`` gives two colours of its grips."""
    c.shadow(400, 590, 330, 24)
    left, right = sides.split(",") if sides else (c.color, c.color)
    c.path("M190 250 H150 Q70 250 70 340 V460 Q70 556 150 556 H190 Z", c.body(left))
    c.path("M610 250 H650 Q730 250 730 340 V460 Q730 556 650 556 H610 Z", c.body(right))
    c.rect(176, 240, 448, 326, 16, c.body("#1c1e24"))
    c.rect(192, 256, 416, 294, 8, "#050608")
    c.rect(
        200, 264, 400, 278, 4, c.down((0, "#2b3a78"), (0.5, "#8a5bd0"), (1, "#ff9a76"), slant=0.3)
    )
    c.circle(470, 404, 56, "#ffe3a6", 'opacity="0.9"')
    c.path(
        "M200 470 L290 380 L356 452 L430 396 L520 474 L600 428 V542 H200 Z",
        "#2a1f4d",
        'opacity="0.8"',
    )
    c.path("M200 506 L300 452 L400 510 L480 462 L600 512 V542 H200 Z", "#150f2b")
    c.shine("M200 264 H400 L240 542 H200 Z", 0.1)
    for x, y in ((126, 322), (674, 462)):
        c.circle(x, y + 3, 34, "#0b0c10")
        c.circle(x, y, 30, c.ball("#34373f"))
        c.circle(x, y, 19, "#202228")
    for cx, cy in ((126, 444), (674, 330)):
        for dx, dy in ((0, -26), (26, 0), (0, 26), (-26, 0)):
            c.circle(cx + dx, cy + dy, 12, c.ball("#2a2c33"))


def film_box(c: Canvas) -> None:
    """A box of instant film, with one picture before it."""
    c.shadow(400, 690, 250, 26)
    c.rect(196, 200, 330, 486, 18, c.body(mix(c.color, "#dfe3e8", 0.4)))
    c.rect(196, 200, 330, 120, 18, c.rod("#2f8fd8"))
    c.text(361, 274, 46, "film", "#ffffff", 'font-weight="700"')
    c.text(284, 640, 40, "× 20", dark(c.color, 0.55), 'font-weight="600"')
    c.open("rotate(8 520 520)")
    c.rect(408, 372, 226, 300, 8, "#ffffff", 'stroke="#d7dbe1" stroke-width="3"')
    c.rect(430, 394, 182, 190, 4, c.down((0, "#8fd0ff"), (0.6, "#f7d9a8"), (1, "#5b8f5a")))
    c.circle(562, 436, 20, "#ffe9b8")
    c.close()
