"""`make soak`: what is promised to survive is killed, starved and loaded, hundreds of times (docs/durability.md)."""
