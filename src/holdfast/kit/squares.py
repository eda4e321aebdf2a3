"""QR codes: what a camera reads."""

from io import BytesIO
from typing import Final

import segno

__all__ = ["square_code"]

_QUIET: Final = 4  # modules of margin: cameras want it


def square_code(text: str) -> str:
    """An SVG document without a size of its own, dark on white in light pages and dark ones."""
    written = BytesIO()
    segno.make(text, micro=False).save(
        written,
        kind="svg",
        xmldecl=False,
        nl=False,
        omitsize=True,
        border=_QUIET,
        dark="#000",
        light="#fff",
    )
    return written.getvalue().decode()
