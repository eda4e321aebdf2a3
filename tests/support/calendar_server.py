"""A CalDAV server (radicale) over real HTTP, as a test's own, and its user's calendar program."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import httpx
import icalendar
from radicale import config
from radicale.app import Application

USER, PASSWORD = "anna", "abcd-efgh"
_MAKE = """<?xml version="1.0"?>
<mkcalendar xmlns="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:"><d:set><d:prop>
<d:displayname>{name}</d:displayname></d:prop></d:set></mkcalendar>"""


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


class CalendarServer:
    """``away``: it answers 503; ``locked``: it takes no password; ``leads``: to another address."""

    def __init__(self, folder: Path) -> None:
        users = folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n")
        settings = config.load()
        settings.update(
            {
                "auth": {
                    "type": "htpasswd", "htpasswd_filename": str(users),
                    "htpasswd_encryption": "plain", "delay": "0",
                },
                "storage": {
                    "filesystem_folder": str(folder / "collections"), "_filesystem_fsync": "False",
                },
                "logging": {"level": "critical"},
            },
            "test",
            privileged=True,
        )  # fmt: skip
        self._serve = Application(settings)
        self.away = self.locked = False
        self.leads = ""
        self._numbers = count(1)
        self._server = make_server("127.0.0.1", 0, self._answer, _Threads, _Quiet)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._client = httpx.Client(auth=(USER, PASSWORD), base_url=self.url)

    def _answer(self, environ: Any, start: Any) -> Any:
        if self.away or self.locked:
            start("503 Away" if self.away else "401 No", [("Content-Length", "0")])
            return [b""]
        if self.leads:
            start("301 Moved", [("Content-Length", "0"), ("Location", self.leads)])
            return [b""]
        return self._serve(environ, start)

    def make(self, name: str) -> str:
        """The address of a new calendar, whatever others are called."""
        at = f"/{USER}/{name}-{next(self._numbers)}/"
        made = self._client.request("MKCALENDAR", at, content=_MAKE.format(name=name.title()))
        assert made.status_code == 201, made.text
        return f"{self.url}{at}"

    def put(self, calendar: str, name: str, *lines: str) -> None:
        """An appointment of the user's, as their program writes it."""
        inner = "\r\n".join(lines)
        text = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{name}\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Dentist\r\n{inner}\r\n"
            "END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        self.write(calendar, f"{name}.ics", text)

    def write(self, calendar: str, name: str, text: str) -> None:
        done = self._client.put(f"{calendar}{name}", content=text.encode())
        assert done.status_code in (201, 204), done.text

    def delete(self, calendar: str, name: str) -> None:
        assert self._client.delete(f"{calendar}{name}").status_code == 200

    def events(self, calendar: str) -> dict[str, Any]:
        """What stands there, by the name of its file."""
        listed = self._client.request("PROPFIND", calendar, headers={"Depth": "1"}).text
        names = re.findall(r"<[^>]*href>[^<]*/([^/<]+\.ics)</", listed)
        found: dict[str, Any] = {}
        for name in names:
            read = self._client.get(f"{calendar}{name}")
            if read.status_code == 200:  # else it was deleted meanwhile
                (found[name],) = icalendar.Calendar.from_ical(read.text).walk("VEVENT")
        return found

    def drag(self, calendar: str, name: str, start: Any, end: Any) -> None:
        """The user moves an event by hand; all else of it stays."""
        text = self._client.get(f"{calendar}{name}").text
        whole: Any = icalendar.Calendar.from_ical(text)
        (event,) = whole.walk("VEVENT")
        for key, moment in (("DTSTART", start), ("DTEND", end)):
            del event[key]
            event.add(key, moment)
        self.write(calendar, name, whole.to_ical().decode())

    def stop(self) -> None:
        self._client.close()
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def opened_calendar_server(folder: Path) -> Iterator[CalendarServer]:
    server = CalendarServer(folder)
    try:
        yield server
    finally:
        server.stop()
