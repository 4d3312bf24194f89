"""The same patient across trusts: record linkage as SQL over integers, and lasting person keys. For planning and
evaluation; a link made here is no identity check, and nothing here is for the care of one patient."""
