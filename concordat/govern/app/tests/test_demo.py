"""The demo routes the roadmap's first proposal and puts it on agendas; done again, it changes nothing."""

from __future__ import annotations

from concordat.govern.app import demo
from concordat.govern.app.tests.fixtures import AS_OF
from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import Person
from concordat.register.meeting import AgendaItem
from concordat.web.scope import counts


def test_the_first_proposal_is_routed_and_put_on_agendas_once(office: Person) -> None:
    made = demo.prepare(by=office, as_of=AS_OF)
    assert (made["proposal"], made["earliest"], made["body"]) == ("SHARED", "2026-12-10", "JC")
    assert made["critical_path"] == ["RZA-BOARD 2026-12-02", "JC 2026-12-10"]
    lines = LedgerLine.objects.count()
    assert counts(office)[AgendaItem] == made["steps"] == 2
    assert demo.prepare(by=office, as_of=AS_OF) == made and LedgerLine.objects.count() == lines
