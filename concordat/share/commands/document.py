"""concordat share document: the papers of an agreement, and an organisation's record of processing."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.command import as_json, write
from concordat.core.refusal import Refusal
from concordat.register.intake import whole_record
from concordat.share.commands.given import takes_record
from concordat.share.out.form import About, forms, made
from concordat.share.out.source import given

HELP = "write a paper: DSA, DPIA, ROPA, flows, notice, renewals"


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share document`."""
    named = "; ".join(f"{each.name}: {each.what}" for each in forms())
    parser.add_argument("name", choices=[each.name for each in forms()], metavar="NAME", help=named)
    takes_record(parser, "folder")
    parser.add_argument("--agreement", metavar="KEY", help='the agreement it is about, such as "DSA-01 / 2"')
    parser.add_argument("--organisation", metavar="ODS", help="the organisation it is about, where it is about one")
    parser.add_argument("--template", type=Path, metavar="FILE", help="your own template in place of ours")
    parser.add_argument("--to", type=Path, metavar="FILE", help="write it here (default: a name of its own)")


def run(arguments: argparse.Namespace) -> int:
    """Write it."""
    form = next(each for each in forms() if each.name == arguments.name)
    about = "organisation" if form.about is About.ORGANISATION else "agreement"
    key = getattr(arguments, about) or ""
    if not key and not form.of_all:
        raise Refusal(f"The {form.what} is about {form.about.value}", remedy=f"say which: --{about}")
    template = (
        given(arguments.template.name, given_bytes(arguments.template, COMMAND_LINE)) if arguments.template else None
    )
    content = made(form.name, whole_record(arguments.folder), key, arguments.as_of or date.today(), template)
    path = arguments.to or Path("-".join(filter(None, (key.replace(" / ", "-"), f"{form.name}.{form.ending}"))))
    write(path, content)
    print(as_json({"file": str(path), "bytes": len(content)}) if arguments.json else f"Wrote {path}")
    return 0
