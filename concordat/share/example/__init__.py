"""Made-up data of patients with known truth, for the example collaborative, tests and benchmarks; nobody is real."""
