"""What follows `concordat govern`: a module each with HELP, describe(parser) and run(arguments)."""
