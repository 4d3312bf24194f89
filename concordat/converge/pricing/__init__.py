"""Facts become money, then arrays: what each choice costs, and what limits them together."""
