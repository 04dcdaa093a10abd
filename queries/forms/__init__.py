"""What single printed documents are filled with (п. 4.1)."""
