"""One OCDS release becomes contracts and parties, or the reasons why it cannot."""
