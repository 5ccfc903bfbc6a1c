"""The overview of work: how much comes in, waits and is answered, and how long it takes. Counts, and no content."""
