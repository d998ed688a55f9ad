"""Problems too large for a matrix: capability vectors, from which the pairs of a block are scanned when needed."""
