"""How the desk answers: drafts, review by a second person, publication into the corrections log, checkpoints."""
