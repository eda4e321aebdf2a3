"""The benchmarks: ``make bench``, or ``python -m bench [--quick] [case ...]``.

Each case is a file of its own and measures its candidates side by side in one run, in turns, so
that whatever else the machine does meets all of them alike. What is compared are medians.
"""

__all__: list[str] = []
