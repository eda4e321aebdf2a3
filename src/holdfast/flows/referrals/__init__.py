"""Friends invited: on which terms, by whose link, and what is given for them."""

__all__: list[str] = []
