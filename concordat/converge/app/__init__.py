"""Converge's Django app: plans kept as they were shown, for each reader what is theirs to see, and their pages."""
