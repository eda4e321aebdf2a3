"""A picture that the shop itself shows, as a value: what a page must know of it."""

from msgspec import Struct


class ShopPicture(Struct, frozen=True):
    """One of ours by its name, in these widths, the widest last; none of it ever changes."""

    name: str
    width: int
    height: int
    widths: tuple[int, ...]
    stand_in: str
