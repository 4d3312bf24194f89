"""The way to a server: HTTPS with a key, no redirect followed, and every failure told by what to do next."""

from __future__ import annotations

import http.client
import json
import os
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from datetime import date
from http import HTTPStatus
from importlib.metadata import PackageNotFoundError, version
from typing import Any
from urllib.parse import urlencode, urlsplit

from concordat.client.result import needed
from concordat.client.way import Given, NotAnswered, NotReached

ARROW, JSON = "application/vnd.apache.arrow.stream", "application/json"
MOST_BYTES = 256 << 20
"""Of one answer: more than a server gives."""

_HERE = ("localhost", "127.0.0.1", "::1")
_METADATA = b"concordat"
_MAKE_ONE = "Make one on its page Keys for programs, and give it as token, or in the environment as CONCORDAT_KEY"


class Server:
    """A server at an address, and the key to it, which is shown nowhere."""

    def __init__(self, address: str, token: str, timeout: float) -> None:
        self.name = address.rstrip("/")
        self._key = (token or os.environ.get("CONCORDAT_KEY", "")).strip()
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirect)
        _check(self.name, self._key)

    def __repr__(self) -> str:
        return f"<Server {self.name}>"

    def may(self, question: Mapping[str, Any], as_of: date | None) -> Mapping[str, Any]:
        """See Way."""
        day = f"?{urlencode({'as_of': as_of.isoformat()})}" if as_of else ""
        try:
            found = json.loads(self._send(f"may{day}", question, JSON))
        except ValueError:
            found = None
        if not isinstance(found, dict) or "verdict" not in found:
            raise NotReached("The server's answer cannot be read", remedy="Check the address")
        return found

    def ask(self, asked: Mapping[str, Any]) -> Given:
        """See Way."""
        return _table(self._send("ask", asked, ARROW))

    def release(self, line: int, counts: Sequence[str]) -> Given:
        """See Way."""
        return _table(self._send(f"answers/{int(line)}/release", {"counts": list(counts)}, ARROW))

    def close(self) -> None:
        """Nothing is kept open."""

    def _send(self, path: str, what: Mapping[str, Any], accept: str) -> bytes:
        """What the server answers. Its own failures are dropped, as their tracebacks hold the key."""
        request = urllib.request.Request(
            f"{self.name}/api/v1/{path}",
            data=json.dumps(what, default=str).encode(),
            headers={"Content-Type": JSON, "Accept": accept, "User-Agent": _agent()},
        )
        request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        problem: NotReached | NotAnswered | None
        try:
            with self._opener.open(request, timeout=self._timeout) as response:
                content: bytes = response.read(MOST_BYTES + 1)
                problem = self._short(len(content), response.headers.get("Content-Length"))
        except urllib.error.HTTPError as told:
            problem = _refused(told)
        except (
            OSError,
            http.client.HTTPException,
        ) as failed:  # URLError, a timeout and a wrong certificate are OSErrors
            problem = self._failed(failed)
        if problem:
            raise problem
        return content

    def _short(self, read: int, said: str | None) -> NotReached | None:
        """Why an answer is not the whole of it, if it is not: a stream that is cut can pass for a shorter one."""
        if read > MOST_BYTES:
            what = f"The answer is larger than {MOST_BYTES >> 20} MB"
            return NotReached(what, remedy="Ask for fewer rows, or count them")
        return self._broken_off() if said and said != str(read) else None

    def _broken_off(self) -> NotReached:
        return NotReached(f"{self.name} broke off its answer", remedy="Ask again; the question is on the log already")

    def _failed(self, failed: Exception) -> NotReached:
        """Why the server was not reached, and what to do."""
        reason = getattr(failed, "reason", failed)
        if isinstance(reason, ssl.SSLCertVerificationError):
            what = f"{self.name} does not prove that it is who it says ({reason.verify_message})"
            return NotReached(what, remedy="Send it no key; ask whoever runs it to renew its certificate")
        if isinstance(reason, ssl.SSLError):
            return NotReached(f"{self.name} does not speak TLS", remedy="Check the address, and its port")
        if isinstance(reason, TimeoutError):
            what = f"{self.name} did not answer within {self._timeout:g} seconds"
            return NotReached(
                what, remedy="Ask for less, or give a longer timeout; a question may be on the log already"
            )
        if isinstance(reason, OSError):
            what = f"{self.name} is not reached ({reason.strerror or type(reason).__name__})"
            return NotReached(what, remedy="Check the address and your network")
        return self._broken_off()


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is told and not followed: it would take the question, and could take the key, elsewhere."""

    def redirect_request(self, *given: Any, **more: Any) -> None:
        return None


def _check(address: str, key: str) -> None:
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http") or not parts.hostname or parts.query or parts.username:
        raise NotReached("That is no address of a server", remedy="Write it like https://concordat.example")
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise NotReached("Over http a key can be read on its way", remedy="Use https")
    if not key:
        raise NotReached("No key is given", remedy=_MAKE_ONE)
    if not key.isascii() or not key.isprintable() or " " in key:
        raise NotReached("The key holds a sign that no key has", remedy="Copy it again, all on one line")


def _refused(told: urllib.error.HTTPError) -> NotReached | NotAnswered:
    """What a server's refusal says, in the words it gave where it gave any."""
    problem = _problem(told)
    what, remedy = problem.get("what", f"The server answered {told.code}"), problem.get("remedy", "")
    if told.code in range(300, 400):
        elsewhere = urlsplit(told.headers.get("Location") or "").netloc or "another address"
        return NotReached(f"The server sends on to {elsewhere}", remedy="Check the address, and give its last one")
    if told.code == HTTPStatus.UNAUTHORIZED:
        return NotReached("The server does not take this key", remedy=_MAKE_ONE)
    if told.code == HTTPStatus.TOO_MANY_REQUESTS:
        wait = told.headers.get("Retry-After") or "60"
        return NotReached(what, remedy=f"Ask again in {wait} seconds")
    if told.code >= 500 or not problem:
        return NotReached(what, remedy=remedy or "Try again later, and tell whoever runs it")
    several = [(each["where"], each["what"], each["remedy"]) for each in problem.get("problems", ())]
    return NotAnswered(
        what, where=problem.get("where", ""), remedy=remedy, problems=several, rules=problem.get("rules", ()),
        line=problem.get("line", 0),
    )  # fmt: skip


def _problem(told: urllib.error.HTTPError) -> dict[str, Any]:
    """The problem details (RFC 9457) of a refusal; {} where it gives none."""
    if told.headers.get_content_type() != "application/problem+json":
        return {}
    try:
        found = json.loads(told.read(1 << 20))
    except (ValueError, OSError, RecursionError, http.client.HTTPException):
        return {}
    return found if isinstance(found, dict) else {}


def _table(content: bytes) -> Given:
    arrow = needed("pyarrow")
    try:
        table = arrow.ipc.open_stream(content).read_all()
        head = json.loads(table.schema.metadata[_METADATA])
    except (arrow.ArrowException, ValueError, KeyError, TypeError):
        head = None
    if not isinstance(head, dict):
        raise NotReached("The server's answer cannot be read", remedy="Check the address")
    own = {name: value for name, value in table.schema.metadata.items() if name != _METADATA}
    return head, table.replace_schema_metadata(own or None)


def _agent() -> str:
    try:
        return f"concordat/{version('concordat')}"
    except PackageNotFoundError:
        return "concordat"
