"""The built web app as the server finds it."""

from pathlib import Path

BUILT = Path(__file__).parents[2] / "web" / "dist"
LEAST = 1000


def test_what_browsers_load_lies_packed_beside_it_and_is_smaller_so() -> None:
    scripts = [one for one in BUILT.glob("assets/*.js") if one.stat().st_size >= LEAST]
    assert scripts, "the web app is built (make setup)"
    packed = {one: one.with_name(f"{one.name}.br") for one in scripts}
    assert [one.name for one, its in packed.items() if not its.is_file()] == []
    whole = sum(one.stat().st_size for one in scripts)
    assert sum(its.stat().st_size for its in packed.values()) < whole / 3
