"""Paper out: a frozen dataclass in, the bytes of a document out."""
