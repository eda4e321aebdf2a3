"""Photographs for the demo's portfolios, drawn as SVG: the same name draws the same picture.

A scene is light on a few shapes: a ground that fades, who or what stands before it with a bright
edge towards the light, and a veil of bokeh.
"""

import random
from collections.abc import Callable, Mapping
from typing import Final

from msgspec import Struct

SIZE: Final = 900


class Palette(Struct, frozen=True):
    """``far`` and ``near``: the ground; ``light``: of the edges; ``dark``: what is turned away."""

    far: str
    near: str
    light: str
    dark: str
    skin: str
    cloth: str


PALETTES: Final[Mapping[str, Palette]] = {
    "amber": Palette("#f3c98b", "#7a4a2b", "#ffe9c4", "#2c1a12", "#e8b48c", "#34424f"),
    "slate": Palette("#9fb1c1", "#2d3a46", "#eef5fb", "#10161b", "#e3b79b", "#b0413e"),
    "rose": Palette("#f2c4c0", "#8a4b5e", "#fff0ec", "#2a141d", "#f0c3a4", "#f6efe6"),
    "moss": Palette("#c8d3a2", "#3e5136", "#f8fbdc", "#141c12", "#dca77f", "#d8b04c"),
    "dusk": Palette("#f4a36c", "#33306b", "#ffd9a8", "#120f2b", "#c98d6c", "#1e2347"),
    "paper": Palette("#f7f4ee", "#c9c2b6", "#ffffff", "#3a3733", "#e6b99a", "#46606e"),
}


def _svg(palette: Palette, body: str) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" width="{SIZE}"'
        f' height="{SIZE}"><defs>'
        '<radialGradient id="g" cx=".68" cy=".3" r=".95">'
        f'<stop offset="0" stop-color="{palette.far}"/>'
        f'<stop offset="1" stop-color="{palette.near}"/></radialGradient>'
        '<radialGradient id="v" cx=".5" cy=".45" r=".75">'
        f'<stop offset=".55" stop-color="{palette.dark}" stop-opacity="0"/>'
        f'<stop offset="1" stop-color="{palette.dark}" stop-opacity=".55"/></radialGradient>'
        '<linearGradient id="s" x1="1" y1="0" x2="0" y2=".5">'
        f'<stop offset="0" stop-color="{palette.light}"/>'
        f'<stop offset=".35" stop-color="{palette.skin}"/>'
        f'<stop offset="1" stop-color="{palette.dark}"/></linearGradient>'
        '<linearGradient id="c" x1="1" y1="0" x2="0" y2=".9">'
        f'<stop offset="0" stop-color="{palette.light}"/>'
        f'<stop offset=".22" stop-color="{palette.cloth}"/>'
        f'<stop offset="1" stop-color="{palette.dark}"/></linearGradient>'
        '<filter id="b6"><feGaussianBlur stdDeviation="6"/></filter>'
        '<filter id="b24"><feGaussianBlur stdDeviation="24"/></filter></defs>'
        f'<rect width="{SIZE}" height="{SIZE}" fill="url(#g)"/>{body}'
        f'<rect width="{SIZE}" height="{SIZE}" fill="url(#v)"/></svg>'
    )


def _bokeh(dice: random.Random, palette: Palette, count: int, top: int, bottom: int) -> str:
    """Lights out of focus."""
    return "".join(
        f'<circle cx="{dice.randrange(SIZE)}" cy="{dice.randrange(top, bottom)}"'
        f' r="{dice.randrange(14, 62)}" fill="{palette.light}"'
        f' fill-opacity="{dice.uniform(0.06, 0.26):.2f}"/>'
        for _ in range(count)
    )


def _person(x: float, top: float, tall: float, hair: str, fill: str = "url(#c)") -> str:
    """From the shoulders up; ``tall``: from the crown to the chest."""
    head = tall * 0.2
    y, neck = top + head * 1.25, top + head * 2.35
    wide = tall * 0.44
    return (
        f'<path d="M{x - wide:.0f} {top + tall * 1.35:.0f}'
        f" C{x - wide:.0f} {neck + head:.0f} {x - head * 1.5:.0f} {neck + head * 0.75:.0f}"
        f" {x - head * 0.55:.0f} {neck + head * 0.45:.0f}"
        f" L{x + head * 0.55:.0f} {neck + head * 0.45:.0f}"
        f" C{x + head * 1.5:.0f} {neck + head * 0.75:.0f} {x + wide:.0f} {neck + head:.0f}"
        f' {x + wide:.0f} {top + tall * 1.35:.0f}Z" fill="{fill}"/>'
        f'<path d="M{x - head * 0.42:.0f} {y + head * 0.6:.0f} h{head * 0.84:.0f}'
        f' v{head * 0.9:.0f} q{-head * 0.42:.0f} {head * 0.5:.0f} {-head * 0.84:.0f} 0Z"'
        ' fill="url(#s)"/>'
        f'<ellipse cx="{x:.0f}" cy="{y - head * 0.12:.0f}" rx="{head * 1.02:.0f}"'
        f' ry="{head * 1.22:.0f}" fill="{hair}"/>'
        f'<ellipse cx="{x + head * 0.1:.0f}" cy="{y + head * 0.16:.0f}" rx="{head * 0.78:.0f}"'
        f' ry="{head:.0f}" fill="url(#s)"/>'
        f'<path d="M{x - head * 0.95:.0f} {y:.0f} q{head * 0.2:.0f} {-head * 1.2:.0f}'
        f" {head * 1.2:.0f} {-head * 0.85:.0f} q{head * 0.75:.0f} {head * 0.15:.0f}"
        f" {head * 0.72:.0f} {head * 0.75:.0f} q{-head * 0.5:.0f} {-head * 0.5:.0f}"
        f" {-head * 0.95:.0f} {-head * 0.45:.0f} q{-head * 0.6:.0f} {head * 0.1:.0f}"
        f' {-head * 0.97:.0f} {head * 0.55:.0f}Z" fill="{hair}"/>'
    )


