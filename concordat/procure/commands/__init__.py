"""What follows `concordat procure`: a module each with HELP, describe(parser) and run(arguments)."""
