"""What answers say of the shop's own look and texts."""

from pydantic import Field

from holdfast.api.contract.answers import Answer
from holdfast.shop import POLICIES, PolicyName, PolicyNotFound

__all__ = ["AccentBody", "policy_name"]


class ShadesBody(Answer):
    """The accent on pages of one scheme, as `#rrggbb`."""

    accent: str
    strong: str
    soft: str
    on_accent: str
    contrast: float = Field(description="The least that words in it or on it have (WCAG; AA: 4.5)")


class AccentBody(Answer):
    """The shop's accent colour, legible in both schemes."""

    light: ShadesBody
    dark: ShadesBody


def policy_name(word: str) -> PolicyName:
    """Raises :class:`PolicyNotFound`."""
    found = next((one for one in POLICIES if one == word), None)
    if found is None:
        raise PolicyNotFound
    return found
