"""The mark that ties a test to the sentence it proves."""

from collections.abc import Callable
from typing import Any

import pytest

__all__ = ["sentence"]


def sentence(
    specification: str, section: str, words: str, *, at: str
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """``words`` as they stand in the section, promised at an endpoint, socket event or page."""
    return pytest.mark.sentence(specification, section, words, at)
