"""What a picture costs (`python -m bench.pictures`): pictures as cameras make them, sent to the
process that makes them fit: how long it takes, how much of a processor, and what is kept.
"""

import io
import resource
import subprocess
import sys
import time

from PIL import Image, ImageFilter

from holdfast.catalog.pictures import workshop

SIZES = ((640, 480), (2000, 1500), (4000, 3000), (8000, 6000))
TIMES = 3


def photograph(width: int, height: int) -> bytes:
    """Fine grain over soft shapes, as a JPEG of a camera has it."""
    layers = [
        Image.effect_noise((width // 16, height // 16), 120).resize((width, height)) for _ in "rgb"
    ]
    grain = Image.effect_noise((width, height), 12).filter(ImageFilter.GaussianBlur(1))
    picture = Image.blend(Image.merge("RGB", layers), grain.convert("RGB"), 0.2)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=90)
    return out.getvalue()


def once(data: bytes) -> tuple[float, float, int]:
    """Seconds, seconds of a processor, bytes kept."""
    words = [sys.executable, "-IB", str(workshop.MAKER)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    out = subprocess.run(words, input=data, stdout=subprocess.PIPE, env={}, check=True).stdout
    seconds, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return seconds, spent, len(out) - 4 - int.from_bytes(out[:4], "big")


def main() -> None:
    print("| sent | bytes sent | s | processor s | kept, bytes |\n|---|---|---|---|---|")
    for width, height in SIZES:
        data = photograph(width, height)
        seconds, spent, kept = min(once(data) for _ in range(TIMES))
        print(f"| {width} x {height} | {len(data):,} | {seconds:.2f} | {spent:.2f} | {kept:,} |")


if __name__ == "__main__":
    main()
