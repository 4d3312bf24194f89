"""Real cases as records: public facts only, what had to be assumed beside them, and what is known to have happened."""
