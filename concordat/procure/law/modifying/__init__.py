"""The tests of a change to a contract, by the law the contract was made under; each way of passing is a harbour."""
