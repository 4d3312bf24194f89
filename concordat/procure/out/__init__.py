"""Every form in which procure's answers leave the tool: a module each."""
