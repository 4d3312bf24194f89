"""An agreement leaves for other systems, and theirs come in: MAIS and ODRL, losing nothing without naming it."""
