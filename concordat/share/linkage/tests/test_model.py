"""Splink as the oracle: our model in its hands gives our weights, and its own on our people does no better."""

from __future__ import annotations

import json
from typing import Any

import pytest

from concordat.share.linkage import model
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.weights import DEFAULT_M, Parameters

U = {name: tuple([0.01] * (len(levels) - 1) + [1 - 0.01 * (len(levels) - 1)]) for name, levels in LEVELS.items()}
PARAMETERS = Parameters(m=DEFAULT_M, u=U, prior=0.001, how="given")


def test_a_model_is_read_back_as_it_was_written() -> None:
    said = json.loads(json.dumps(model.as_splink(PARAMETERS)))
    again = model.from_splink(said)
    assert (again.m, again.u, again.prior, again.version) == (
        PARAMETERS.m, PARAMETERS.u, PARAMETERS.prior, PARAMETERS.version,
    )  # fmt: skip


@pytest.mark.parametrize("how", ["a comparison gone", "a level gone", "m of nought"])
def test_a_model_that_is_not_ours_is_refused(how: str) -> None:
    said: dict[str, Any] = model.as_splink(PARAMETERS)
    if how == "a comparison gone":
        said["comparisons"].pop()
    elif how == "a level gone":
        said["comparisons"][0]["comparison_levels"].pop()
    else:
        said["comparisons"][0]["comparison_levels"][1]["m_probability"] = 0
    with pytest.raises(model.NotOurModel):
        model.from_splink(said)
