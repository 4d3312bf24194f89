"""axe-core on a page, at the widths of a desk and of a phone: every rule of WCAG 2.0, 2.1 and 2.2 at A and AA."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

WIDTHS = (1280, 375)
_HEIGHT = 800
_SCRIPT = Path(__file__).parent / "vendor/axe/axe.min.js"
_RUN = """
async () => {
  const found = await axe.run(document, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'],
    rules: { 'target-size': { enabled: true } },
    resultTypes: ['violations']
  })
  return {
    passes: found.passes.length,
    violations: found.violations.flatMap((rule) =>
      rule.nodes.map((node) => `${rule.id}: ${rule.help}; ${node.target.join(' ')}; ${node.failureSummary}`))
  }
}
"""  # target-size is of WCAG 2.2 AA, and off unless asked for


def violations(page: Page) -> list[str]:
    """What axe finds on the page as it stands, at each width; and whether it is wider than a phone."""
    page.evaluate(_script())
    return [f"{page.url} at {width} px: {each}" for width in WIDTHS for each in _at(page, width)]


def _at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": _HEIGHT})
    found = page.evaluate(_RUN)
    assert found["passes"] > 10, f"axe looked at hardly anything on {page.url}"
    wide = page.evaluate("document.documentElement.scrollWidth")
    reflow = [] if wide <= width else [f"it is {wide} px wide, so it scrolls sideways (WCAG 1.4.10)"]
    return [*found["violations"], *reflow]


@cache
def _script() -> str:
    return _SCRIPT.read_text()
