"""Who suits one task now, and when, with everything else as planned."""
