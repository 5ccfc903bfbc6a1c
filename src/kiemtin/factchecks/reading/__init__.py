"""Sources of fact-checks as claim reviews."""
