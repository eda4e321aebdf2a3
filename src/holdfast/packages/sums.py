"""What prepaid units are worth of what they pay, and how many come back: pure, to the unit.

However often a part comes or goes, the parts together are what the whole would have been: each is
the difference of two wholes.
"""


def worth(price: int, units: int, all_units: int, before: int = 0) -> int:
    """What ``units`` of ``all_units`` pay of the ``price``, which all of them pay, and no fewer;
    ``before``: what such units paid of it already."""
    if not units:
        return 0
    return price * (units + _needed(price, before, all_units)) // all_units - before


def units_for(price: int, amount: int, all_units: int, before: int = 0) -> int:
    """The fewest units that are worth ``amount`` of the ``price``: rounded up, and one at least.
    After what was paid ``before``, as many as both need at once, less those: so all that is paid in
    parts takes no unit more than the whole."""
    after = _needed(price, before + amount, all_units)
    return max(after - _needed(price, before, all_units), 1)


def _needed(price: int, amount: int, all_units: int) -> int:
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


def least_returned(price: int, units: int, returned_before: int) -> int:
    """The fewest units that something of the ``price`` (above 0) of all of them is given back for,
    when so many were returned before; more than are left where none of these have a share."""
    back = price * returned_before // units
    return -(-(back + 1) * units // price) - returned_before
