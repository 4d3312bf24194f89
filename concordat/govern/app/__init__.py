"""Govern's Django app: routes, meetings, ballots and decisions, and the shared service from day to day."""
