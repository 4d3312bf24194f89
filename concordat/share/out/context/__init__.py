"""What a template is given to fill in: every row of an agreement in words, as strings, tuples and dicts alone."""
