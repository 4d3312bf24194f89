"""What no page may ever do: ask another host for anything, say something on the console, or fail to find a file."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response


class Watch:
    """Collects the faults of every page of a context; a page's own refusal (404, 422) is not one."""

    def __init__(self, context: BrowserContext, site: str) -> None:
        self.site = site
        self.faults: list[str] = []
        self._refused: set[str] = set()
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", lambda each: self.faults.append(f"a script failed: {each.error}"))

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.site}/", "data:")):
            self.faults.append(f"asked another host: {request.url}")

    def _response(self, response: Response) -> None:
        if response.status < 400:
            return
        if response.request.is_navigation_request() and response.status < 500:
            self._refused.add(response.url)
        else:
            self.faults.append(f"answered {response.status}: {response.url}")

    def _console(self, message: ConsoleMessage) -> None:
        expected = message.text.startswith("Failed to load resource") and message.location["url"] in self._refused
        if message.type in ("error", "warning") and not expected:
            self.faults.append(f"on the console of {message.page.url if message.page else '?'}: {message.text}")
