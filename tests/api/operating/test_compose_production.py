"""The Compose file of one shop for the public: nothing of a demo, each part bounded, TLS before it,
what is kept in volumes; its door is a real one, before a real shop."""

import os
import re
import subprocess
from collections.abc import Callable
from functools import partial
from pathlib import Path

import httpx

from holdfast.setting_words import variable_of
from holdfast.settings import Settings
from tests.support.compose import (
    DEPLOY,
    PRODUCTION,
    document,
    instructions,
    network,
    ours,
    services,
)
from tests.support.server import ServerProcess
from tools.split.program import Program, answers_http, free_port

DATA = "/var/lib/holdfast/data"


def test_each_part_is_bounded_comes_back_and_fills_no_disk_with_logs() -> None:
    for name, one in services(PRODUCTION).items():
        assert one["restart"] == "unless-stopped", name
        limits = one["deploy"]["resources"]["limits"]
        assert limits["memory"] and limits["pids"], name
        assert {"max-size", "max-file"} <= set(one["logging"]["options"]), name
        assert one["cap_drop"] == ["ALL"], name
        assert "no-new-privileges:true" in one["security_opt"], name


def test_nothing_is_a_demo_and_only_the_door_is_open() -> None:
    assert "--demo" not in PRODUCTION.read_text()
    assert [name for name, one in services(PRODUCTION).items() if "ports" in one] == ["door"]
    known = {variable_of(name, field) for name, field in Settings.model_fields.items()}
    (shop,) = ours(PRODUCTION).values()
    assert set(shop["environment"]) <= known
    assert shop["environment"]["HOLDFAST_PROXIES"] == network(PRODUCTION)["subnet"]
    assert shop["environment"]["HOLDFAST_PUBLIC_URL"].startswith("https://")


def test_what_is_kept_is_in_volumes_that_the_image_has_a_place_for() -> None:
    """An empty volume takes its owner from what the image has there; else it is root's."""
    (made,) = [one.rest for one in instructions() if one.rest.startswith("useradd")]
    volumes = set(document(PRODUCTION)["volumes"])
    (shop,) = ours(PRODUCTION).values()
    places = {}
    for name, one in services(PRODUCTION).items():
        for volume in one["volumes"]:
            found = re.fullmatch(r"(\$\{.*?\}|[^:]+):([^:]+)(?::ro)?", volume)
            assert found is not None, volume
            whence, place = found.groups()
            if whence.startswith("./"):
                assert (DEPLOY / whence).exists(), whence
            else:
                assert re.sub(r"\$\{.*:-(.*)\}", r"\1", whence) in volumes, whence
                places[place] = name
    assert places.pop("/data") == "door"
    assert set(places) == {DATA, shop["environment"]["HOLDFAST_BACKUPS"]}
    assert all(place in made.partition("install -d -o 10001")[2] for place in places)
    assert Settings.model_fields["secrets"].default in {
        Path(volume.split(":")[1]) for volume in shop["volumes"]
    }


def test_the_door_leads_to_the_shop_and_says_who_asks(
    start_server: Callable[..., ServerProcess], tmp_path: Path
) -> None:
    shop = start_server(environment={"HOLDFAST_PROXIES": "127.0.0.1"})
    port = free_port()
    words = ["caddy", "run", "--config", str(DEPLOY / "Caddyfile"), "--adapter", "caddyfile"]
    told = {
        **os.environ,
        "SHOP_HOST": f"http://127.0.0.1:{port}",
        "SHOP_AT": shop.url.removeprefix("http://"),
        "CADDY_ADMIN": f"127.0.0.1:{free_port()}",
        "XDG_DATA_HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
    }
    checked = subprocess.run(
        ["caddy", "validate", *words[2:]], env=told, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    ready = partial(answers_http, f"http://127.0.0.1:{port}/health/ready")
    door = Program("caddy", words, tmp_path / "caddy.log", ready, environment=told).start()
    try:
        door.wait_ready()
        with httpx.Client(base_url=f"http://127.0.0.1:{port}") as visitor:
            page = visitor.get("/")
            assert page.status_code == 200
            assert "max-age" in page.headers["strict-transport-security"]
            assert visitor.get("/api/config").json()["shopName"]
            sockets = visitor.get("/socket.io/?EIO=4&transport=polling")
            assert sockets.text.startswith("0{")
    finally:
        door.stop()
