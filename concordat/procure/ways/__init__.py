"""The ways out once a gate is missed: through the contract there is, or by a new award."""
