"""`python -m bench [--quick] [case ...]`: measure, then write the report."""

import argparse
import sys
import time
import traceback

from bench import cases
from bench.machine import describe
from bench.report import REPORT, summary, write
from bench.results import Result, Say


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    reader.add_argument("cases", nargs="*", metavar="case", help=f"of {', '.join(cases.NAMES)}")
    reader.add_argument("--quick", action="store_true", help="shorter turns")
    reader.add_argument(
        "--no-report", action="store_true", help="print the promises, write nothing"
    )
    asked = reader.parse_args()
    unknown = set(asked.cases) - set(cases.NAMES)
    if unknown:
        reader.error(f"no case is called {', '.join(sorted(unknown))}")
    results: dict[str, Result] = {}
    failed: list[str] = []
    begun = time.monotonic()
    for name in asked.cases or cases.NAMES:
        print(f"== {name}", flush=True)
        try:
            results[name] = cases.find(name)(asked.quick, _speaker(name))
        except Exception:  # noqa: BLE001  (the other cases' figures are not lost with this one's)
            failed.append(name)
            traceback.print_exc()
    print(f"\n{summary(results)}\n\nTook {time.monotonic() - begun:.0f} s.")
    if not asked.no_report:
        write(describe(), results, quick=asked.quick)
        print(f"Written: {REPORT}")
    if failed:
        print(f"Not measured: {', '.join(failed)}")
    return 1 if failed else 0


def _speaker(name: str) -> Say:
    begun = time.monotonic()

    def say(text: str) -> None:
        print(f"   {name} {time.monotonic() - begun:4.0f} s  {text}", flush=True)

    return say


if __name__ == "__main__":
    sys.exit(main())
