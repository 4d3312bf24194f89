"""Setting: who asks for whose data, what for and in which form, under one agreement, and what becomes of all else."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import cached_property

from concordat.data.agreed import Agreed
from concordat.data.case import owes_duty
from concordat.data.question import ListState, Question
from concordat.data.weight import Tally, judge, total


class Setting:
    """One version of an agreement, and questions whose asker, controllers, purpose and form are alike.

    `shown` are columns known not to be taken away.
    """

    def __init__(self, agreed: Agreed, question: Question) -> None:
        self.agreed = agreed
        self.parts = [agreed.part(each, question) for each in agreed.rules.setting]
        self.tally = total(each.tally for each in self.parts)
        self.dutiful = owes_duty(question, agreed.facts)
        self.shown: set[str] = set()
        self._question = replace(question, lists=None)
        self._due = frozenset(register for register, _ in agreed.case(question).opt_outs)
        self._lists: dict[Hashable, Tally] = {}
        self._lost: dict[str, int] = {}

    def lost(self, columns: frozenset[str]) -> dict[str, int]:
        """Those of the columns that are taken away, and by how many grounds each."""
        for name in columns.difference(self.shown, self._lost):
            against = self.agreed.against(name, self._question)
            self.agreed.memory.kept += 1
            if against:
                self._lost[name] = against
            else:
                self.shown.add(name)
        return {name: self._lost[name] for name in columns.difference(self.shown)}

    @cached_property
    def unlisted(self) -> Tally:
        """What comes of lists where none are given yet, or none are due."""
        rules = (*self.agreed.rules.by_controller, *self.agreed.rules.by_list)
        return judge(rules, self.agreed.case(self._question)).tally

    def listed(self, lists: tuple[ListState, ...]) -> Tally:
        """What comes of the lists that are given: of each controller's, and of those that one has not given."""
        if not self._due:
            return self.unlisted
        found: dict[str, tuple[ListState, ...]] = dict.fromkeys(self._question.whose, ())
        for each in lists:
            if each.register in self._due:
                found[each.controller] = (*found.get(each.controller, ()), each)
        return total([self._of_controller(*each) for each in found.items()])

    def _of_controller(self, controller: str, lists: tuple[ListState, ...]) -> Tally:
        """What comes of one controller's lists. Of the people on them, and not checked, it counts whether any are."""
        key = (controller, *[(each.register, each.as_at, each.people > 0, each.unchecked and 1) for each in lists])
        found = self._lists.get(key)
        if found is None:
            agreed, given = self.agreed, replace(self._question, lists=lists)
            tallies = [judge(agreed.rules.by_list, agreed.case(given)).tally]
            if controller in given.whose:
                alone = replace(given, whose=(controller,))
                tallies.append(judge(agreed.rules.by_controller, agreed.case(alone)).tally)
            found = agreed.memory.keep(self._lists, key, total(tallies))
        return found
