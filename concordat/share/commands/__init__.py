"""What follows `concordat share`: a module each, found by discovery, with HELP, describe(parser) and run(arguments)."""
