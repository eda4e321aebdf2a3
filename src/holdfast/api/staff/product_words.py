"""What products are called in other languages, as staff send and see it."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line
from holdfast.catalog import (
    MAX_HEAD_TEXT,
    MAX_HEAD_TITLE,
    MAX_HTML,
    MAX_VARIANTS,
    HeadWords,
    OptionTranslation,
    Product,
    Translation,
    clean_html,
)
from holdfast.catalog.writing import OptionWords, ProductWords
from holdfast.kit.locales import LOCALES

__all__ = [
    "MAX_OPTIONS", "MAX_VALUES", "HeadWordsAsked", "ProductWordsAsked", "StaffHeadWords",
    "StaffProductWords", "Value", "Word", "head_body", "heads_asked", "texts_body",
]  # fmt: skip

MAX_OPTIONS: Final = 3
MAX_VALUES: Final = MAX_VARIANTS  # of one option: what an import lets in is edited, too

Word = Annotated[str, Field(max_length=100), AfterValidator(one_line)]
Value = Annotated[str, Field(max_length=255), AfterValidator(one_line)]


class OptionWordsAsked(Ask):
    """An option in another language."""

    name: Word = ""
    values: Annotated[list[Value], Field(max_length=MAX_VALUES)] = Field(
        default_factory=list, description="In the order of the option's values"
    )


class HeadWordsAsked(Ask):
    """What search engines show of a product; what is empty is its name, and the first words of its
    description."""

    title: Annotated[str, Field(max_length=MAX_HEAD_TITLE), AfterValidator(one_line)] = ""
    description: Annotated[str, Field(max_length=MAX_HEAD_TEXT), AfterValidator(one_line)] = ""

    @property
    def words(self) -> HeadWords:
        return HeadWords(self.title, self.description)


class ProductWordsAsked(Ask):
    """A product in another language; what is empty stays in the shop's own words."""

    name: Annotated[str, Field(max_length=255), AfterValidator(one_line)] = ""
    description: Annotated[str, Field(max_length=MAX_HTML)] = ""
    options: Annotated[list[OptionWordsAsked], Field(max_length=MAX_OPTIONS)] = Field(
        default_factory=list, description="In the order of the options"
    )
    search: HeadWordsAsked | None = Field(default=None, description="Null: it stays")

    @property
    def words(self) -> ProductWords:
        options = tuple(OptionWords(one.name, tuple(one.values)) for one in self.options)
        return ProductWords(self.name, clean_html(self.description), options)


class StaffOptionWords(Answer):
    name: str
    values: list[str] = Field(description="In the order of the option's values; empty: the same")


class StaffHeadWords(Answer):
    """What search engines show; what is empty is the product's own."""

    title: str
    description: str


class StaffProductWords(Answer):
    """In another language; what is empty is as in the shop's own words."""

    name: str
    description: str
    options: list[StaffOptionWords] = Field(description="In the order of the options")
    search: StaffHeadWords


def heads_asked(
    own: HeadWordsAsked | None, texts: Mapping[str, ProductWordsAsked] | None
) -> dict[str, HeadWords]:
    """By language those that are to be others; what goes with a language is gone."""
    heads = {} if own is None else {"": own.words}
    for locale in LOCALES if texts is not None else ():
        said = (texts or {}).get(locale)
        if said is None:
            heads[locale] = HeadWords()
        elif said.search is not None:
            heads[locale] = said.search.words
    return heads


def head_body(product: Product, locale: str = "") -> StaffHeadWords:
    """What search engines show in that language; without one, in the shop's own words."""
    said = product.heads.get(locale) or HeadWords()
    return StaffHeadWords(title=said.title, description=said.description)


def texts_body(product: Product) -> dict[str, StaffProductWords]:
    """Its words in other languages, by language."""
    said = sorted({*product.translations, *product.heads} - {""})
    return {locale: _words_body(product, locale) for locale in said}


def _words_body(product: Product, locale: str) -> StaffProductWords:
    said = product.translations.get(locale) or Translation()
    options = []
    for option in product.options:
        words = said.options.get(option.code) or OptionTranslation()
        values = [words.values.get(value, "") for value in option.values]
        options.append(StaffOptionWords(name=words.name or "", values=values))
    return StaffProductWords(
        name=said.name or "",
        description=said.description or "",
        options=options,
        search=head_body(product, locale),
    )
