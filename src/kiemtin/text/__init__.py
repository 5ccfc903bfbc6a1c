"""Vietnamese text: limits at the door, folding with spans back to the original, confusable characters."""
