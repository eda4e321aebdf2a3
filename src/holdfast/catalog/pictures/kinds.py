"""Which pictures we keep, told by their first bytes, and how large they are."""

from typing import Final

_JPEG_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})


def kind_of(data: bytes) -> str | None:
    """The file's ending, or None for what is no picture or could run (SVG)."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:12] in (b"ftypavif", b"ftypavis"):
        return "avif"
    return None


def size_of(data: bytes, kind: str) -> tuple[int, int] | None:
    """Width and height in pixels where the format says so early, so that pages do not jump."""
    try:
        size = _SIZES[kind](data) if kind in _SIZES else None
    except IndexError:
        return None
    return size if size and 0 < size[0] < 65_536 and 0 < size[1] < 65_536 else None


def _big(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "big")


def _little(data: bytes, at: int, count: int) -> int:
    return int.from_bytes(data[at : at + count], "little")


def _png(data: bytes) -> tuple[int, int]:
    return _big(data, 16, 4), _big(data, 20, 4)


def _gif(data: bytes) -> tuple[int, int]:
    return _little(data, 6, 2), _little(data, 8, 2)


def _webp(data: bytes) -> tuple[int, int] | None:
    form = data[12:16]
    if form == b"VP8X":
        return _little(data, 24, 3) + 1, _little(data, 27, 3) + 1
    if form == b"VP8L":
        bits = _little(data, 21, 4)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if form == b"VP8 ":
        return _little(data, 26, 2) & 0x3FFF, _little(data, 28, 2) & 0x3FFF
    return None


def _jpg(data: bytes) -> tuple[int, int] | None:
    at = 2
    while at + 9 < len(data):
        if data[at] != 0xFF:
            return None
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        if marker in _JPEG_FRAMES:
            return _big(data, at + 7, 2), _big(data, at + 5, 2)
        length = _big(data, at + 2, 2)
        if length < 2:
            return None
        at += 2 + length
    return None


def _avif(data: bytes) -> tuple[int, int] | None:
    at = data.find(b"ispe", 0, 64 * 1024)  # the box that says how large the picture is
    return (_big(data, at + 8, 4), _big(data, at + 12, 4)) if at > 0 else None


_SIZES: Final = {"png": _png, "gif": _gif, "webp": _webp, "jpg": _jpg, "avif": _avif}
