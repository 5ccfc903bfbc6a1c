"""The tables of drafts and of the corrections log, in the order in which they came to be."""
