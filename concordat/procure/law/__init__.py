"""The law of buying: one question a module, each answered with reasons from dated rules. This is not legal advice."""
