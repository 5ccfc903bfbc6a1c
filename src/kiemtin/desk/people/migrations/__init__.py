"""Tables about those who work at the desk."""
