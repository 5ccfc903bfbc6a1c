"""What a desk publishes: answers as frozen values, the records they are made of, and their forms for other programs."""
