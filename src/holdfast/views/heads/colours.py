"""The shop's accent as the page's own colours, before its style sheet comes."""

from functools import lru_cache

from holdfast.shop import accent_of

__all__ = ["accent_style"]


@lru_cache(maxsize=16)
def accent_style(colour: str) -> str:
    """CSS that counts more than the style sheet's ``:root``."""
    accent = accent_of(colour)
    pairs = {
        "accent": (accent.light.accent, accent.dark.accent),
        "accent-strong": (accent.light.strong, accent.dark.strong),
        "accent-soft": (accent.light.soft, accent.dark.soft),
        "on-accent": (accent.light.on_accent, accent.dark.on_accent),
    }
    said = "".join(f"--{name}:light-dark({light},{dark});" for name, (light, dark) in pairs.items())
    return f"html:root{{{said}}}"
