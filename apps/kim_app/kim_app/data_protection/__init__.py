"""What is stored about a person, how long, and who looked at it."""
