"""Who may decide, where and when: for the verb that routes proposals, and for the one that reckons back from a date."""
