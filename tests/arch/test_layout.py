"""How the code is laid out: the rules of the design that a machine can check."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

from tests.arch.source import OPEN_FOLDERS, PACKAGE, modules

LONGEST = 350
VAGUE = re.compile(r"(utils?|helpers?|common|misc|base|managers?)$")

# (file, function): why an import stands there and not at the top.
LATE_IMPORTS = {
    "booking/schedule/country_holidays.py": "holidays takes 0.05 s to load; few have a studio",
    "bot/line.py": "aiogram takes seconds to load, and 100 MB; only who is on duty needs it",
    "kit/sentry.py": "sentry-sdk is loaded by a shop that has a Sentry; no other needs it",
    "cli/messages.py": "a command loads what it works with when it runs",
    "cli/people.py": "a command loads what it works with when it runs",
    "cli/shop.py": "a command loads what it works with when it runs",
    "db/migrate.py": "Alembic takes 0.3 s to load and is seldom needed",
    "kit/fonts/__init__.py": "what makes paper takes 0.3 s to load, and few papers are made",
    "live/feed.py": "Redis' client takes 0.2 s to load, and one worker alone needs none",
    "sinks/targets.py": "RabbitMQ's client takes 0.2 s to load, and few shops have one",
    "roles/card_providers.py": "Stripe's client takes 0.3 s to load, and not every shop has it",
    "server/worker.py": "the application is loaded by a process prepared for it",
}
# Files that may look at the environment.
READS_ENVIRONMENT = {"settings.py", "cli/program.py"}
# Waiting for something that cannot tell us.
SLEEPS = {
    "db/datadir.py": "another process writes its state file",
    "server/listening.py": "another process lets go of a port",
}


def test_layers() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [program, "--no-logo"], capture_output=True, text=True, cwd=PACKAGE.parents[1], check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_is_a_package() -> None:
    """One without ``__init__.py`` would be invisible to import-linter."""
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_the_parent_process_stays_light() -> None:
    """`holdfast serve` loads neither the application nor what it stands on."""
    heavy = ("sqlalchemy", "alembic", "fastapi", "pydantic", "uvicorn", "holdfast.app")
    asked = (
        f"import sys, holdfast.server.supervisor; print([m for m in {heavy} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_worker_loads_no_library_it_has_no_use_for() -> None:
    """Each of them costs a tenth of the time until the shop is open."""
    heavy = ("aiohttp", "alembic", "pygments", "redis", "requests", "rich", "websocket")
    asked = (
        "import sys; from holdfast.server.worker import leave_out; leave_out(redis=False); "
        "import holdfast.server.serving, holdfast.app; "
        f"print([m for m in {heavy} if sys.modules.get(m)])"
    )
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_worker_loads_what_its_payment_providers_need() -> None:
    """Though it leaves the same libraries out where there is no such provider."""
    keys = {
        "HOLDFAST_STRIPE_SECRET_KEY": "sk_test_x",
        "HOLDFAST_YOOKASSA_SHOP_ID": "1",
        "HOLDFAST_YOOKASSA_SECRET_KEY": "test_x",
        "HOLDFAST_PAYPAL_CLIENT_ID": "x",
        "HOLDFAST_PAYPAL_CLIENT_SECRET": "x",
    }
    asked = (
        "from holdfast.server.worker import leave_out; leave_out(redis=False); "
        "import holdfast.server.serving, holdfast.app; "
        "from holdfast.roles.card_providers import card_providers; "
        "from holdfast.settings import Settings; print(*card_providers(Settings())[0])"
    )
    command = [sys.executable, "-c", asked]
    done = subprocess.run(command, env=os.environ | keys, capture_output=True, text=True)
    assert done.stdout.split() == ["stripe", "yookassa", "paypal"], done.stderr


def test_every_module_of_an_open_folder_names_its_surface() -> None:
    """What a noun offers, its folder says; of its modules that is what has no underscore."""
    without = [
        module.label
        for module in modules().values()
        if module.folder in OPEN_FOLDERS
        and module.public is None
        and "migrations/" not in module.label
        and module.text.strip()
    ]
    assert not without, f"no __all__: {without}"


def test_only_public_names_cross_folders() -> None:
    """A noun is imported by its folder's name; other folders by their modules."""
    ours = modules()
    wrong = []
    for module in ours.values():
        for found in module.imports:
            if not found.module.startswith("holdfast.") or found.name is None:
                continue
            source = ours.get(found.module)
            if source is None or source.folder == module.folder or not source.folder:
                continue
            where = f"{module.label}:{found.line}: {found.name} of {found.module}"
            if f"{found.module}.{found.name}" in ours:  # a module of an open folder
                if source.folder not in OPEN_FOLDERS:
                    wrong.append(f"{where} (a module of a closed folder)")
            elif found.name not in (source.public or []):
                wrong.append(f"{where} (not in __all__)")
            elif source.path.name == "tables.py" and module.folder == "views":
                continue  # a view is SQL over several nouns' tables
            elif source.folder not in OPEN_FOLDERS and source.path.name != "__init__.py":
                wrong.append(f"{where} (import it from its folder)")
    assert not wrong, "\n".join(wrong)


