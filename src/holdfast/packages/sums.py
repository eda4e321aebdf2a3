"""What prepaid units are worth of what they pay, and how many come back: pure, to the unit.

However often a part comes or goes, the parts together are what the whole would have been: each is
the difference of two wholes.
"""


def worth(price: int, units: int, all_units: int) -> int:
    """What ``units`` of ``all_units`` pay of the ``price``, which all of them pay, and no fewer."""
    return price * units // all_units


def units_for(price: int, amount: int, all_units: int) -> int:
    """The fewest units that are worth ``amount`` of the ``price``."""
    return -(-amount * all_units // price)


def units_back(units: int, amount: int, back_before: int, back: int) -> int:
    """Of the ``units`` that paid ``amount``, how many come back with ``back`` of it, when so much
    came back before."""
    return _back(units, amount, back_before + back) - _back(units, amount, back_before)


def _back(units: int, amount: int, back: int) -> int:
    return -(-units * back // amount)  # rounded up, for the client


def price_back(price: int, units: int, returned_before: int, returned: int) -> int:
    """What is given back of the ``price`` of ``units``, when so many of them are returned, and so
    many were before; rounded down, so that it is never more than was paid."""
    return price * (returned_before + returned) // units - price * returned_before // units
