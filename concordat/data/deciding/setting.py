"""Setting: who asks for whose data, what for and in which form, under one agreement, and what becomes of all else."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import cached_property
from typing import Any

from concordat.data.case import owes_duty
from concordat.data.deciding.agreed import Agreed
from concordat.data.deciding.weight import Tally, judge, total
from concordat.data.question import ListState, Question


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
        self._question = question
        self._due = frozenset(register for register, _ in agreed.case(question).opt_outs)
        self._lists: dict[Hashable, Tally] = {}
        self._lost: dict[str, int] = {}

    def lost(self, columns: frozenset[str]) -> tuple[frozenset[str], int]:
        """Of columns not among the shown, those that are taken away, and by how many grounds."""
        if not self._lost.keys() >= columns:
            for name in columns.difference(self._lost):
                self._judge(name)
            columns = columns - self.shown
        return columns, sum([self._lost[name] for name in columns])

    def _judge(self, column: str) -> None:
        against = self.agreed.against(column, self._question)
        self.agreed.memory.kept += 1
        if against:
            self._lost[column] = against
        else:
            self.shown.add(column)

    @cached_property
    def unlisted(self) -> Tally:
        """What comes of lists where none are given yet, or none are due."""
        rules = (*self.agreed.rules.by_controller, *self.agreed.rules.by_list)
        return judge(rules, self.agreed.case(replace(self._question, lists=None))).tally

    def listed(self, lists: tuple[ListState, ...]) -> Tally:
        """What comes of the lists that are given: of each controller's, and of those that one has not given.

        Of the people on a list, and of those not checked, it counts only whether there are any.
        """
        if not self._due:
            return self.unlisted
        states: dict[str, tuple[Any, ...]] = dict.fromkeys(self._question.whose, ())
        for each in lists:
            if each.register in self._due:
                state = (each.register, each.as_at, each.people > 0, each.unchecked and 1)
                states[each.controller] = (*states.get(each.controller, ()), *state)
        return total([self._lists.get(each) or self._of_controller(each, lists) for each in states.items()])

    def _of_controller(self, state: tuple[str, tuple[Any, ...]], lists: tuple[ListState, ...]) -> Tally:
        agreed, controller = self.agreed, state[0]
        own = tuple(each for each in lists if each.controller == controller and each.register in self._due)
        given = replace(self._question, lists=own)
        tallies = [judge(agreed.rules.by_list, agreed.case(given)).tally]
        if controller in given.whose:
            alone = replace(given, whose=(controller,))
            tallies.append(judge(agreed.rules.by_controller, agreed.case(alone)).tally)
        return agreed.memory.keep(self._lists, state, total(tallies))