def test_a_name_is_imported_from_where_it_is_defined() -> None:
    """Or from its folder: a module that only imports it itself does not offer it."""
    ours = modules()
    wrong = []
    for module in ours.values():
        for found in module.imports:
            source = ours.get(found.module)
            if source is None or found.name is None or source.path.name == "__init__.py":
                continue
            if found.name in (source.public or ()):
                continue
            if any(one.name == found.name for one in source.imports):
                wrong.append(f"{module.label}:{found.line}: {found.name} of {found.module}")
    assert not wrong, "\n".join(wrong)


def test_every_name_offered_exists() -> None:
    wrong = []
    for module in modules().values():
        defined = set(re.findall(r"[A-Za-z_]\w*", module.text.replace(str(module.public), "")))
        wrong += [f"{module.label}: {name}" for name in module.public or [] if name not in defined]
    assert not wrong, wrong


def test_no_file_is_long() -> None:
    long = {
        module.label: lines
        for module in modules().values()
        if (lines := len(module.text.splitlines())) > LONGEST
    }
    assert not long, f"is there a second concept inside? {long}"


def test_names_say_something() -> None:
    vague = [path for path in PACKAGE.rglob("*") if VAGUE.fullmatch(path.stem)]
    assert not vague


def test_zones_are_read_in_one_place() -> None:
    """``ZoneInfo(name)`` reads the system's, which may be of another year than the package's."""
    made = [
        f"{module.label}:{node.lineno}"
        for module in modules().values()
        for node in module.nodes("ZoneInfo")
        if isinstance(node, ast.Call)
        and re.search(r"\bZoneInfo(\.\w+)?$", ast.unparse(node.func))
        and module.label != "kit/zones.py"
    ]
    assert not made, f"use holdfast.kit.zones.zone: {made}"


def test_imports_stand_at_the_top() -> None:
    late = [
        f"{module.label}:{found.line} in {found.inside}"
        for module in modules().values()
        for found in module.imports
        if found.inside is not None and module.label not in LATE_IMPORTS
    ]
    assert not late, late


def test_only_the_composition_root_reads_settings() -> None:
    pattern = re.compile(r"os\.environ|os\.getenv|pydantic_settings")
    readers = [
        module.label
        for module in modules().values()
        if pattern.search(module.text) and module.label not in READS_ENVIRONMENT
    ]
    assert not readers, readers


def test_no_sleeping() -> None:
    sleepers = [
        f"{module.label}:{line}"
        for module in modules().values()
        for name, line in module.uses("sleep")
        if name == "time.sleep" and module.label not in SLEEPS
    ]
    assert not sleepers, sleepers


def test_time_comes_from_one_place() -> None:
    asking = ("datetime.now", "datetime.utcnow", "date.today", "datetime.today")
    askers = [
        f"{module.label}:{line} {name}"
        for module in modules().values()
        for name, line in module.uses("now", "utcnow", "today")
        if name.removeprefix("datetime.").removeprefix("dt.") in asking or name in asking
        if module.label != "kit/clock.py"
    ]
    assert not askers, askers