def _portrait(dice: random.Random, palette: Palette) -> str:
    x = SIZE / 2 + dice.randrange(-60, 60)
    tall = dice.randrange(560, 660)
    glow = (
        f'<circle cx="{x + 190:.0f}" cy="330" r="230" fill="{palette.light}" fill-opacity=".45"'
        ' filter="url(#b24)"/>'
    )
    person = _person(x, SIZE - tall * 1.16, tall, palette.dark)
    return _bokeh(dice, palette, 14, 0, 700) + glow + person


def _family(dice: random.Random, palette: Palette) -> str:
    sun = (
        f'<circle cx="640" cy="330" r="120" fill="{palette.light}" filter="url(#b6)"/>'
        f'<rect y="560" width="{SIZE}" height="340" fill="{palette.near}" fill-opacity=".7"'
        ' filter="url(#b6)"/>'
    )
    heights = (470, 500, 300, 330)
    people = "".join(
        _person(170 + place * 185 + dice.randrange(-14, 14), SIZE - tall * 1.12, tall, palette.dark)
        for place, tall in enumerate(dice.sample(heights, 4))
    )
    return sun + _bokeh(dice, palette, 10, 0, 560) + people


def _street(dice: random.Random, palette: Palette) -> str:
    """A walk: houses down to the sun, and two who go there."""
    houses = []
    for row, (shade, blur) in enumerate((("0.25", "b24"), ("0.55", "b6"), ("0.95", ""))):
        for side in (-1, 1):
            inner = 450 + side * (70 + row * 90)
            high = 300 - row * 110 + dice.randrange(-40, 40)
            edge = 450 + side * (180 + row * 120)
            houses.append(
                f'<path d="M{inner} 640 V{high + 120} L{edge} {high} H{450 + side * 600} V900'
                f' L{inner} 640Z" fill="{palette.dark}" fill-opacity="{shade}"'
                + (f' filter="url(#{blur})"/>' if blur else "/>")
            )
    road = f'<path d="M410 640 H490 L760 900 H140Z" fill="{palette.light}" fill-opacity=".35"/>'
    sun = f'<circle cx="450" cy="560" r="150" fill="{palette.light}" filter="url(#b24)"/>'
    pair = "".join(
        f'<g transform="translate({x} {y}) scale({scale})">'
        '<circle cy="-150" r="26"/><path d="M-34-116q34-24 68 0l12 130q-46 12-92 0z"/>'
        '<path d="M-26 10h24l-4 140h-22zM4 10h24l6 140h-22z"/></g>'
        for x, y, scale in ((418, 640, 1.05), (486, 644, 0.98))
    )
    return sun + "".join(houses) + road + f'<g fill="{palette.dark}">{pair}</g>'


def _thing(dice: random.Random, palette: Palette) -> str:
    """A bottle and a stone on a table, and what the table shows of them."""
    table = (
        f'<rect y="600" width="{SIZE}" height="300" fill="{palette.near}" fill-opacity=".85"/>'
        f'<ellipse cx="450" cy="640" rx="330" ry="46" fill="{palette.dark}" fill-opacity=".35"'
        ' filter="url(#b24)"/>'
    )
    x, wide, high = 400 + dice.randrange(-30, 30), dice.randrange(86, 120), dice.randrange(270, 350)
    bottle = (
        f'<path d="M{x - wide} 640 V{640 - high} q0-50 {wide - 34}-64 V{490 - high} h68'
        f' v{86} q{wide - 34} 14 {wide - 34} 64 V640 q{-wide} 26 {-2 * wide} 0Z" fill="url(#c)"/>'
        f'<path d="M{x + wide - 34} {650 - high} V610" stroke="{palette.light}" stroke-width="14"'
        ' stroke-linecap="round" stroke-opacity=".8" filter="url(#b6)"/>'
        f'<rect x="{x - 38}" y="{450 - high}" width="76" height="48" rx="8" fill="{palette.dark}"/>'
    )
    stone = (
        f'<path d="M{x + 150} 650 q-10-110 90-120 q110 4 96 118 q-90 22-186 2Z" fill="url(#s)"/>'
    )
    both = bottle + stone
    mirror = f'<g transform="translate(0 1284) scale(1 -1)" opacity=".18">{both}</g>'
    return _bokeh(dice, palette, 8, 0, 420) + table + mirror + both


