"""The sandbox of a process that answers: what the kernel lets it reach is one file to read, and nothing to write.

Landlock (Linux 5.13 and later, https://docs.kernel.org/userspace-api/landlock.html) by its three system calls, and
resource limits. It cannot be undone. Threads that run already are not confined: call it first, and once.
"""

from __future__ import annotations

import ctypes
import os
import resource
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
_VERSION, _PATH_BENEATH, _NO_NEW_PRIVILEGES = 1, 1, 38
_EXECUTE, _READ_FILE, _READ_FOLDER = 1, 4, 8
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows; they are the lowest bits."""

_TCP, _SIGNALS_AND_SOCKETS = 0b11, 0b11
_LIBRARIES = ("/usr/lib", "/usr/lib64", "/lib", "/lib64", "/etc/ld.so.cache", "/proc", "/sys/fs/cgroup", "/dev/urandom")


def version() -> int:
    """Which Landlock the kernel has; 0 where it has none."""
    found = _call(_CREATE, None, 0, _VERSION)
    return max(found, 0)


def confine(reads: Iterable[Path]) -> str:
    """Let this process read these files, Python and its libraries, and no more. What holds it, in a sentence.

    DuckDB stops unless it may look at /proc and /sys/fs/cgroup, where it learns how much memory there is.
    """
    kernel = version()
    if not kernel:
        return "resource limits only: this kernel has no Landlock, so run it in a container or as a user of its own"
    if len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208
        return "resource limits only: it had threads before it was confined"
    rights = (1 << _FILE_RIGHTS.get(kernel, 16)) - 1
    scopes = struct.pack("QQQ", rights, _TCP if kernel >= 4 else 0, _SIGNALS_AND_SOCKETS if kernel >= 6 else 0)
    used = scopes[: 24 if kernel >= 6 else 16 if kernel >= 4 else 8]
    rules = _call(_CREATE, used, len(used), 0)
    if rules < 0:
        return "resource limits only: Landlock could not be used"
    for path in (*reads, Path(__file__).parents[1], *map(Path, (sys.prefix, sys.base_prefix, *_LIBRARIES))):
        _allow(rules, path)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) or _call(_RESTRICT, rules, 0):
        return "resource limits only: Landlock could not be used"
    os.close(rules)
    return f"Landlock {kernel} and resource limits"


def limit(*, memory: int, files: int = 64) -> None:
    """Bound this process for good: bytes of address space, open files, no file written, no core left."""
    for what, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))


def allow_cpu(seconds: int) -> None:
    """Let this process use so many seconds more of CPU; the kernel ends it when they are used."""
    spent = resource.getrusage(resource.RUSAGE_SELF)
    resource.setrlimit(
        resource.RLIMIT_CPU, (int(spent.ru_utime + spent.ru_stime) + seconds + 1, resource.RLIM_INFINITY)
    )


def _allow(rules: int, path: Path) -> None:
    if not path.exists():
        return
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | (_READ_FOLDER if path.is_dir() else 0)
        _call(_ADD, rules, _PATH_BENEATH, struct.pack("=Qi", rights, descriptor), 0)
    finally:
        os.close(descriptor)


def _call(number: int, *given: object) -> int:
    libc = ctypes.CDLL(None, use_errno=True)
    return int(libc.syscall(number, *given))
