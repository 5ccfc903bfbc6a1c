"""Those who work at the desk: signing in, roles, invitations, sessions, and what they did. Below ``/desk/`` alone."""
