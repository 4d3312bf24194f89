"""The pack for lawyers as a Word document: what they are asked, what is bought, by when, and under which law."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.money import in_short
from concordat.core.paper import Paper
from concordat.core.period import long_date
from concordat.core.prose import Heading, Part, Points, Said, Shown
from concordat.core.shown import DATE, MONEY, Table, column
from concordat.procure.advice import AdviceLog
from concordat.procure.fit import Comparison
from concordat.procure.instruct import Instruction, instruction
from concordat.procure.out.fit_table import heads_table, lots_table, requirements_table
from concordat.procure.out.fit_words import headline as fit_headline
from concordat.procure.out.gate_table import gate_table, possible_table, told
from concordat.procure.out.gate_words import headline, sentence
from concordat.procure.requirements import Coverage
from concordat.procure.still_possible import still_possible
from concordat.register.contract import Contract
from concordat.register.naming import name_and_code
from concordat.register.procurement import Conflict
from concordat.register.record import Record

PRIVILEGED = "Confidential, and prepared for the purpose of obtaining legal advice."


def instruction_paper(record: Record, key: str, as_of: date) -> bytes:
    """The document's bytes, the same for the same record: for the buyer and its lawyers, as it holds advice."""
    found = instruction(record, key, as_of)
    title = f"Instructions: {found.account.procurement.title}"
    paper = Paper(title, as_of, "Instructions to lawyers")
    paper.foot(f"{key}. {PRIVILEGED} Facts as of {long_date(as_of)}")
    paper.hold(_parts(found, record))
    return paper.done()


def _parts(found: Instruction, record: Record) -> Iterator[Part]:
    yield Said(words=PRIVILEGED)
    yield Heading(words="What you are asked")
    yield Points(items=found.asked, numbered=True)
    yield from _what(found, record)
    yield from _when(found, record)
    yield from _law(found)
    yield from _replaced(found.gates.buying.contracts)
    if found.compared and found.covered:
        yield from _fit(found.compared, found.covered)
    yield from _conflicts(found, record)
    yield from _asked_before(found.advice)


def _what(found: Instruction, record: Record) -> Iterator[Part]:
    bought, as_of = found.account.procurement, found.gates.as_of
    users = [name_and_code(record, each, as_of) for each in found.gates.buying.organisations]
    yield Heading(words="What is bought")
    yield Said(words=f"{bought.title}. {bought.months or '?'} months with every extension.")
    worth = in_short(bought.value) if bought.value else "Not valued yet"
    yield Said(words=f"{worth}.", bold="Worth, with VAT, for all.")
    yield Said(words=f"{'; '.join(users)}.", bold="For whom, the buyer first.")
    if proposal := found.gates.buying.proposal:
        yield Said(words=" ".join(f"{each.rstrip('.')}." for each in (proposal.title, *proposal.reasons)), bold="Why.")


def _when(found: Instruction, record: Record) -> Iterator[Part]:
    yield Heading(words="By when")
    yield Said(words=headline(found.gates))
    table = gate_table(found.gates, record).only("Gate", "Latest", "Status", "Done on", "Answered for by")
    yield Shown(table=table, widths=(4.6, 3.1, 1.8, 3.1, 4.4))
    if found.gates.missed:
        ways = possible_table(still_possible(found.gates, record)).only("What", "Open", "Begin by", "Notices", "Risk")
        yield Shown(table=ways, widths=(5.0, 1.4, 2.4, 4.0, 4.2))


def _law(found: Instruction) -> Iterator[Part]:
    yield Heading(words="The law as we understand it")
    yield Said(words=f"{found.account.purchase.regime.value}.", bold="Law.")
    yield Points(items=tuple(map(told, (*found.account.ruling.reasons, *found.account.ruling.review))))
    columns = (column("Notice"), column("From", DATE), column("By", DATE), column("State"), column("Source"))
    rows = tuple(
        (f"{each.notice.code} {each.notice.name}", each.earliest, each.latest, each.state.value, each.reason.source)
        for each in found.account.dues
    )
    if rows:
        yield Shown(table=Table(title="Notices", columns=columns, rows=rows), widths=(5, 2.6, 2.6, 2.4, 4.4))


def _replaced(contracts: tuple[Contract, ...]) -> Iterator[Part]:
    columns = (
        column("Contract"), column("Law"), column("Ends on", DATE), column("Options (months)"),
        column("Notice (months)"), column("Value when awarded", MONEY),
    )  # fmt: skip
    rows = tuple(
        (f"{each.contract}: {each.title}", each.regime.value, each.ends_on,
         " + ".join(map(str, each.extension_options)), str(each.notice), each.original_value or None)
        for each in contracts
    )  # fmt: skip
    if rows:
        yield Heading(words="What it replaces")
        yield Shown(table=Table(title="Contracts", columns=columns, rows=rows), widths=(5, 2.6, 2.6, 2.2, 2.2, 2.4))


def _fit(found: Comparison, covered: Coverage) -> Iterator[Part]:
    yield Heading(words="Frameworks and requirements")
    yield Said(words=f"{fit_headline(found)}.")
    yield Shown(table=lots_table(found).only("Lot", "Framework", "Closes on", "Can be used", "Why not"),
                widths=(2.4, 4, 2.4, 1.8, 6.4))  # fmt: skip
    yield Shown(table=requirements_table(found).only("Number", "Requirement", "Counts as", "Clause", "Test"),
                widths=(1.8, 6.8, 1.8, 1.8, 4.8))  # fmt: skip
    yield Shown(table=heads_table(covered).only("Head", "What it asks", "Requirements", "Clauses", "State"),
                widths=(4, 6, 2.4, 2.4, 2.2))  # fmt: skip


def _conflicts(found: Instruction, record: Record) -> Iterator[Part]:
    declared = [each for each in record.all(Conflict) if each.procurement == found.account.procurement.key]
    columns = (column("Office"), column("Declared on", DATE), column("Interest"), column("What is done about it"))
    rows = tuple(
        (f"{sentence(each.office.value)}, {each.organisation}", each.declared_on, each.interest, each.handling or None)
        for each in declared
    )
    yield Heading(words="Interests declared")
    if rows:
        yield Shown(table=Table(title="Interests", columns=columns, rows=rows), widths=(5, 2.6, 5, 4.4))
    else:
        yield Said(words="Nobody has declared any interest, or that they have none.")


def _asked_before(found: AdviceLog) -> Iterator[Part]:
    yield Heading(words="What was asked before")
    columns = (column("Asked on", DATE), column("Question"), column("Answered on", DATE), column("Answer"))
    rows = tuple((each.instructed_on, each.question, each.answered_on, each.answer or None) for each in found.asked)
    if rows:
        yield Shown(table=Table(title="Advice", columns=columns, rows=rows), widths=(2.6, 6, 2.6, 5.8))
    else:
        yield Said(words="No lawyer has been asked about it yet.")
