"""What the desk publishes: pages, feeds, the log, files for any web host, and matching for whoever asks next."""
