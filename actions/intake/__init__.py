"""What a file says once it is read, and what is answered: rows of people, refusals by line, the report."""
