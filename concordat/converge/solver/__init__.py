"""The cheapest lawful plan of convergence, on arrays: a proved bound, a plan,
and the price of everything that binds."""

from concordat.converge.solver.solve import Limit, Solution, mostly, solve

__all__ = ["Limit", "Solution", "mostly", "solve"]
