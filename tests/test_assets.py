"""The browser files copied into the repository: nothing remote, nobody's identity, and all of it collectable."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "concordat/web/static"
TEXTS = sorted(each for each in STATIC.rglob("*") if each.suffix in {".css", ".js", ".svg", ".html", ".json"})
STYLES = [each for each in TEXTS if each.suffix == ".css"]

COLLECT = """
import sys, django
from django.conf import settings
settings.configure(
    INSTALLED_APPS=["django.contrib.staticfiles"], STATIC_URL="/static/",
    STATICFILES_DIRS=[sys.argv[1]], STATIC_ROOT=sys.argv[2],
    STORAGES={"staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}},
)
django.setup()
from django.core.management import call_command
call_command("collectstatic", interactive=False, verbosity=0)
"""


def name(path: Path) -> str:
    return str(path.relative_to(STATIC))


@pytest.mark.parametrize("path", TEXTS, ids=name)
def test_nothing_refers_to_another_host(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")  # a name, never fetched
    assert not re.findall(r"(?:https?:)?//[\w-]+\.[\w.-]+", text)
    assert "sourceMappingURL" not in text


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_every_file_a_stylesheet_names_is_here(path: Path) -> None:
    for target in re.findall(r"url\(([^)]+)\)", path.read_text(encoding="utf-8")):
        target = target.strip("\"'")
        assert target.startswith("data:") or (path.parent / target.split("#")[0]).is_file(), target


def test_no_identity_that_is_not_ours() -> None:
    names = [name(each) for each in STATIC.rglob("*")]
    assert not [each for each in names if re.search(r"logo|favicon\.ico|icon-(180|192|512|mask)|opengraph", each)]
    assert not [name(each) for each in TEXTS if "frutiger" in each.read_text(encoding="utf-8").lower()]


def test_htmx_is_the_second_version() -> None:
    assert 'version:"2.' in (STATIC / "vendor/htmx/htmx-2.min.js").read_text(encoding="utf-8")


def test_each_copied_package_carries_its_licence() -> None:
    for folder in (*(STATIC / "vendor").iterdir(), *(ROOT / "tests/browser/vendor").iterdir()):
        assert folder.suffix == ".md" or (folder / "LICENSE").is_file(), folder


def test_the_manifest_storage_collects_it(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", COLLECT, str(STATIC), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.rglob("nhsuk-frontend.min.*.css"))
