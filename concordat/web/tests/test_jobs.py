"""Jobs: done once, told as sentences, seen by whoever asked alone, and cut off when their process has gone."""

from __future__ import annotations

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from concordat.core.refusal import Refusal
from concordat.register.app.permission import Person
from concordat.web import jobs
from concordat.web.models import Job
from concordat.web.tests.fixtures import AS_OF, signed_in

pytestmark = pytest.mark.django_db
asked: list[dict[str, Any]] = []


def _work(*, by: Person, as_of: date, progress: jobs.Progress, **given: Any) -> dict[str, Any]:
    asked.append({"by": by, "as_of": as_of, **given})
    progress(250, "Half way")
    if given.get("refuse"):
        raise Refusal("No site has room", remedy="give it more capacity")
    if given.get("fail"):
        raise ValueError(f"the combination is {'sword' + 'fish'}")
    return {"page": "/due/", "seen": Job.objects.get().saying}


@pytest.fixture(autouse=True)
def known() -> Iterator[None]:
    asked.clear()
    jobs.job("test.work", title="Working")(_work)
    yield
    del jobs.KINDS["test.work"]


def test_a_job_is_done_as_whoever_asked_and_leads_to_its_result(editor_a: Person, settings: Any) -> None:
    done = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF, arguments={"seconds": 3})
    assert asked == [{"by": editor_a, "as_of": AS_OF, "seconds": 3}]
    assert (done.state, done.percent, done.result) == ("done", 100, {"page": "/due/", "seen": "Half way"})
    page = signed_in(editor_a).get(f"/jobs/{done.pk}/").content.decode()
    assert 'href="/due/"' in page and "hx-get" not in page and "http-equiv" not in page


def test_a_refusal_is_told_and_a_fault_is_not(editor_a: Person, caplog: pytest.LogCaptureFixture) -> None:
    refused = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF, arguments={"refuse": True})
    assert refused.state == "failed" and "more capacity" in refused.error
    Job.objects.all().delete()
    failed = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF, arguments={"fail": True})
    assert failed.state == "failed" and "swordfish" not in failed.error and str(failed.pk) in failed.error
    assert "ValueError" in caplog.text and "in _work" in caplog.text
    assert not [each for each in caplog.records if "swordfish" in each.getMessage() or each.exc_info]


def test_a_waiting_job_is_watched_with_and_without_scripts(editor_a: Person, settings: Any) -> None:
    settings.JOBS = "thread"
    waiting = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF)
    client = signed_in(editor_a)
    page = client.get(f"/jobs/{waiting.pk}/").content.decode()
    assert 'hx-trigger="every 2s"' in page and '<noscript><meta http-equiv="refresh"' in page
    assert not asked
    assert jobs.do_next() and not jobs.do_next()
    assert len(asked) == 1
    assert "It is done" in client.get(f"/jobs/{waiting.pk}/").content.decode()


def test_a_job_is_claimed_once(editor_a: Person, settings: Any) -> None:
    settings.JOBS = "thread"
    waiting = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF)
    assert [jobs._claim(waiting), jobs._claim(waiting)] == [True, False]
    assert not jobs.do_next()


def test_a_job_is_its_askers_alone(editor_a: Person, office: Person, editor_b: Person) -> None:
    done = jobs.enqueue("test.work", by=editor_a, as_of=AS_OF)
    for other in (office, editor_b):
        assert signed_in(other).get(f"/jobs/{done.pk}/").status_code == 404
    assert signed_in(editor_a).get(f"/jobs/{uuid.uuid4()}/").status_code == 404


def _running(by: Person, worker: str) -> Job:
    return Job.objects.create(
        name="test.work", title="Working", seat_id=by.seat, as_of=AS_OF, state=Job.State.RUNNING, worker=worker
    )


def test_what_was_running_when_the_server_stopped_is_marked(editor_a: Person) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left, mine = _running(editor_a, str(gone.pid)), _running(editor_a, str(os.getpid()))
    assert jobs.mark_cut_off() == 1
    left.refresh_from_db()
    assert left.state == "cut off" and "Start it again" in left.error
    assert jobs.mark_cut_off(starting=True) == 1, "what bears a starting process's number was its predecessor's"
    mine.refresh_from_db()
    assert mine.over


def test_nobody_asks_for_more_than_can_be_waited_for(editor_a: Person, settings: Any) -> None:
    settings.JOBS = "thread"
    for _ in range(20):
        jobs.enqueue("test.work", by=editor_a, as_of=AS_OF)
    with pytest.raises(jobs.TooManyJobs):
        jobs.enqueue("test.work", by=editor_a, as_of=AS_OF)
