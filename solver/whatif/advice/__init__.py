"""Which change of the team brings most for what it costs: more hours, a second of somebody, training, hiring."""
