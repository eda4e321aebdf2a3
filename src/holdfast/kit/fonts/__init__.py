"""The letters that papers are set in: they come with us, so no machine lacks one."""

from pathlib import Path
from typing import Final

PAPER_FONT: Final = Path(__file__).parent / "NotoSansCJKkr-Regular.ttf"
"""Latin, Cyrillic and Hangul."""
