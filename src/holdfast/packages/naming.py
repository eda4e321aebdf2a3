"""What a package is called by who reads of it."""

from collections.abc import Mapping
from typing import Any

from holdfast.kit.names import Names, called_now
from holdfast.kit.sentences import Sentence

__all__ = ["package_called"]


def package_called(kept: str, terms: Mapping[str, Any] | None) -> Sentence:
    """What was kept when it was bought; in each language what the package is called there, by its
    ``terms`` as they are kept, if that is still its name."""
    if terms is None:
        return called_now(kept, None)
    texts = (terms.get("texts") or {}).items()
    others = {language: text["name"] for language, text in texts if text.get("name")}
    return called_now(kept, Names(terms["name"], others))
