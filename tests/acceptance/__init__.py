"""What the mission asks for, row by row: each test acts as the user of that row would."""
