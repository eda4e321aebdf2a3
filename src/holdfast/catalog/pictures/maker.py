"""One picture made fit for the shop, in a process of its own: run as a file, so that nothing of
ours is loaded. It reads the picture from standard input and writes on standard output the length of
a JSON head (four bytes), the head, and the files the head names, one after another. The head of a
picture that is refused has ``refused``, a word of ``REFUSALS``. With the argument ``whole`` the
picture is made for whom it was taken: in all its pixels, and in two sizes to look at.

What it may use is bounded before it looks: memory, processor time, no files written.
"""

import base64
import io
import json
import os
import resource
import sys
from typing import IO, Any, Final

from PIL import AvifImagePlugin, Image, ImageCms, UnidentifiedImageError

MEMORY: Final = 1536 * 2**20
PROCESSOR_SECONDS: Final = 30
FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF")
MAX_SIDE: Final = 12_000  # pixels; a camera's largest pictures are smaller
MAX_PIXELS: Final = 60_000_000
MAX_SCANS: Final = 100
"""Of a JPEG that comes in scans, each of which goes through all its pixels again; a camera's and an
editor's have a dozen at most."""
WIDTHS: Final = (320, 640, 1280)
LARGEST: Final = 2048
"""Of the largest size, the longer side."""
SMALL: Final = 640
"""Of a picture that is made whole, the longer side in a list of many."""

WHOLE_QUALITIES: Final = (92, 85, 70)
MOST_WHOLE: Final = 30 * 2**20
"""Bytes of one: the next quality is tried above that."""
STAND_IN: Final = 16
"""Of the blurred stand-in, the longer side."""

REFUSALS: Final = ("kind", "large", "damaged", "animated", "costly")
_TURNS: Final = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_ORIENTATION: Final = 0x0112


class Refused(Exception):
    """With a word of ``REFUSALS``, and how large the picture is where that matters."""


def main() -> None:
    """Make the picture on standard input; never raises."""
    os.nice(10)  # buyers come first
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS, PROCESSOR_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    Image.MAX_IMAGE_PIXELS = None  # looked at by us, before anything is decoded
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    try:
        head, files = (whole if sys.argv[1:] == ["whole"] else made)(sys.stdin.buffer)
    except Refused as refused:
        head, files = {"refused": refused.args[0], "size": refused.args[1:]}, []
    except MemoryError:
        head, files = {"refused": "costly"}, []
    except Exception:  # noqa: BLE001  (decoders raise what they like for what is broken)
        head, files = {"refused": "damaged"}, []
    packed = json.dumps(head).encode()
    out = sys.stdout.buffer
    for part in (len(packed).to_bytes(4, "big"), packed, *files):
        out.write(part)
    out.flush()


def made(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """Its sizes, widest last, each as WebP and as AVIF, and what a page must know of it."""
    picture = upright(source)
    files: list[bytes] = []
    widths = [*(width for width in WIDTHS if width < picture.width), picture.width]
    for width in widths:
        size = (width, max(1, round(picture.height * width / picture.width)))
        shown = (
            picture if width == picture.width else picture.resize(size, Image.Resampling.LANCZOS)
        )
        files += [
            encoded(shown, "WEBP", quality=80, method=4),
            encoded(shown, "AVIF", quality=60, speed=8, max_threads=1),
        ]
    return head_of(picture, widths, files), files


def whole(source: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """All its pixels as a JPEG, which every program and printer reads, last; before it the two
    sizes that are looked at, as WebP. White shows where it is transparent."""
    picture = upright(source, None)
    if picture.mode == "RGBA":
        paper = Image.new("RGB", picture.size, "white")
        paper.paste(picture, mask=picture.getchannel("A"))
        picture = paper
    jpeg = b""
    for quality in WHOLE_QUALITIES:
        jpeg = encoded(picture, "JPEG", quality=quality, subsampling=0)
        if len(jpeg) <= MOST_WHOLE:
            break
    large = picture.copy()
    large.thumbnail((LARGEST, LARGEST), Image.Resampling.LANCZOS)
    small = large.copy()
    small.thumbnail((SMALL, SMALL), Image.Resampling.LANCZOS)
    looked = [encoded(one, "WEBP", quality=82, method=4) for one in (small, large)]
    files = [*looked, jpeg]
    return head_of(picture, [small.width, large.width, picture.width], files), files


def head_of(picture: Image.Image, widths: list[int], files: list[bytes]) -> dict[str, Any]:
    small = picture.copy()
    small.thumbnail((STAND_IN, STAND_IN))
    tiny = base64.b64encode(encoded(small, "WEBP", quality=30, method=4)).decode()
    return {
        "width": picture.width,
        "height": picture.height,
        "widths": widths,
        "stand_in": f"data:image/webp;base64,{tiny}",
        "lengths": [len(file) for file in files],
    }


def upright(source: IO[bytes], largest: int | None = LARGEST) -> Image.Image:
    """The picture as it is looked at: no larger than ``largest``, turned as it was held, in sRGB,
    without anything beside its pixels."""
    data = source.read()
    try:
        opened = Image.open(io.BytesIO(data), formats=FORMATS)
    except UnidentifiedImageError:
        raise Refused("damaged" if begins_as_picture(data) else "kind") from None
    if max(opened.size) > MAX_SIDE or opened.width * opened.height > MAX_PIXELS:
        raise Refused("large", *opened.size)
    if opened.format != "MPO" and getattr(opened, "is_animated", False):
        raise Refused("animated")
    if data.startswith(b"\xff\xd8") and data.count(b"\xff\xda") > MAX_SCANS:
        raise Refused("costly")
    profile = opened.info.get("icc_profile")
    if largest is not None:
        opened.draft(None, (largest, largest))  # a JPEG is decoded no larger than needed
    opened.load()
    turned = _TURNS.get(opened.getexif().get(_ORIENTATION, 1), ())
    picture = plain(opened)
    if largest is not None:
        picture.thumbnail((largest, largest), Image.Resampling.LANCZOS)
    picture = in_srgb(picture, profile)
    for turn in turned:
        picture = picture.transpose(turn)
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        picture = picture.convert("RGB")
    picture.info.clear()
    return picture


def begins_as_picture(data: bytes) -> bool:
    """Whether its first bytes are those of a format that is taken."""
    return (
        data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"))
        or (data[:4] == b"RIFF" and data[8:12] == b"WEBP")
        or data[4:12] in (b"ftypavif", b"ftypavis")
    )


def plain(picture: Image.Image) -> Image.Image:
    """In colours, with transparency where there is some; CMYK stays for its profile."""
    if picture.mode.startswith("I"):  # 16 bits of grey
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    if picture.mode in ("RGB", "RGBA", "CMYK"):
        return picture
    see_through = "transparency" in picture.info or picture.mode in ("LA", "PA", "La", "RGBa")
    return picture.convert("RGBA" if see_through else "RGB")


def in_srgb(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In the colours every screen shows; a profile that makes no sense is left out of account."""
    alpha = picture.getchannel("A") if picture.mode == "RGBA" else None
    colours = picture if picture.mode == "CMYK" else picture.convert("RGB")
    if profile:
        try:
            shown = ImageCms.profileToProfile(
                colours,
                ImageCms.ImageCmsProfile(io.BytesIO(profile)),
                ImageCms.createProfile("sRGB"),
                outputMode="RGB",
            )
            colours = shown or colours
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    colours = colours.convert("RGB")
    if alpha is not None:
        colours.putalpha(alpha)
    return colours


def encoded(picture: Image.Image, kind: str, **how: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **how)
    return out.getvalue()


if __name__ == "__main__":
    main()
