"""Keeping the data: copies, restoring, moving between engines, the state of the system (п. 7.1, 9.6)."""
