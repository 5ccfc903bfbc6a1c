"""Links to a result that the asker chose to share: what was chosen, for as long as was chosen, and nothing else."""
