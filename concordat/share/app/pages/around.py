"""What stands around every page of an agreement: the way here, its address, and tags for how far it has come."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from concordat.register.agreement import Agreement
from concordat.share.app.pages.tabs import crumbs
from concordat.share.app.versions import Version
from concordat.share.stage import Stage
from concordat.web.page import Crumb

COLOURS = {
    Stage.DRAFT: "yellow",
    Stage.SHOWN: "yellow",
    Stage.AWAITING: "blue",
    Stage.NOT_BEGUN: "blue",
    Stage.IN_FORCE: "green",
    Stage.WANTING: "yellow",
    Stage.STOPPED: "red",
    Stage.SUSPENDED: "orange",
    Stage.REPLACED: "grey",
    Stage.ENDED: "grey",
}


def address(key: str, name: str = "share_agreement", **more: Any) -> str:
    """The address of a page of one version, by its key."""
    return reverse(name, kwargs={"agreement": key, **more})


def called(agreement: Agreement) -> str:
    """What a version is called: its reference, version and title."""
    return f"{agreement.agreement} version {agreement.version}: {agreement.title}"


def crumbs_of(version: Version) -> tuple[Crumb, ...]:
    """The way to a page beneath one version's."""
    return (*crumbs(), Crumb(text=version.key, href=address(version.key)))
