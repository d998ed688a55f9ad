"""What one more hour, a tenth of a score, a permission or a relaxed rule is worth."""
