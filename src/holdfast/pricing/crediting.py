"""A price of which a part is paid already, with other goods."""

from collections.abc import Sequence

from msgspec.structs import replace

from holdfast.pricing.quoting import Quote, QuotedLine, quote
from holdfast.pricing.rules import Discount, Fixed, PricedLine


def credited(
    lines: Sequence[PricedLine],
    found: Quote,
    credit: int,
    name: str,
    currency: str,
    *,
    included: bool,
) -> Quote:
    """``credit`` comes off what discounts left of the ``lines``, at most all of it; the tax is that
    of the rest."""
    if not credit:
        return found
    left = [
        PricedLine(line.product_id, one.amount - one.discount, 1, line.variant_id, tax=line.tax)
        for line, one in zip(lines, found.lines, strict=True)
    ]
    off = Discount(Fixed(credit), currency, name=name, credit=True)
    rest = quote(left, currency, off, included=included)
    assert isinstance(rest, Quote), "some of it is to pay"
    both = zip(found.lines, rest.lines, strict=True)
    return replace(
        found,
        lines=tuple(
            QuotedLine(one.amount, one.discount + more.discount, more.tax) for one, more in both
        ),
        discount=found.discount + rest.discount,
        tax=rest.tax,
        taken=(*found.taken, *rest.taken),
        taxed=rest.taxed,
        included=rest.included,
    )
