"""What only whole processes show: writers at one ledger, a new verb in the menu, an installation from nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
START = """
import sys, django
django.setup()
from datetime import date
"""
SEAT = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("seat", "olwen", organisation="RZA", collaborative="two-rivers", part="programme office")
"""
WRITE = """
from concordat.register.app import actions
from concordat.register.app.models import Seat
from concordat.register.system import Supplier
by = Seat.objects.get().person()
for number in range(25):
    row = Supplier(supplier=f"S{sys.argv[1]}-{number}", name="Halden")
    actions.add_row(by=by, as_of=date(2026, 11, 22), row=row)
"""
VERIFY = """
import json
from concordat.register.app import ledger
from concordat.register.app.models import Entry, LedgerLine
lines = sorted(Entry.objects.values_list("line", flat=True))
print(json.dumps([LedgerLine.objects.count(), lines == list(range(1, 101)), [str(each) for each in ledger.verify()]]))
"""
VERB = """
import concordat
concordat.__path__.append(sys.argv[1])
"""
MENU = """
from django.test import Client
from concordat.register.app.models import Seat
client = Client(SERVER_NAME="localhost")
client.force_login(Seat.objects.get().user)
print(json.dumps([client.get(path).content.decode() for path in ("/", "/wander/", "/manual/")]))
"""


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation of its own, on SQLite."""
    kept = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "SECRET_KEY")}
    own = {"CONCORDAT_HOME": str(tmp_path), "CONCORDAT_DEMO": "1", "DJANGO_SETTINGS_MODULE": "concordat.web.settings"}
    return kept | own


def start(code: str, home: dict[str, str], *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=home, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(code: str, home: dict[str, str], *arguments: str) -> str:
    process = start(code, home, *arguments)
    out, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
    return out


def test_many_writers_at_once_keep_one_whole_ledger(home: dict[str, str]) -> None:
    run(START + SEAT, home)
    writers = [start(START + WRITE, home, str(number)) for number in range(4)]
    for each in writers:
        assert each.communicate(timeout=240)[1] == "" and each.returncode == 0
    assert json.loads(run(START + VERIFY, home)) == [100, True, []]


def test_an_installation_keeps_its_secret_to_itself(home: dict[str, str]) -> None:
    ask = START + "from django.conf import settings; print(settings.SECRET_KEY)"
    first, second = run(ask, home), run(ask, home)
    path = Path(home["CONCORDAT_HOME"], ".secret_key")
    assert first == second and len(first.strip()) > 50
    assert path.stat().st_mode & 0o077 == 0


def test_cookies_are_secure_unless_it_is_a_demo(home: dict[str, str]) -> None:
    ask = START + "from django.conf import settings as s; print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.DEBUG)"
    assert run(ask, home | {"CONCORDAT_DEMO": ""}).split() == ["True", "True", "False"]
    assert run(ask, home).split() == ["False", "False", "False"]


def test_a_new_verb_is_in_the_menu_and_the_manual_without_touching_a_file(home: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "verbs" / "wander"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(
        "from concordat.capability import Capability\n"
        "CAPABILITY = Capability(verb='wander', question='Where to next?', theme='Goes about.')\n"
    )
    code = "import sys, json\n" + VERB + START + SEAT + "from django.conf import settings\n"
    plain = 'settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}\n'
    home_page, verb_page, manual = json.loads(run(code + plain + MENU, home, str(folder.parent)).splitlines()[-1])
    assert "Where to next?" in home_page and 'href="/wander/"' in home_page
    assert "Goes about." in verb_page and "concordat wander" in verb_page
    assert "Where to next?" in manual
