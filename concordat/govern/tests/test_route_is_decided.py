"""Routes and votes agree: whoever follows a route, meeting by meeting, has the power at each, and binds everybody."""

from __future__ import annotations

from concordat.govern.decided import unbound
from concordat.govern.mandate import body_of, mandate_to_decide, not_sitting
from concordat.register.authority import ReservedMatter
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.power import Power
from concordat.register.deciding.route import Step, route
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.drawn import AS_OF, drawn
from concordat.register.meeting import Decision, Outcome, Purpose
from concordat.register.record import Record


def _decision(step: Step, number: int) -> Decision:
    approves = step.purpose is Purpose.APPROVE
    return Decision(
        decision=f"D-{number}",
        proposal="P1",
        body=step.body,
        decided_on=step.meeting_on,
        outcome=Outcome.APPROVED if approves else Outcome.RECOMMENDED,
        binds=step.binds,
    )


def _besides(power: Power) -> bool:
    """Whether it only lets a body approve besides whoever decides."""
    return isinstance(power.row, ReservedMatter) and power.row.besides


def test_every_step_of_a_route_can_be_decided_and_the_last_binds_all() -> None:
    decided = 0
    for seed in range(400):
        record, proposal = drawn(seed)
        matter = matter_in(record, proposal, AS_OF)
        found = route(matter, Standing(record), AS_OF)
        for number, step in enumerate(found.steps if found.earliest else ()):
            standing = Standing(record)
            if step.done:
                continue
            if not standing.is_open(step.organisation, step.meeting_on):
                break  # an approval besides, by a body of one that is gone by then: nobody can give it
            body = body_of(standing, step.body, step.meeting_on)
            assert not_sitting(standing, body, step.meeting_on) is None, seed
            if step.purpose is Purpose.APPROVE:
                able = mandate_to_decide(standing, matter, body, step.meeting_on)
                assert set(step.binds) <= set(able.binds), (seed, step.id, [str(each) for each in able.against])
            record = Record.of((*record, _decision(step, number)))
            decided += 1
        else:
            assert not found.earliest or unbound(matter, Standing(record), record.all(Decision)) == (), seed
    assert decided > 300


def test_what_a_route_says_is_blocked_no_single_body_decides_for_all() -> None:
    blocked = 0
    for seed in range(400):
        record, proposal = drawn(seed)
        matter, standing = matter_in(record, proposal, AS_OF), Standing(record)
        if route(matter, standing, AS_OF).earliest is not None:
            continue
        blocked += 1
        for body in standing.bodies.values():
            for sitting in standing.sittings(body.key):
                if sitting.papers_due < AS_OF or body_of(standing, body.key, sitting.on) != body:
                    continue
                able = mandate_to_decide(standing, matter, body, sitting.on)
                deciding = {each.organisation for each in able.powers if not _besides(each)}
                waits = [each for power in able.powers for each in power.after]
                assert deciding < set(matter.members) or able.besides or waits, (seed, body.key, sitting.on)
    assert blocked > 30
