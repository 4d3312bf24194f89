"""How a question is answered fast: what the rules say of a part of it is worked out once, and kept."""
