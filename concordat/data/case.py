"""A case: one question put to one version of one agreement, on the facts of one day. What every rule is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concordat.data.facts import CARE_BODIES, Facts
from concordat.data.opt_out import OptOut
from concordat.data.question import Question
from concordat.register.agreement import Agreement
from concordat.register.bundle import Bundle
from concordat.register.organisation import OrganisationKind
from concordat.register.sharing import Confidentiality, Flow, OptOutPosition, Purpose, PurposeBasis


@dataclass(frozen=True, slots=True)
class Case:
    """A question, an agreement, and the facts of the day."""

    question: Question
    bundle: Bundle
    facts: Facts

    @property
    def as_of(self) -> date:
        """The day it is judged for."""
        return self.facts.as_of

    @property
    def agreement(self) -> Agreement:
        """The agreement's own row."""
        return self.bundle.agreement

    @property
    def basis(self) -> PurposeBasis | None:
        """What the agreement says of the purpose asked for; None where it does not name it."""
        return self.bundle.purposes.get(self.question.purpose)

    @property
    def personal_basis(self) -> PurposeBasis | None:
        """The same, where personal data are asked for: what law on personal data looks at."""
        return self.basis if self.question.form.personal else None

    @property
    def asked(self) -> tuple[str, ...]:
        """Who asks and whose data it is about, each once."""
        return tuple(dict.fromkeys((self.question.organisation, *self.question.whose)))

    @property
    def whose(self) -> tuple[str, ...]:
        """Whose data it is about, each once."""
        return tuple(dict.fromkeys(self.question.whose))

    def flows(self, controller: str) -> tuple[Flow, ...]:
        """The flows by which the asker gets this controller's data for this purpose."""
        asked = self.question
        return tuple(
            each
            for each in self.bundle.flows
            if each.receiver == asked.organisation and controller in each.whose and each.serves(asked.purpose)
        )

    @property
    def national_opt_out_due(self) -> bool:
        """Whether the National Data Opt-Out must be applied unless CAG or policy says otherwise (IG-06)."""
        routes = (Confidentiality.SECTION_251_2, Confidentiality.SECTION_251_5)
        basis = self.personal_basis
        return basis is not None and not self.question.purpose.is_care and basis.confidentiality in routes

    @property
    def practices(self) -> tuple[str, ...]:
        """Those whose data are held by GP practices, from which Type 1 opt-outs keep them (IG-12)."""
        return tuple(each for each in self.whose if self.facts.kind(each) is OrganisationKind.PRIMARY_CARE)

    @property
    def opt_outs(self) -> tuple[tuple[OptOut, tuple[str, ...]], ...]:
        """The registers that must be applied, each with the controllers whose data it covers."""
        basis, asked = self.basis, self.question
        if basis is None:
            return ()
        beyond = asked.form.personal and not asked.purpose.is_care
        applied = {
            OptOut.NATIONAL: self.whose if beyond and basis.opt_out is OptOutPosition.APPLIES else (),
            OptOut.TYPE_1: self.practices if beyond and basis.type_1 else (),
            OptOut.CARE_OBJECTION: self.whose if basis.objections and asked.purpose is Purpose.INDIVIDUAL_CARE else (),
        }
        return tuple((register, whose) for register, whose in applied.items() if whose)


def owes_duty(question: Question, facts: Facts) -> bool:
    """Whether it is for somebody's own care, between bodies that owe each other the duty to share (IG-26)."""
    bodies = (question.organisation, *question.whose)
    return question.purpose is Purpose.INDIVIDUAL_CARE and all(facts.kind(each) in CARE_BODIES for each in bodies)
