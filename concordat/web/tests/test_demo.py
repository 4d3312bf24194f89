"""A demo, in which nobody is asked for a password, is not opened to others by accident."""

from __future__ import annotations

import argparse
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model

from concordat.web import demo


def arguments(*given: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    demo.describe(parser)
    return parser.parse_args(given)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "::", "demo.example"])
def test_others_are_not_let_in_unless_that_is_asked_for(host: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    with pytest.raises(demo.CannotServe, match="sign"):
        demo.run(arguments("--host", host, "--home", str(home)))
    assert not home.exists(), "it refuses before it does anything"
    demo._may_serve(host, open_to_all=True)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_this_machine_may_always_be_served(host: str) -> None:
    demo._may_serve(host, open_to_all=False)


def test_a_home_whose_people_have_passwords_is_no_demo(db: None, tmp_path: Path) -> None:
    user = get_user_model().objects.create_user("olwen")
    demo._nobody_has_a_password(tmp_path)
    user.set_password("a long enough pass phrase")
    user.save()
    with pytest.raises(demo.NotADemo, match="installation"):
        demo._nobody_has_a_password(tmp_path)
