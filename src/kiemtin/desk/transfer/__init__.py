"""Taking everything that a desk keeps elsewhere: backup, restore, and the move to another database."""
