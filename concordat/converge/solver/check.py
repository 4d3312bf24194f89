"""Is a choice lawful and feasible? Every broken rule at once; no solver is involved."""

from dataclasses import dataclass

import numpy as np

from concordat.converge.solver.choice import NONE, Choice
from concordat.converge.solver.model import Kind, Label, Model

TOLERANCE = 1e-6  # of a row's limit or 1, whichever is larger: MIP solvers keep rows to about this


@dataclass(frozen=True, kw_only=True)
class Broken:
    """One rule that a choice breaks: what it is, and by how much in its own unit."""

    label: Label
    excess: float


def usage(model: Model, choice: Choice) -> np.ndarray:
    """(R,) what the choice uses of each row."""
    return np.asarray(model.rows.usage[choice.address(model)].sum(axis=0)).ravel()


def broken(model: Model, choice: Choice) -> tuple[Broken, ...]:
    """Everything the choice breaks: columns that do not exist, rows over their limit, groups too small,
    too large or rival."""
    return (*_no_such_column(model, choice), *_over_limit(model, choice), *_groups(model, choice))


def _no_such_column(model: Model, choice: Choice) -> list[Broken]:
    absent = np.flatnonzero(model.absent.ravel()[choice.address(model)])
    return [Broken(label=("column", str(cell)), excess=1.0) for cell in absent]


def _over_limit(model: Model, choice: Choice) -> list[Broken]:
    over = usage(model, choice) - model.rows.limit
    bad = np.flatnonzero(over > TOLERANCE * np.maximum(1.0, np.abs(model.rows.limit)))
    return [Broken(label=model.rows.label[r], excess=float(over[r])) for r in bad]


def _groups(model: Model, choice: Choice) -> list[Broken]:
    found = []
    shared = np.array([kind == Kind.SHARED for kind in choice.kind], dtype=bool)
    for capability, option in enumerate(choice.active):
        if option == NONE:
            continue
        adopters = shared & (model.capability == capability)
        rivals = int((choice.option[adopters] != option).sum())
        count = int(adopters.sum())
        least, most = model.options.threshold[capability, option], model.options.most[capability, option]
        for what, excess in (
            ("rival options", rivals),
            ("too few adopt", least - count),
            ("too many adopt", count - most),
        ):
            if excess > 0:
                found.append(Broken(label=(what, str(capability), str(option)), excess=float(excess)))
    return found
