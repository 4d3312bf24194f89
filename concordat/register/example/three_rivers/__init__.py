"""Three Rivers: a fictional collaborative of four trusts, a board and two councils, planned on 22 November 2026.

Its facts are compact tables, one module for each workbook that the programme office keeps. Nobody in them exists.
"""

from __future__ import annotations

from itertools import chain

from concordat.register.example.three_rivers.agreements import agreements
from concordat.register.example.three_rivers.applications import applications
from concordat.register.example.three_rivers.assurance import assurance
from concordat.register.example.three_rivers.authority import authority
from concordat.register.example.three_rivers.buying import buying
from concordat.register.example.three_rivers.calendar import calendar
from concordat.register.example.three_rivers.contracts import contracts
from concordat.register.example.three_rivers.organisations import organisations
from concordat.register.example.three_rivers.programme import programme
from concordat.register.example.three_rivers.services import services
from concordat.register.example.three_rivers.stakeholders import stakeholders
from concordat.register.record import Record


def three_rivers() -> Record:
    """All of Three Rivers as nouns."""
    held = (organisations(), applications(), contracts(), programme(), agreements(), assurance())
    decided = (authority(), calendar(), services(), stakeholders(), buying())
    return Record.of(chain.from_iterable((*held, *decided)))
