"""Splink as the oracle: our model in its hands gives our weights, and its own on our people does no better."""

from __future__ import annotations

import json
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from splink import DuckDBAPI, Linker

from concordat.share.linkage import model
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.link import Linked, link
from concordat.share.linkage.quality import measured
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.tests.people import ENGINE, crowd
from concordat.share.linkage.weights import DEFAULT_M, Parameters

U = {name: tuple([0.01] * (len(levels) - 1) + [1 - 0.01 * (len(levels) - 1)]) for name, levels in LEVELS.items()}
PLACEHOLDERS = ("0000000000", "9999999999", "1234567890")
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


@pytest.fixture(scope="module")
def ours() -> tuple[Linked, list[dict[str, Any]]]:
    """Our linkage of the crowd with every pair shown, but the worse of two between the same clusters."""
    every_pair = Settings(review_from=-100, review_to=99, sure_at=100, guard=False, random_pairs=50_000)
    linked = link(crowd().records, engine=ENGINE, settings=every_pair)
    return linked, linked.review.to_pylist()


def splink(parameters: Parameters) -> Linker:
    """Splink on the same people with the same model."""
    session = duckdb.connect()
    session.register("people", crowd().records)
    columns = ", ".join(f"{model.standardised(each)} AS {each}" for each in model.COLUMN.values())
    clean = session.sql(f"SELECT record_id, {columns} FROM people").to_arrow_table()
    api = DuckDBAPI(session)
    said = json.loads(json.dumps(model.as_splink(parameters)))
    return Linker(api.register(clean), said, log_level=40)


def test_splink_weighs_our_pairs_as_we_do(ours: tuple[Linked, list[dict[str, Any]]]) -> None:
    linked, review = ours
    predicted = splink(linked.report.parameters).inference.predict(threshold_match_weight=-60).as_pyarrow_table()
    theirs = {
        frozenset((each["record_id_l"], each["record_id_r"])): each["match_weight"] for each in predicted.to_pylist()
    }
    plain = {
        each["record_id"] for each in crowd().records.to_pylist()
        if each["nhs_number"] not in PLACEHOLDERS and not each["postcode"].startswith("ZZ99") and each["gender"] != "9"
    }  # fmt: skip
    pairs = [each for each in review if not each["swapped"] and {each["record_a"], each["record_b"]} <= plain]
    both = [(each["weight"], theirs.get(frozenset((each["record_a"], each["record_b"])))) for each in pairs]
    compared = [(mine, other) for mine, other in both if other is not None]
    assert len(compared) > 100
    assert [mine for mine, _ in compared] == pytest.approx([other for _, other in compared], abs=0.01)


def test_splink_with_the_same_weights_finds_no_more(ours: tuple[Linked, list[dict[str, Any]]]) -> None:
    persons = link(crowd().records, engine=ENGINE, settings=Settings(random_pairs=50_000)).persons
    linker = splink(ours[0].report.parameters)
    predicted = linker.inference.predict(threshold_match_weight=-5)
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(predicted, threshold_match_weight=4.25)
    found = clusters.as_pyarrow_table()
    theirs = pa.table({"record_id": found["record_id"], "person_key": found["cluster_id"]})
    mine, splinks = (measured(each, crowd().truth, engine=ENGINE)[0] for each in (persons, theirs))
    assert mine.f1 >= splinks.f1 > 0.95
