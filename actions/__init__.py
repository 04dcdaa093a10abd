"""What changes: one verb, one function; checks rules, writes, never commits."""
