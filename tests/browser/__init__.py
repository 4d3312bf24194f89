"""The demo as its user meets it: in a real browser, started by the command they would type."""
