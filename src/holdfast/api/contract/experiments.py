"""Experiments in requests and answers: what staff say, and what a page is told of them."""

from collections.abc import Sequence
from typing import Annotated, Any, Final, TypeAlias
from uuid import UUID

from pydantic import AfterValidator, Field

from holdfast.api.contract.answers import Answer, Ask
from holdfast.api.contract.texts import one_line, written
from holdfast.experiments import (
    ARRANGED,
    MAX_SENTENCE,
    MOST_VARIANTS,
    MOST_WEIGHT,
    SENTENCES,
    Change,
    Experiment,
    Goal,
    SentenceKey,
    Terms,
    Variant,
    Where,
)
from holdfast.kit.sentences import LANGUAGES, say

__all__ = ["ExperimentAsked", "InterfaceBody", "VariantShown", "interface_body"]

_ALL_BUT_ONE: Final = 9_999
_Said: TypeAlias = Annotated[
    dict[str, Annotated[str, Field(max_length=MAX_SENTENCE)]], Field(max_length=len(LANGUAGES))
]
_Words: TypeAlias = Annotated[dict[SentenceKey, _Said], Field(max_length=len(SENTENCES))]
_Arranged: TypeAlias = Annotated[
    dict[Where, Annotated[str, Field(max_length=40)]], Field(max_length=len(ARRANGED))
]
_Share: TypeAlias = Annotated[int, Field(ge=1, le=_ALL_BUT_ONE, strict=True)]
_Name: TypeAlias = Annotated[
    str,
    Field(min_length=1, max_length=100),
    AfterValidator(one_line),
    written(say("Write a name.")),
]


class ExperimentVariantAsked(Ask):
    """What a part of the visitors sees. The first one changes nothing."""

    name: _Name
    weight: Annotated[int, Field(ge=1, le=MOST_WEIGHT, strict=True)] = Field(
        default=1, description="Its part of the visitors, of the sum of all weights"
    )
    words: _Words = Field(
        default={}, description="What a sentence says instead, by its key and language"
    )
    arranged: _Arranged = Field(
        default={},
        description="`product-text`: `above` what is bought by; `free-times`: a `list` of the next",
    )

    def variant(self) -> Variant:
        words: dict[str, dict[str, str]] = {
            key: {language: text.strip() for language, text in said.items()}
            for key, said in self.words.items()
        }
        # Places are plain strings from here on: to mypy a copy by `dict()` does not make them so.
        arranged: dict[str, str] = {place: how for place, how in self.arranged.items()}  # noqa: C416
        return Variant(self.name, self.weight, Change(words, arranged))


class ExperimentAsked(Ask):
    """Variants to compare. Of a running experiment nothing changes any more."""

    key: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="Short and for good: small letters, digits and hyphens"
    )
    name: _Name
    goal: Goal = Field(
        description="What is compared: who paid for an order, or whose booking was confirmed."
        " Both are counted"
    )
    base_rate: _Share = Field(description="How many of 10,000 visitors do that now")
    least_difference: _Share = Field(
        description="How many more or fewer of 10,000 it takes to matter. The smaller, the more"
        " visitors are needed"
    )
    variants: Annotated[list[ExperimentVariantAsked], Field(min_length=2, max_length=MOST_VARIANTS)]

    def terms(self) -> Terms:
        variants = tuple(one.variant() for one in self.variants)
        return Terms(
            self.key, self.name, self.goal, self.base_rate, self.least_difference, variants
        )


class ChangeShown(Answer):
    """Sentences by key and language, and how places are arranged; all else is as it always is."""

    words: dict[str, dict[str, str]]
    arranged: dict[str, str]


class VariantShown(ChangeShown):
    weight: int


class ExperimentShown(Answer):
    id: UUID
    variants: list[VariantShown] = Field(
        description="A page shows one of them, the same at each visit, by the weights; the first"
        " one changes nothing"
    )


class InterfaceBody(Answer):
    """What this shop's pages say and arrange in another way."""

    everybody: ChangeShown
    experiments: list[ExperimentShown] = Field(
        description="Those that run. What was shown is told by"
        " `PUT /api/experiments/{experiment_id}/seen`"
    )


def interface_body(shown: Sequence[Experiment]) -> dict[str, Any]:
    """Of those that run, and of those of which everybody sees a variant: the later one counts."""
    everybody = Change()
    for one in shown:
        if one.kept is not None:
            everybody = one.terms.variants[one.kept].change.over(everybody)
    return {
        "everybody": _change(everybody),
        "experiments": [
            {"id": str(one.id), "variants": [_variant(each) for each in one.terms.variants]}
            for one in shown
            if one.is_running
        ],
    }


def _variant(one: Variant) -> dict[str, Any]:
    return {**_change(one.change), "weight": one.weight}


def _change(change: Change) -> dict[str, Any]:
    words = {key: dict(said) for key, said in change.words.items()}
    return {"words": words, "arranged": dict(change.arranged)}
