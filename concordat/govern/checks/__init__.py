"""What is wrong with how we decide: each module states its CHECKS, and all are found."""
