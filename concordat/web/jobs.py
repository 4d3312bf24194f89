"""Jobs: long work asked for by a person, done by one thread of the serving process, watched on a page.

A verb declares its own in `<verb>/app/jobs.py`, found when the shell starts:

    @job("converge.solve", title="Planning the convergence")
    def solve(*, by: Person, as_of: date, progress: Progress, seconds: int) -> dict:
        progress(40, "First plan found")
        return {"page": "/converge/plans/7/"}     # JSON; `page` is where the reader is sent when it is done

and starts it with `enqueue("converge.solve", by=person, as_of=day, arguments={"seconds": 30})`. What it changes, it
changes by an action. One host: the queue is a table, a job is claimed by one update, and a job whose process is no
longer there is marked as cut off. `JOBS = "inline"` does a job where it is asked for.

A `@chore` is asked for by nobody: the same thread does it as the server starts, and every hour.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from concordat.core.refusal import Refusal
from concordat.register.app.models import Seat
from concordat.register.app.permission import Person
from concordat.web.models import Job
from concordat.web.problem import fault

log = logging.getLogger(__name__)
Progress = Callable[[int, str], None]
"""`progress(percent, "what is being done")`; it never goes inside a transaction."""

CHORES: list[Callable[[], None]] = []
"""What is done as the server starts and every hour."""

_LOOK_EVERY = 2.0
_CHORES_EVERY = 3_600.0
_MOST_WAITING = 20
_wake = threading.Event()


class NoSuchJob(Refusal):
    """A job that is not there for this person."""

    status = 404


class TooManyJobs(Refusal):
    """More work asked for than can be waited for."""

    status = 429


@dataclass(frozen=True, kw_only=True)
class Kind:
    """What can be asked for: its title for readers, and the function that does it."""

    title: str
    work: Callable[..., dict[str, Any]]


KINDS: dict[str, Kind] = {}
"""Every job by name. Names, not import paths, are stored: code can move while a job waits."""


def job(name: str, *, title: str) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Make `def work(*, by, as_of, progress, …) -> dict` a job of this name."""

    def known(work: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        KINDS[name] = Kind(title=title, work=work)
        return work

    return known


def chore(work: Callable[[], None]) -> Callable[[], None]:
    """Make `def work() -> None` a chore."""
    CHORES.append(work)
    return work


def enqueue(name: str, *, by: Person, as_of: date, arguments: Mapping[str, Any] | None = None) -> Job:
    """Ask for a job; its page is `/jobs/<id>/`. Raises TooManyJobs."""
    if Job.objects.filter(seat=by.seat, state__in=(Job.State.WAITING, Job.State.RUNNING)).count() >= _MOST_WAITING:
        raise TooManyJobs("You have asked for much already", remedy="Wait until some of it is done")
    asked = Job.objects.create(
        name=name, title=KINDS[name].title, seat_id=by.seat, as_of=as_of, arguments=dict(arguments or {})
    )
    if settings.JOBS == "inline":
        _claim(asked)
        do(asked)
        asked.refresh_from_db()
    _wake.set()
    return asked


def job_of(person: Person, id: UUID) -> Job:
    """A job that this person asked for. Raises NoSuchJob, the same whether it is another's or nobody's."""
    found = Job.objects.filter(pk=id, seat=person.seat).first()
    if found is None:
        raise NoSuchJob("There is no such job of yours", remedy="Start it again from the page you were on")
    return found


def start_worker() -> threading.Thread | None:
    """Start the thread that does this process's jobs; jobs cut off by an earlier end are marked first."""
    if settings.JOBS != "thread":
        return None
    thread = threading.Thread(target=_serve, name="jobs", daemon=True)
    thread.start()
    return thread


def mark_cut_off(*, starting: bool = False) -> int:
    """Mark running jobs whose process has gone; how many there were. It can only be told on one host.

    A process that is only `starting` runs none yet, so a job under its number was its predecessor's.
    """
    running = Job.objects.filter(state=Job.State.RUNNING)
    gone = [each.pk for each in running if not _alive(each.worker) or (starting and each.worker == str(os.getpid()))]
    if not gone:
        return 0
    said = "The server stopped before it was done. Start it again."
    return int(running.filter(pk__in=gone).update(state=Job.State.CUT_OFF, error=said, ended_at=timezone.now()))


def do_next() -> bool:
    """Do the oldest waiting job, if there is one that no other process claims first; whether one was done."""
    waiting = Job.objects.filter(state=Job.State.WAITING).order_by("made_at").first()
    if waiting is None or not _claim(waiting):
        return False
    do(waiting)
    return True


def do(asked: Job) -> None:
    """Do a claimed job, and keep what came of it: a result, or a sentence for its reader."""
    try:
        result = KINDS[asked.name].work(
            by=Seat.objects.select_related("user").get(pk=asked.seat_id).person(),
            as_of=asked.as_of,
            progress=lambda percent, saying: _tell(asked, percent, saying),
            **asked.arguments,
        )
        _end(asked, state=Job.State.DONE, result=result, percent=100)
    except Refusal as refusal:
        _end(asked, state=Job.State.FAILED, error=str(refusal))
    except Exception as problem:
        log.error("job %s (%s) failed: %s", asked.pk, asked.name, fault(problem))
        said = "Something went wrong that we did not foresee. It has been written to the server's log."
        _end(asked, state=Job.State.FAILED, error=f"{said} Quote job {asked.pk} when you report it.")


def do_chores() -> None:
    """Do every chore; one that fails keeps none of the others from being done."""
    for each in CHORES:
        tried(each.__name__, each)


def tried(name: str, work: Callable[[], object]) -> None:
    """Do what nobody waits for: if it fails, that is logged by this name, its kind and its place."""
    try:
        work()
    except Exception as problem:
        log.error("%s failed: %s", name, fault(problem))


def _serve() -> None:
    """Do jobs for as long as the process lives, and chores when they are due."""
    starting, due = True, time.monotonic()
    while True:
        try:
            close_old_connections()
            mark_cut_off(starting=starting)
            starting = False
            if time.monotonic() >= due:
                due = time.monotonic() + _CHORES_EVERY
                do_chores()
            while do_next():
                pass
        except Exception as problem:
            log.error("the worker could not look for jobs: %s", fault(problem))
        connection.close()
        _wake.wait(_LOOK_EVERY)
        _wake.clear()


def _claim(asked: Job) -> bool:
    mine = Job.objects.filter(pk=asked.pk, state=Job.State.WAITING)
    return bool(mine.update(state=Job.State.RUNNING, worker=str(os.getpid())))


def _tell(asked: Job, percent: int, saying: str) -> None:
    Job.objects.filter(pk=asked.pk).update(percent=max(0, min(int(percent), 99)), saying=saying[:300])


def _end(asked: Job, **outcome: Any) -> None:
    Job.objects.filter(pk=asked.pk).update(ended_at=timezone.now(), **outcome)


def _alive(worker: str) -> bool:
    try:
        os.kill(int(worker), 0)
    except PermissionError:
        return True
    except (ValueError, OSError):
        return False
    return True
