"""Fetches the browser files this repository keeps a copy of, and cleans them.

Run it when a version below moves: `.venv/bin/python tools/vendor_assets.py` (it needs npm; nothing else here does).
Each package is checked against its SHA-256, so a second run writes the same bytes. The licence of nhsuk-frontend is not
in its package and was copied from its repository by hand.

Why a copy: a page must load with no network but its own. Why cleaned: the stock NHS.UK stylesheet loads Frutiger from
a remote host, and names its icons by an absolute path, which a manifest of hashed names cannot follow. Frutiger is a
licensed typeface and the NHS logo a trade mark: neither is ours to show.
"""

from __future__ import annotations

import hashlib
import re
import struct
import subprocess
import sys
import tarfile
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "concordat/web/static/vendor"
BROWSER_TESTS = ROOT / "tests/browser/vendor"
FONTS = ROOT / "concordat/core/fonts"


class NotTheSamePackage(Exception):
    """A package's bytes are not those this file was written for."""


@dataclass(frozen=True, kw_only=True)
class Package:
    """One npm package: what of it is kept, and where. `keep` maps a path in the package to a path under `folder`."""

    name: str
    version: str
    sha256: str
    licence: str
    folder: Path
    keep: dict[str, str]
    clean: Callable[[str, bytes], bytes] = lambda name, content: content


def without_identity(name: str, content: bytes) -> bytes:
    """One file of nhsuk-frontend without what must not be served."""
    text = content.decode()
    text = re.sub(r"\s*(/\*|//)# sourceMappingURL=\S+( \*/)?\s*$", "\n", text)
    if name.endswith(".css"):
        text = re.sub(r"@font-face\{[^}]*Frutiger[^}]*\}", "", text)
        text = text.replace("Frutiger W01,", "")
        text = text.replace("url(/assets/images/", "url(images/")
    return text.encode()


def unpacked(name: str, content: bytes) -> bytes:
    """A WOFF font as the OpenType font inside it (W3C, WOFF 1.0, sections 3 to 5); any other file as it is."""
    if not name.endswith(".ttf"):
        return content
    flavour, count = content[4:8], int.from_bytes(content[12:14])
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(">4sHHHH", flavour, count, power * 16, power.bit_length() - 1, (count - power) * 16)
    directory, tables, start = b"", b"", len(header) + 16 * count
    for tag, offset, packed, size, checksum in struct.iter_unpack(">4sIIII", content[44 : 44 + 20 * count]):
        table = content[offset : offset + packed]
        directory += struct.pack(">4sIII", tag, checksum, start + len(tables), size)
        tables += (zlib.decompress(table) if packed < size else table) + bytes(-size % 4)
    return header + directory + tables


# Those the stylesheet names; the macros draw the rest in line.
ICONS = ("arrow-down", "arrow-up", "arrow-up-down", "cross")

PACKAGES = (
    Package(
        name="nhsuk-frontend",
        version="10.6.1",
        sha256="1af037bcb75237c4208809d3ac9a06522ccf61b2268221268ead3985bceb060b",
        licence="MIT",
        folder=STATIC / "nhsuk",
        keep={
            "dist/nhsuk/nhsuk-frontend.min.css": "nhsuk-frontend.min.css",
            "dist/nhsuk/nhsuk-frontend.min.js": "nhsuk-frontend.min.js",
        }
        | {f"dist/nhsuk/assets/images/nhsuk-icon-{icon}.svg": f"images/nhsuk-icon-{icon}.svg" for icon in ICONS},
        clean=without_identity,
    ),
    Package(
        name="htmx.org",
        version="2.0.11",
        sha256="165a2655073e9e6e55e307a7c74e8ebcdb76afb7701f9c16cfd106a13add408e",
        licence="0BSD",
        folder=STATIC / "htmx",
        keep={"dist/htmx.min.js": "htmx-2.min.js", "LICENSE": "LICENSE"},
    ),
    Package(
        name="axe-core",
        version="4.14.1",
        sha256="e6b0ce02b84d892e2e33e403485e7f3d6c29e2be6df65daf44d89ba564139745",
        licence="MPL-2.0",
        folder=BROWSER_TESTS / "axe",
        keep={"axe.min.js": "axe.min.js", "LICENSE": "LICENSE", "LICENSE-3RD-PARTY.txt": "LICENSE-3RD-PARTY.txt"},
    ),
    Package(  # as wide as Arial, letter by letter, so a drawing measured for one fits the other
        name="@fontsource/arimo",
        version="5.3.0",
        sha256="df44945077a74905969f15bba3b442f9fb6773818b2b59c970911deace01132f",
        licence="OFL-1.1",
        folder=FONTS / "arimo",
        keep={
            "files/arimo-latin-400-normal.woff": "arimo.ttf",
            "files/arimo-latin-700-normal.woff": "arimo-bold.ttf",
            "files/arimo-latin-ext-400-normal.woff": "arimo-more-letters.ttf",
            "LICENSE": "LICENSE",
        },
        clean=unpacked,
    ),
)


def fetch(package: Package, folder: Path) -> Path:
    """The package as npm's archive, its bytes checked."""
    wanted = f"{package.name}@{package.version}"
    subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"{package.name.strip('@').replace('/', '-')}-{package.version}.tgz"
    found = hashlib.sha256(archive.read_bytes()).hexdigest()
    if found != package.sha256:
        raise NotTheSamePackage(f"{wanted} has SHA-256 {found}, and {package.sha256} was expected.")
    return archive


def write(package: Package, archive: Path) -> None:
    """Each kept file, cleaned, in its place."""
    with tarfile.open(archive) as members:
        for source, target in package.keep.items():
            content = members.extractfile(f"package/{source}")
            assert content is not None, source
            path = package.folder / target
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(package.clean(target, content.read()))


def note(packages: tuple[Package, ...]) -> str:
    """The list of what is here, for a reader of the folder."""
    lines = [f"| {each.name} | {each.version} | {each.licence} | `{each.sha256}` |" for each in packages]
    return "\n".join(
        [
            "# What is copied here, and from which version",
            "",
            "Written by `tools/vendor_assets.py`, which says what it removes and why. Licences are beside the files.",
            "",
            "| npm package | version | licence | SHA-256 of the package |",
            "|---|---|---|---|",
            *lines,
            "",
        ]
    )


def main() -> int:
    """Fetch, clean and write every package."""
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            write(package, fetch(package, Path(folder)))
    for home in (STATIC, BROWSER_TESTS, FONTS):
        (home / "VERSIONS.md").write_text(note(tuple(each for each in PACKAGES if home in each.folder.parents)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
