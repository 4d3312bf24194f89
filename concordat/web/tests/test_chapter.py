"""Every link of the manual leads somewhere in the browser, and what has no page there is no link."""

from __future__ import annotations

import re

import pytest

from concordat.capability import capabilities
from concordat.register.app.permission import Person
from concordat.web.chapter import as_html
from concordat.web.tests.fixtures import signed_in

ADDRESSES = {"govern.md": "/manual/govern/"}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("[there](govern.md)", '<a href="/manual/govern/">there</a>'),
        ("[there](govern.md#deciding)", '<a href="/manual/govern/#deciding">there</a>'),
        ("[there](#here)", '<a href="#here">there</a>'),
        ("[there](https://example.org/)", '<a href="https://example.org/">there</a>'),
        ("[a `rule`](reference/rules.md#all), and more", "a <code>rule</code>, and more"),
        ("[one](how-to/x.md) and [two](govern.md)", 'one and <a href="/manual/govern/">two</a>'),
        ("| a |\n|---|\n| [one](x.md) |", "<td>one</td>"),
        ("## May it, *really*?", '<h2 id="may-it-really">'),
    ],
)
def test_a_link_leads_to_a_page_or_is_none(written: str, shown: str) -> None:
    assert shown in as_html(written, ADDRESSES)


def test_raw_html_and_addresses_that_run_are_not_let_through() -> None:
    html = as_html("<script>x</script> [a](javascript:x) [b](//elsewhere.example) <b onclick=x>", ADDRESSES)
    assert "<script" not in html and "<b " not in html and "href" not in html


@pytest.mark.django_db
def test_every_link_of_every_chapter_leads_somewhere(office: Person) -> None:
    client = signed_in(office)
    found = 0
    for each in capabilities():
        page = client.get(f"/manual/{each.verb}/").content.decode()
        for target in re.findall(r'<a [^>]*href="([^"]+)"', page[page.find("<main") :]):
            found += 1
            if target.startswith("#"):
                assert f'id="{target[1:]}"' in page, f"{each.verb}: {target}"
            elif target.startswith("/"):
                assert client.get(target).status_code == 200, f"{each.verb}: {target}"
    assert found
