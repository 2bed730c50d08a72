"""What is counted, who owes it to whom, and by when."""
