"""nginx as the one door: our configuration, filled in, in a folder of its own."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tools.split.program import Program, listens

__all__ = ["TEMPLATE", "door_at", "filled_in"]

TEMPLATE: Final = Path(__file__).parents[2] / "deploy" / "nginx.conf.template"
_AROUND: Final = """\
daemon off;
{user}worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
worker_rlimit_nofile 32768;
events {{ worker_connections 16384; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    include {folder}/door.conf;
}}
"""


def filled_in(
    listen: str,
    orders: Sequence[str],
    payments: Sequence[str],
    gateways: Sequence[str],
    following: Sequence[str] = (),
    share: str = "",
) -> str:
    """The configuration for the http block; services by ``host:port``. ``share``: of what orders is
    asked, what its ``following`` version is."""
    text = TEMPLATE.read_text()
    values = {
        "DOOR_LISTEN": listen,
        "ORDERS_SERVERS": _servers(orders),
        "PAYMENTS_SERVERS": _servers(payments),
        "GATEWAY_SERVERS": _servers(gateways),
        "NEXT_SERVERS": _servers(following or orders),
        "NEXT_SHARE": f"{share} next_orders;" if share else "",
    }
    for name, value in values.items():
        text = text.replace("${" + name + "}", value)
    return text


def door_at(folder: Path, port: int, configuration: str) -> Program:
    """nginx with this configuration; checked before it is started."""
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
    if program is None:
        raise RuntimeError("nginx is missing: tools/setup --tests installs it")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "door.conf").write_text(configuration)
    user = "user root;\n" if _is_root() else ""
    (folder / "nginx.conf").write_text(_AROUND.format(folder=folder, user=user))
    words = [program, "-p", str(folder), "-e", f"{folder}/error.log", "-c", f"{folder}/nginx.conf"]
    tried = subprocess.run([*words, "-t"], capture_output=True, text=True, check=False)
    if tried.returncode:
        raise RuntimeError(f"nginx does not take the configuration:\n{tried.stderr}")
    return Program("nginx", words, folder / "nginx.log", lambda: listens(port))


def _servers(addresses: Sequence[str]) -> str:
    return " ".join(f"server {one} max_fails=1 fail_timeout=2s;" for one in addresses)


def _is_root() -> bool:
    return Path("/proc/self").stat().st_uid == 0
