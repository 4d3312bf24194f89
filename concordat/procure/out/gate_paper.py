"""The plan of gates as a Word document: the answer, the picture, every gate, what is still possible, how sure it is."""

from __future__ import annotations

from collections.abc import Sequence

from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.procure.gate import Gates
from concordat.procure.out.gate_picture import png, says
from concordat.procure.out.gate_table import gate_table, possible_table, why
from concordat.procure.out.gate_words import FOOT, assumed, headline, sentence, title
from concordat.procure.possible import Possible
from concordat.register.naming import name_and_code
from concordat.register.record import Record

PAGE = 860  # pixels across which letters can be read on A4


def docx(gates: Gates, ways: Sequence[Possible], record: Record) -> bytes:
    """The document's bytes, the same for the same answer. Raises CannotDraw without the extra `papers`."""
    paper = Paper(f"Gates before {title(gates)}", gates.as_of, "Plan of a purchase")
    paper.foot(f"{title(gates)}. Facts as of {long_date(gates.as_of)}. Not legal advice.")
    paper.heading("In short")
    paper.say(headline(gates))
    paper.say(assumed(gates))
    for each in gates.findings:
        paper.warn(str(each), "Out of order.")
    paper.heading("The gates in one picture")
    paper.picture(
        png(gates, record, drawn=PAGE), says(gates), "Each lane is a gate; its mark is on the last day to be done."
    )
    paper.heading("Every gate", new_page=True)
    owner = name_and_code(record, gates.buying.procurement.organisation, gates.as_of)
    paper.say(f"Each is answered for by the office that is named, of {owner}.", keep=True)
    columns = ("Gate", "Latest", "Status", "Done on", "Answered for by", "Why then")
    paper.table(gate_table(gates, record).only(*columns), (3.0, 2.6, 1.5, 2.6, 2.8, 6.5))
    if ways:
        _possible(paper, ways)
    _certainty(paper, gates)
    return paper.done()


def _possible(paper: Paper, ways: Sequence[Possible]) -> None:
    paper.heading("What is still possible")
    columns = ("What", "Open", "Begin by", "Covers until", "Notices", "Risk")
    paper.table(possible_table(ways).only(*columns), (4.4, 1.5, 2.6, 2.6, 3.6, 4.0))
    for each in ways:
        paper.say(why(each), bold=f"{each.what}: {'open' if each.open else 'closed'}.")


def _certainty(paper: Paper, gates: Gates) -> None:
    paper.heading("How sure this is")
    paper.say(FOOT)
    paper.points(f"{sentence(kind.value)} is left out: {why}" for kind, why in gates.left_out.items())
