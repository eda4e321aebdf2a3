"""From what a buyer chose to the one variant meant, or a clear problem.

shelf = Shelf(database)
offers = await load_offers(shelf, [product_id])
variant = resolve(offers.get(product_id), Selection(color="Black", memory="256GB"))
"""

from collections.abc import Iterable, Mapping
from typing import TypeAlias
from uuid import UUID

from msgspec import Struct

from holdfast.catalog.options import COLOR, MEMORY, fold, option_code
from holdfast.catalog.products import Product, Variant
from holdfast.catalog.shelf import Shelf
from holdfast.kit.errors import Problem
from holdfast.kit.sentences import say

# An offer is a product that is for sale: all of it that a line of an order needs.
Offer: TypeAlias = Product


class ProductNotFound(Problem):
    """No such product, or it is not for sale."""

    status = 404
    code = "product-not-found"
    title = "No such product"


class VariantNotFound(Problem):
    """The product has no such variant (any more), or it belongs to another product."""

    status = 404
    code = "variant-not-found"
    title = "The product has no such variant"


class OptionUnknown(Problem):
    """The product is not offered in this option at all."""

    status = 422
    code = "option-unknown"
    title = "The product has no such option"


class AmbiguousOptions(Problem):
    """Several variants fit: ``choices`` says what is still to be chosen, by option code."""

    status = 422
    code = "ambiguous-options"
    title = "More than one variant matches"


class Selection(Struct, frozen=True):
    """What the buyer chose: a variant by id, or options by code or name, or both."""

    variant_id: UUID | None = None
    color: str | None = None
    memory: str | None = None
    options: Mapping[str, str | None] | None = None

    def chosen(self) -> dict[str, str]:
        """The options by code, without those left open."""
        chosen = {option_code(code): value for code, value in (self.options or {}).items() if value}
        if self.color:
            chosen.setdefault(COLOR, self.color)
        if self.memory:
            chosen.setdefault(MEMORY, self.memory)
        return chosen


async def load_offers(shelf: Shelf, product_ids: Iterable[UUID]) -> dict[UUID, Offer]:
    """The products of these that are for sale, as of now (one gathered query for all callers)."""
    products = await shelf.get_many(product_ids)
    return {product_id: product for product_id, product in products.items() if product.active}


def resolve(offer: Offer | None, selection: Selection) -> Variant | Problem:
    """The one variant of the offer that was meant, or the problem to answer with."""
    if offer is None or not offer.active:
        return ProductNotFound("There is no such product on sale.", field="productId")
    fitting: Iterable[Variant] = offer.on_sale
    if selection.variant_id is not None:
        fitting = [one for one in offer.on_sale if one.id == selection.variant_id]
        if not fitting:
            return VariantNotFound(
                say(
                    "{name} has no variant {variant_id}.",
                    name=offer.name,
                    variant_id=selection.variant_id,
                ),
                field="variantId",
            )
    for code, asked in selection.chosen().items():
        spellings = offer.spellings.get(code)
        if spellings is None:
            return OptionUnknown(
                say("{name} has no option {code}.", name=offer.name, code=code),
                field=code,
            )
        value = spellings.get(fold(asked))
        fitting = [one for one in fitting if value is not None and one.options.get(code) == value]
    found = tuple(fitting)
    if len(found) == 1:
        return found[0]
    if not found:
        return VariantNotFound(
            say("{name} is not available in this combination of options.", name=offer.name)
        )
    return _ambiguous(offer, found)


def _ambiguous(offer: Offer, fitting: tuple[Variant, ...]) -> AmbiguousOptions:
    choices = {}
    for option in offer.options:
        found = {one.options.get(option.code) for one in fitting}
        if len(found) > 1:
            choices[option.code] = [value for value in option.values if value in found]
    return AmbiguousOptions(
        say("Choose {choices} of {name}.", choices=", ".join(choices), name=offer.name),
        extra={"choices": {code: values[:50] for code, values in choices.items()}},
    )
