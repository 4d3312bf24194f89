"""Procure's Django app: gates and their dates, frameworks compared, requirements, and what lawyers advised."""
