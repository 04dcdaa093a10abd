"""Who may: the table of grants and the tiny interpreter that reads it. Denies by default."""
