"""What those who run the machine need: health, readiness, and jobs that tidy up."""
