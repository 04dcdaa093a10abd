"""What the marks so far foretell of a result: for information, a final never follows from it (п. 4.1, 6.6)."""
