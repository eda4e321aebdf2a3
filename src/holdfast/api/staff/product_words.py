"""What products are called in other languages, as staff send and see it."""

from typing import Annotated, Final

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line
from holdfast.catalog import MAX_HTML, MAX_VARIANTS, OptionTranslation, Product, clean_html
from holdfast.catalog.writing import OptionWords, ProductWords

__all__ = [
    "MAX_OPTIONS", "MAX_VALUES", "ProductWordsAsked", "StaffProductWords", "Value", "Word",
    "words_body",
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


class ProductWordsAsked(Ask):
    """A product in another language; what is empty stays in the shop's own words."""

    name: Annotated[str, Field(max_length=255), AfterValidator(one_line)] = ""
    description: Annotated[str, Field(max_length=MAX_HTML)] = ""
    options: Annotated[list[OptionWordsAsked], Field(max_length=MAX_OPTIONS)] = Field(
        default_factory=list, description="In the order of the options"
    )

    @property
    def words(self) -> ProductWords:
        options = tuple(OptionWords(one.name, tuple(one.values)) for one in self.options)
        return ProductWords(self.name, clean_html(self.description), options)


class StaffOptionWords(Answer):
    name: str
    values: list[str] = Field(description="In the order of the option's values; empty: the same")


class StaffProductWords(Answer):
    """In another language; what is empty is as in the shop's own words."""

    name: str
    description: str
    options: list[StaffOptionWords] = Field(description="In the order of the options")


def words_body(product: Product, locale: str) -> StaffProductWords:
    said = product.translations[locale]
    options = []
    for option in product.options:
        words = said.options.get(option.code) or OptionTranslation()
        values = [words.values.get(value, "") for value in option.values]
        options.append(StaffOptionWords(name=words.name or "", values=values))
    return StaffProductWords(
        name=said.name or "", description=said.description or "", options=options
    )
