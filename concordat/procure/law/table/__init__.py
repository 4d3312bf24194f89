"""The notices of each regime as a table: which, for which purchases, between which days, and where the law says so."""
