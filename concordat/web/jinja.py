"""Templates: Jinja with the NHS design system's macros, and the few filters every page needs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.contrib.messages import get_messages
from django.template.backends.jinja2 import Jinja2
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader

from concordat.core.money import in_pounds, in_short
from concordat.core.period import long_date
from concordat.core.refusal import as_sentence
from concordat.register.noun import Noun


class Templates(Jinja2):
    """Django's own backend, finding templates in each app's `templates` folder."""

    app_dirname = "templates"


def environment(**options: Any) -> Environment:
    """The environment: our templates first, then the design system's; everything escaped."""
    options |= {"autoescape": True, "undefined": ChainableUndefined}
    options["loader"] = ChoiceLoader([options["loader"], PackageLoader("nhsuk_frontend_jinja")])
    made = Environment(**options)
    made.globals |= {"static": static, "url": url, "url_of": url_of, "messages_for": get_messages}
    made.filters |= {
        "long_date": _long_date,
        "moment": _moment,
        "sentence": as_sentence,
        "pounds": in_pounds,
        "pounds_in_short": in_short,
    }
    return made


def url(name: str, **arguments: Any) -> str:
    """The address of a named page."""
    return str(reverse(name, kwargs=arguments or None))


def _long_date(day: date | None) -> str:
    return long_date(day) if day else ""


def _moment(when: datetime) -> str:
    """ "22 November 2026 at 14:05", in London."""
    local = timezone.localtime(when)
    return f"{long_date(local.date())} at {local:%H:%M}"


def url_of(row: Noun) -> str:
    """The address of a row's own page."""
    return url("row", noun=type(row), key=row.key)
