"""Who may decide, where and when: read by the verb that routes proposals and by the one that reckons back from dates."""