def _room(dice: random.Random, palette: Palette) -> str:
    """Tall windows, their light on the floor, a lamp and a stool."""
    count = dice.choice((3, 4))
    step = 560 // count
    panes, beams = [], []
    for place in range(count):
        x = 90 + place * step
        panes.append(
            f'<rect x="{x}" y="120" width="{step - 36}" height="430" fill="{palette.light}"/>'
            f'<path d="M{x} 262h{step - 36}M{x} 406h{step - 36}M{x + (step - 36) / 2} 120v430"'
            f' stroke="{palette.near}" stroke-width="7"/>'
        )
        beams.append(
            f'<path d="M{x + 110} 700h{step - 36}l150 200h-{step + 10}Z" fill="{palette.light}"'
            ' fill-opacity=".5" filter="url(#b6)"/>'
        )
    floor = f'<path d="M0 690H{SIZE}V900H0Z" fill="{palette.near}" fill-opacity=".9"/>'
    lamp = (
        f'<path d="M770 640l-60 240M770 640l60 240M770 360v300" stroke="{palette.dark}"'
        ' stroke-width="9" stroke-linecap="round"/>'
        f'<path d="M660 300l170-70 40 150-170 20Z" fill="{palette.dark}"/>'
        f'<path d="M650 292l54 116-40 26-60-118Z" fill="{palette.light}"/>'
        f'<circle cx="650" cy="360" r="120" fill="{palette.light}" fill-opacity=".35"'
        ' filter="url(#b24)"/>'
    )
    stool = (
        f'<g stroke="{palette.dark}" stroke-width="12" stroke-linecap="round">'
        '<path d="M410 700l-34 140M490 700l34 140M450 700v140M392 790h116"/></g>'
        f'<ellipse cx="450" cy="698" rx="66" ry="18" fill="{palette.cloth}"/>'
    )
    return "".join(panes) + floor + "".join(beams) + lamp + stool


def _cove(dice: random.Random, palette: Palette) -> str:
    """A white cove with two soft boxes and a paper roll."""
    cove = (
        f'<path d="M0 120H{SIZE}V560C{SIZE} 700 760 740 620 740H280C140 740 0 700 0 560Z"'
        f' fill="{palette.light}" fill-opacity=".85"/>'
        f'<path d="M0 560C0 700 140 740 280 740H620C760 740 {SIZE} 700 {SIZE} 560V900H0Z"'
        f' fill="{palette.far}"/>'
    )
    roll = (
        f'<path d="M330 150h240v520q0 90 60 130H270q60-40 60-130Z" fill="{palette.cloth}"'
        ' fill-opacity=".9"/>'
        f'<rect x="300" y="128" width="300" height="34" rx="17" fill="{palette.dark}"/>'
    )
    lean = dice.randrange(-12, 12)
    boxes = "".join(
        f'<g transform="translate({x} 330) rotate({turn + lean})">'
        f'<path d="M-70-110h140l-24 220h-92Z" fill="{palette.dark}"/>'
        f'<rect x="-86" y="-128" width="172" height="30" rx="6" fill="#fff"/></g>'
        f'<path d="M{x} 420v330M{x - 60} 800L{x} 740l60 60" stroke="{palette.dark}"'
        ' stroke-width="10" fill="none" stroke-linecap="round"/>'
        for x, turn in ((140, 62), (760, -62))
    )
    return cove + roll + boxes


_SCENES: Final[Mapping[str, Callable[[random.Random, Palette], str]]] = {
    "portrait": _portrait,
    "family": _family,
    "street": _street,
    "thing": _thing,
    "room": _room,
    "cove": _cove,
}


def drawn_photograph(name: str) -> str | None:
    """The SVG of ``<scene>-<palette>-<number>.svg``; None when there is no such scene or light."""
    scene, _, rest = name.removesuffix(".svg").partition("-")
    light, _, number = rest.partition("-")
    draw, palette = _SCENES.get(scene), PALETTES.get(light)
    known = number.isascii() and number.isdigit() and len(number) < 4
    if draw is None or palette is None or not known or not name.endswith(".svg"):
        return None
    return _svg(palette, draw(random.Random(f"{scene}/{number}"), palette))
