"""What fits into an SMS: counted as networks count it, and cut where it is too long. Pure."""

from typing import Final

__all__ = ["MOST_SEGMENTS", "as_sms", "segments"]

MOST_SEGMENTS: Final = 3
_MOST_LETTERS: Final = 459
# GSM 03.38. Each of the second costs two.
_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡"
    "ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_BESIDE: Final = frozenset("^{}\\[~]|€")
# One such letter makes the whole of it cost twice.
_PLAINER: Final = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-",
        "…": "...", "·": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " ",
    }
)  # fmt: skip


def segments(text: str) -> int:
    """How many messages it is paid as: 160 letters of GSM's alphabet or 70 of any other, 153 or 67
    where it takes more than one. No letter is parted."""
    plain = _is_plain(text)
    sizes = [1 + (one in _BESIDE) if plain else len(one.encode("utf-16-le")) // 2 for one in text]
    if sum(sizes) <= (160 if plain else 70):
        return 1
    room, full, used = 153 if plain else 67, 0, 0
    for size in sizes:
        if used + size > room:
            full, used = full + 1, 0
        used += size
    return full + 1


def as_sms(title: str, link: str = "") -> str:
    """The title, and the link on a line of its own: at most three segments. It is the title that
    is cut, between words; a link that does not fit is left out."""
    title = " ".join(title.split())[:_MOST_LETTERS]
    plainer = title.translate(_PLAINER)
    title = plainer if _is_plain(plainer) else title
    if link and segments(f"\n{link}") > MOST_SEGMENTS - 1:
        link = ""
    end = f"\n{link}" if link else ""
    if segments(title + end) <= MOST_SEGMENTS:
        return title + end
    more = "..." if _is_plain(title) else "…"
    length = len(title)
    while segments(title[:length].rstrip() + more + end) > MOST_SEGMENTS:
        length -= 1
    words, _, _ = title[:length].rpartition(" ")
    return (words or title[:length]).rstrip(" ,;:-") + more + end


def _is_plain(text: str) -> bool:
    return all(one in _BASIC or one in _BESIDE for one in text)
