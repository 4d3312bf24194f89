"""Several people acting at the very same time, each over a connection of their own, as the threads of a server do."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

from django.db import connection

from concordat.core.refusal import Refusal


def at_once(*acts: Callable[[], Any]) -> list[Any]:
    """What each act gave or was refused with, all begun together; anything else that goes wrong is raised."""
    came: list[Any] = [None] * len(acts)
    begin = Barrier(len(acts))

    def one(place: int, act: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            begin.wait()
            came[place] = act()
        except Exception as problem:  # it is raised below, in the test's own thread
            came[place] = problem
        finally:
            connection.close()

    threads = [Thread(target=one, args=each) for each in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    for each in came:
        if isinstance(each, Exception) and not isinstance(each, Refusal):
            raise each
    return came


@contextmanager
def shared_database(folder: Path) -> Iterator[None]:
    """A database that threads can share: of SQLite a file, as it is served from, and not the tests' own in memory."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    in_memory, name = connection.connection, connection.settings_dict["NAME"]
    file = folder / "shared.sqlite3"
    with sqlite3.connect(file) as copy:
        in_memory.backup(copy)
    copy.close()
    connection.connection, connection.settings_dict["NAME"] = None, str(file)
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = in_memory, name
