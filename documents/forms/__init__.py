"""Single printed documents: plain data laid out for paper (п. 4.1)."""
