"""`make bench`: the journal beside its peers and the floor, on the same data and the same server, in one run."""
