"""All outbound connections: every address that a name leads to is judged before anything is sent to it."""
