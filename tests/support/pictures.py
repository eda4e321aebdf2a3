"""Pictures to send: proper ones, and such as nobody should."""

import io
import struct
import zlib
from typing import Any, Literal

from PIL import Image, ImageCms, ImageDraw

from holdfast.catalog import PICTURE_KINDS, KeptPicture, picture_name

BLUE, RED = (20, 40, 200), (200, 30, 20)


def _chunk(name: bytes, data: bytes) -> bytes:
    end = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + end


def png(width: int = 2, height: int = 3) -> bytes:
    """A picture of so many grey pixels; no two sizes are the same picture."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * width) * height)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it has so many pixels."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    parts = (_chunk(b"IHDR", head), _chunk(b"IDAT", rows), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def of_scans(many: int) -> bytes:
    """A small JPEG that goes through its pixels so many times more."""
    whole = saved(Image.new("L", (64, 64), 90), "JPEG", progressive=True)
    last, end = whole.rindex(b"\xff\xda"), whole.rindex(b"\xff\xd9")
    return whole[:end] + whole[last:end] * many + whole[end:]


def saved(picture: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


def mug(*, handle: Literal["right", "left", "above"], size: int = 900) -> bytes:
    """A blue mug on a table: its handle to the right, to the left, or seen from above."""
    picture = Image.new("RGB", (1000, 1000), (238, 234, 226))
    draw = ImageDraw.Draw(picture)
    glaze, shade, inside, tea = (44, 88, 140), (34, 70, 114), (226, 222, 212), (150, 84, 40)
    if handle == "above":
        draw.ellipse((170, 210, 810, 850), fill=(216, 210, 198))
        draw.rounded_rectangle((700, 455, 920, 545), 45, fill=shade)
        draw.ellipse((160, 180, 800, 820), fill=glaze)
        draw.ellipse((205, 225, 755, 775), fill=inside)
        draw.ellipse((245, 265, 715, 735), fill=tea)
    else:
        draw.ellipse((180, 800, 820, 900), fill=(216, 210, 198))
        left = 600 if handle == "right" else 100
        draw.ellipse((left, 330, left + 300, 690), outline=shade, width=62)
        draw.rounded_rectangle((250, 200, 750, 860), 60, fill=glaze)
        draw.ellipse((250, 150, 750, 270), fill=shade)
        draw.ellipse((275, 165, 725, 255), fill=inside)
        draw.rectangle((250, 560, 750, 620), fill=inside)
    return saved(picture.resize((size, size), Image.Resampling.LANCZOS), "PNG")


def held_on_its_side(width: int = 60, height: int = 40) -> bytes:
    """A JPEG, blue above and red below as it is stored, that says it was held turned to the right;
    with where it was taken, and in the colours of another screen."""
    picture = Image.new("RGB", (width, height), BLUE)
    picture.paste(RED, (0, height // 2, width, height))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Camera of somebody"
    exif.get_ifd(0x8825)[2] = (37.0, 33.0, 0.0)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return saved(picture, "JPEG", quality=95, exif=exif, icc_profile=profile)


def moving(kind: str) -> bytes:
    """Two pictures, one after the other."""
    first, second = (Image.new("RGB", (20, 20), colour) for colour in (BLUE, RED))
    return saved(first, kind, save_all=True, append_images=[second])


def made_up(data: bytes, width: int = 3, height: int = 5) -> KeptPicture:
    """As if it had been made fit."""
    return KeptPicture(picture_name(data), width, height, (width,), "data:,")


def file_count(picture: KeptPicture) -> int:
    return len(picture.widths) * len(PICTURE_KINDS)
