"""python -m django seat: give somebody a seat, from which they act for an organisation in a collaborative."""

from __future__ import annotations

import argparse
from typing import Any

from django.core.management.base import BaseCommand

from concordat.core import ods
from concordat.register.app.permission import Part
from concordat.web import seats


class Command(BaseCommand):
    """Gives a seat; the user is made if need be, and then has no password until `changepassword` gives one."""

    help = "Give somebody a seat, from which they act for an organisation in a collaborative."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """What follows `seat`."""
        parser.add_argument("user", help="sign-in name")
        parser.add_argument("--name", default="", help="name as others see it")
        parser.add_argument("--organisation", required=True, type=ods.parse, help="ODS code")
        parser.add_argument("--collaborative", required=True, help="key of the collaborative")
        parser.add_argument("--part", type=Part, default=Part.VIEWER, help=", ".join(Part))
        parser.add_argument("--office", default="", help="such as contract manager")

    def handle(self, *args: Any, **options: Any) -> None:
        """Give it, and say so."""
        asked = {name: options[name] for name in ("user", "name", "organisation", "collaborative", "part", "office")}
        person = seats.give(**asked)
        self.stdout.write(f"{person} may act as {person.part.value} in {person.collaborative}.")
