"""What people do to a picture before it is forwarded, with parameters drawn at random: each edit is one function."""
