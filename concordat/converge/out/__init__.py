"""Every form in which a roadmap leaves the tool: a module each, found by `form.forms`."""
