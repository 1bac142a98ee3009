"""`liveboard demo`: a believable day for a rehearsal, on the real path."""
