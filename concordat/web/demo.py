"""concordat demo: load the example collaborative into a database of its own, prepare every verb, and serve it."""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from concordat.core.command import as_json, day
from concordat.core.refusal import Refusal

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "three_rivers"
AS_OF = date(2026, 11, 22)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class CannotServe(Refusal):
    """An address at which nothing can be served, or not safely."""


class NotADemo(Refusal):
    """A home whose people have passwords: in a demo anybody signs in as any of them without."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat demo`."""
    parser.add_argument("--check", action="store_true", help="do all but serve, and print one JSON summary")
    parser.add_argument("--host", default="127.0.0.1", help="address to serve at (default: this machine only)")
    parser.add_argument("--open-to-all", action="store_true", help="let whoever reaches it sign in as anybody")
    parser.add_argument("--port", type=int, default=8000, help="port to serve at (default: 8000)")
    parser.add_argument("--home", type=Path, default=Path(".demo"), help="folder for its database (default: .demo)")
    parser.add_argument("--folder", type=Path, default=EXAMPLE, help="workbooks to load (default: the example)")
    parser.add_argument("--as-of", type=day, default=AS_OF, help=f"the day it is (default: {AS_OF})")


def run(arguments: argparse.Namespace) -> int:
    """Prepare it, then check it or serve it."""
    if not arguments.check:
        _may_serve(arguments.host, arguments.open_to_all)
        _port_is_free(arguments.host, arguments.port)
    _settle(arguments.home.resolve(), arguments.host, arguments.as_of)
    from concordat.web import demo_steps  # Django is set up by now, and the rest of the command does without it

    tell = _quiet if arguments.check else print
    summary = demo_steps.prepare(folder=arguments.folder, as_of=arguments.as_of, tell=tell)
    if not arguments.check:
        return _serve(arguments.host, arguments.port)
    summary["pages"] = demo_steps.check_pages()
    print(as_json(summary))
    return _verdict(summary["pages"])


def _verdict(pages: dict[str, int]) -> int:
    """0 where every page answers; else 1, and which do not."""
    wrong = {path: status for path, status in pages.items() if status != 200}
    for path, status in wrong.items():
        print(f"concordat: {path} answered {status}", file=sys.stderr)
    return 1 if wrong else 0


def _settle(home: Path, host: str, as_of: date) -> None:
    """Set the environment of the demo, make its database, and start Django."""
    home.mkdir(parents=True, exist_ok=True)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "concordat.web.settings",
        "CONCORDAT_HOME": str(home),
        "CONCORDAT_DEMO": "1",
        "CONCORDAT_AS_OF": as_of.isoformat(),
        "CONCORDAT_HOSTS": ",".join(dict.fromkeys((*_LOOPBACK, "[::1]", host))),
    }
    os.environ.pop("DATABASE_URL", None)  # a demo never touches the database of an installation
    import django

    django.setup()
    _nobody_has_a_password(home)
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _serve(host: str, port: int) -> int:
    """Serve until interrupted; open the browser once it answers, where somebody is there to see."""
    address = f"http://{host}:{port}"
    options = ("--workers", "1", "--threads", "8", "--bind", f"{host}:{port}", "--log-level", "warning")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that ending the command ends the server too
    server = subprocess.Popen([sys.executable, "-m", "gunicorn", *options, "concordat.web.wsgi"])
    try:
        if _answers(server, f"{address}/healthz"):
            warning = "" if host in _LOOPBACK else " Anybody who can reach it can sign in."
            print(f"Concordat is at {address}. Stop it with Ctrl+C.{warning}", flush=True)
            if sys.stdout.isatty():
                webbrowser.open(address)
        return server.wait()
    except KeyboardInterrupt:
        server.terminate()
        server.wait()
        return 0


def _answers(server: subprocess.Popen[bytes], address: str) -> bool:
    """Whether the server answers before half a minute is over, or it ends."""
    for _ in range(150):
        if server.poll() is not None:
            return False
        try:
            with urlopen(address, timeout=2):
                return True
        except (URLError, OSError):
            time.sleep(0.2)
    return False


def _may_serve(host: str, open_to_all: bool) -> None:
    """A demo asks nobody for a password, so it serves this machine only unless told otherwise."""
    if host not in _LOOPBACK and not open_to_all:
        raise CannotServe(
            f"At {host} others could reach the demo, and anybody who can signs in as anybody",
            remedy="Leave --host out, or add --open-to-all if that is what you want",
        )


def _nobody_has_a_password(home: Path) -> None:
    """Raises NotADemo, before anything is changed, for the home of an installation that is in use."""
    from django.contrib.auth import get_user_model
    from django.db import connection

    users = get_user_model()
    made = users._meta.db_table in connection.introspection.table_names()
    if made and any(each.has_usable_password() for each in users.objects.all()):
        raise NotADemo(
            "Its people have passwords, so it is an installation and no demo", where=str(home),
            remedy="Give --home a folder of its own",
        )  # fmt: skip


def _port_is_free(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            what = f"Port {port} cannot be served at: {problem.strerror}"
            raise CannotServe(what, remedy=f"Stop what is there, or choose another: --port {port + 1}") from problem


def _quiet(line: str) -> None:
    """Say nothing: the summary is all that is printed."""
