"""Ways up to somebody with the last word: by which route, past whom, and what stops the others."""
