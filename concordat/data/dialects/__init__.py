"""How each engine says what means the same: primitives, of which the SQL of mapping and of the door is made."""
