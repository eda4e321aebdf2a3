"""``python -m holdfast.cli``."""

from holdfast.cli.program import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
