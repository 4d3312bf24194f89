"""Every form in which govern's answers leave the tool: a module each."""
