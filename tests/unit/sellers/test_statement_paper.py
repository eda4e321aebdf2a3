"""A statement's paper knows every kind of movement, in each language."""

from typing import get_args

import pytest

from holdfast.kit.sentences import LANGUAGES
from holdfast.sellers.statement_paper import kind_words
from holdfast.views.seller_statement import SellerKind


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_its_word(language: str) -> None:
    found = kind_words(language)
    assert tuple(found) == get_args(SellerKind)
    assert all(found.values()) and (language == "en") == (found == kind_words("en"))
